/**
 * What files in the formats of docs/audio-formats.md are called. Formats are recognized by content; the names decide which files
 * of a folder are sound, and what may stand for a file that a document calls by another name.
 */
export const AUDIO_EXTENSIONS: readonly string[] = [
  ...['.wav', '.wave', '.bwf', '.rf64', '.bw64', '.w64', '.aiff', '.aif', '.aifc', '.caf'],
  ...['.flac', '.oga', '.ogg', '.opus', '.wv', '.tta', '.mp3', '.mp2', '.mp1'],
  ...[
    '.m4a',
    '.m4b',
    '.mp4',
    '.aac',
    '.ape',
    '.wma',
    '.mka',
    '.au',
    '.snd',
    '.ac3',
    '.mpc',
    '.shn',
    '.spx',
    '.dsf',
    '.dff',
  ],
];

/** PCM without a header, unless the content says something else. `.bin` may as well be the image of a disc. */
export const HEADERLESS_EXTENSIONS: readonly string[] = ['.pcm', '.raw', '.cdda', '.bin'];

/** Files of a folder that are burned as sound. */
export const isSoundOfFolder = (extension: string): boolean =>
  AUDIO_EXTENSIONS.includes(extension) || (HEADERLESS_EXTENSIONS.includes(extension) && extension !== '.bin');
