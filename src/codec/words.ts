/** Short for something: written in capitals. */
const ABBREVIATIONS =
  /\b(?:a[123]|aca|adr|asc|ascii|ascq|atapi|atip|bd|c2|cav|cd|clv|css|dbi|dcb|dvd|ecc|edc|frf|hd|id|isrc|lba|lun|m5|mrw|msf|naa|opc|pac|pma|pq|pw|q|s4|scsi|t10|tno|toc|usb)\b/g;
const KIND_OF_DISC = /\b(CD|DVD|BD) (?:(plus) )?(r|rw|re|rom|ram|da|i)\b/g;
const NUMBERED = /\b(address|bus|class|form|group|information|mode|multi|port)(\d+)\b/g;
/** The standards hyphenate these. */
const HYPHENATED =
  /\b(?:(sub) (channel|header|types?)|(lead) (in|out)|(multi) (session)|(non) (removable|standard)|(magneto) (optical))\b/g;

/** As the standards write them: what no rule makes of the identifier. */
const TERMS: readonly (readonly [words: RegExp, term: string])[] = [
  [/\btrack at once\b/, 'Track-At-Once'],
  [/\bsession at once\b/, 'Session-At-Once'],
  [/\bCD text\b/, 'CD-TEXT'],
  [/\bCD-ROM xa\b/, 'CD-ROM XA'],
  [/\bDVD plus\b/, 'DVD+'],
  [/\bdd CD/, 'double density CD'],
  [/\binquiry2\b/, 'INQ2'],
  [/\bmode page2a\b/, 'mode page 2Ah'],
  [/\br to w\b/, 'R to W'],
  [/\bieee1394(?: ([ab]))?\b/, 'IEEE 1394$1'],
  [/\bsub Q\b/, 'Q sub-channel'],
  [/\beui64\b/, 'EUI-64'],
  [/\butf8\b/, 'UTF-8'],
  [/\bkbps\b/, 'kB/s'],
  [/\bki b\b/, 'KiB'],
  [/\b(read|write) kb\b/, '$1 KB'],
];

/** An identifier in words, as the standards write them: `startLba` is `start LBA`, `writeCdRw` is `write CD-RW`. */
export function identifierInWords(name: string): string {
  const words = name
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/K Bps/, 'KBps')
    .toLowerCase()
    .replace(NUMBERED, '$1 $2')
    .replace(ABBREVIATIONS, (word) => word.toUpperCase())
    .replace(
      KIND_OF_DISC,
      (_, disc: string, plus: string | undefined, kind: string) =>
        `${disc}${plus === undefined ? '-' : '+'}${kind.toUpperCase()}`,
    )
    .replace('CD DVD', 'CD/DVD')
    .replace(HYPHENATED, (pair) => pair.replace(' ', '-'));
  return TERMS.reduce((text, [found, term]) => text.replace(found, term), words);
}

/** A unit at the end of a name that the value has too: `readKBps`, `lengthBlocks`. */
const UNIT = /(?<=[a-z0-9])(?:KBps|KiB|KB|Ms|Seconds|Blocks|Bytes)$/;

/** A field and its value in words: `length 27 blocks`, and a flag that is set by its name alone. */
export function namedValueInWords(name: string, text: string): string {
  if (text === 'yes') return identifierInWords(name);
  return `${identifierInWords(/^-?\d+ \S/.test(text) ? name.replace(UNIT, '') : name)} ${text}`;
}
