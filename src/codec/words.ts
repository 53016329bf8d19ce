/** Short for something: written in capitals. */
const ABBREVIATIONS = /\b(?:aca|atip|bd|cav|cd|clv|dvd|isrc|lba|msf|mrw|opc|pma|pq|pw|toc)\b/g;
const KIND_OF_DISC = /\b(CD|DVD|BD) (r|rw|re|rom|ram|da)\b/g;
const NUMBERED = /\b(form|group|mode|port)(\d)\b/g;

/** An identifier in words: `startLba` is `start LBA`, `writeCdRw` is `write CD-RW`. */
export const identifierInWords = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(ABBREVIATIONS, (word) => word.toUpperCase())
    .replace(KIND_OF_DISC, (_, disc: string, kind: string) => `${disc}-${kind.toUpperCase()}`)
    .replace('CD DVD', 'CD/DVD')
    .replace(NUMBERED, '$1 $2');
