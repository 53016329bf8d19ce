/** What a file is, as far as it decides what can be done with it. */
export type ContentKind =
  | 'sound'
  | 'film'
  | 'picture'
  | 'archive'
  | 'file system'
  | 'raw image'
  | 'foreign image'
  | 'document'
  | 'playlist'
  | 'texts'
  | 'saved disc'
  | 'trace'
  | 'text'
  | 'empty'
  | 'other';

/** What a file is, by its content. */
export interface FileContent {
  readonly kind: ContentKind;
  /** In words, for a sentence: `a picture (JPEG)`. */
  readonly name: string;
  /** Of documents that are recognized by their names: `.cue`. */
  readonly extension?: string;
}

interface Signature {
  readonly kind: ContentKind;
  readonly name: string;
  /** All of these, as Latin-1. */
  readonly parts: readonly (readonly [offset: number, bytes: string])[];
}

const signature = (kind: ContentKind, name: string, ...parts: Signature['parts']): Signature => ({ kind, name, parts });

/** A file that was recognized. */
export interface IdentifiedFile extends FileContent {
  /** What can be done with it, in sentences for people: the command that is meant for it. */
  readonly use: string;
}

/** By the first bytes. What is sound, and most films, is in foreign-format.ts. */
const SIGNATURES: readonly Signature[] = [
  signature('saved disc', 'a saved disc of the simulated drive', [0, 'discwright disc']),
  signature('picture', 'a picture (PNG)', [0, '\x89PNG']),
  signature('picture', 'a picture (JPEG)', [0, '\xff\xd8\xff']),
  signature('picture', 'a picture (GIF)', [0, 'GIF8']),
  signature('picture', 'a picture (TIFF)', [0, 'II*\0']),
  signature('picture', 'a picture (TIFF)', [0, 'MM\0*']),
  signature('picture', 'a picture (WebP)', [0, 'RIFF'], [8, 'WEBP']),
  signature('picture', 'a picture (BMP)', [0, 'BM'], [6, '\0\0\0\0']),
  signature('picture', 'a picture (Photoshop)', [0, '8BPS\0\x01']),
  signature('picture', 'a picture (HEIF)', [4, 'ftyphei']),
  signature('picture', 'a picture (HEIF)', [4, 'ftypmif1']),
  signature('picture', 'a picture (AVIF)', [4, 'ftypavif']),
  signature('other', 'a PDF document', [0, '%PDF']),
  signature('other', 'a document of an older Office program', [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']),
  signature('other', 'a database (SQLite)', [0, 'SQLite format 3\0']),
  signature('other', 'a program', [0, '\x7fELF']),
  signature('other', 'a program of Windows', [0, 'MZ']),
  signature('other', 'a MIDI file, which has notes and no sound', [0, 'MThd']),
  signature('other', 'a SoundFont, which has instruments and no music', [0, 'RIFF'], [8, 'sfbk']),
  signature('archive', 'a ZIP archive', [0, 'PK\x03\x04']),
  signature('archive', 'a ZIP archive', [0, 'PK\x05\x06']),
  signature('archive', 'a RAR archive', [0, 'Rar!']),
  signature('archive', 'a 7z archive', [0, "7z\xbc\xaf'\x1c"]),
  signature('archive', 'a gzip archive', [0, '\x1f\x8b\x08']),
  signature('archive', 'an xz archive', [0, '\xfd7zXZ']),
  signature('archive', 'a bzip2 archive', [0, 'BZh'], [4, '1AY&SY']),
  signature('archive', 'a Zstandard archive', [0, '\x28\xb5\x2f\xfd']),
  signature('archive', 'a tar archive', [257, 'ustar']),
  signature('foreign image', 'a compressed disc image (CSO)', [0, 'CISO']),
  signature('foreign image', 'a compressed disc image (CHD)', [0, 'MComprHD']),
  signature('foreign image', 'the descriptor of a disc image (MDS)', [0, 'MEDIA DESCRIPTOR']),
  signature('film', 'a film (MPEG, as on DVD)', [0, '\0\0\x01\xba']),
  signature('film', 'a film (MPEG without sound)', [0, '\0\0\x01\xb3']),
  signature('film', 'a film (MPEG transport stream)', [0, 'G'], [188, 'G'], [376, 'G']),
  signature('film', 'a film (MPEG transport stream, as on BD)', [4, 'G'], [196, 'G'], [388, 'G']),
  signature('film', 'a film (Flash)', [0, 'FLV\x01']),
  signature('film', 'a film (QuickTime)', [4, 'ftypqt  ']),
  signature('film', 'a film (AVI)', [0, 'RIFF'], [8, 'AVI ']),
  signature('film', 'a RealMedia file', [0, '.RMF']),
  signature('sound', 'an AMR file', [0, '#!AMR']),
];

/** Where from the end, and by which bytes. */
const ENDINGS: readonly Signature[] = [
  signature('foreign image', 'a disc image of Nero (NRG)', [-12, 'NER5']),
  signature('foreign image', 'a disc image of Nero (NRG)', [-8, 'NERO']),
  signature('foreign image', 'a disc image of macOS (DMG)', [-512, 'koly']),
];

/** How much of the end of a file {@link contentByEnding} examines. */
export const ENDING_BYTES = 512;

const TEXTS: readonly (readonly [form: RegExp, kind: ContentKind, name: string, extension?: string])[] = [
  [
    /^[ \t]*TRACK[ \t]+\d+[ \t]+[A-Z]+[^\n]*$[\s\S]*^[ \t]*INDEX[ \t]+\d+[ \t]+\d+:/im,
    'document',
    'a CUE sheet',
    '.cue',
  ],
  [/^[ \t]*CD_(?:DA|ROM|ROM_XA)[ \t]*$/m, 'document', 'a TOC file of cdrdao', '.toc'],
  [/^#EXT-X-/m, 'text', 'a playlist of a stream (HLS)'],
  [/^#EXTM3U/, 'document', 'a playlist', '.m3u8'],
  [/^\s*\{[\s\S]*"type"\s*:\s*"discwright job"/, 'document', 'a job in JSON', '.json'],
  [/^\s*\{[^\n]*"format"\s*:\s*"discwright trace"/, 'trace', 'a trace of discwright'],
  [/^[ \t]*(?:Albumtitle|CDINDEX_DISCID)[ \t]*=/im, 'document', 'an .inf file', '.inf'],
  [/^[ \t]*(?:Input Sheet Version|Text Code)[ \t]*=/im, 'texts', 'a text sheet with CD-TEXT'],
  [/^\s*\[playlist\]/i, 'playlist', 'a playlist (PLS)'],
  [/^\s*(?:<\?xml[^>]*>\s*)?<playlist\b/i, 'playlist', 'a playlist (XSPF)'],
  [/^\s*<\?(?:wpl|zpl)\b/i, 'playlist', 'a playlist of Windows Media Player'],
  [/^\s*\[CloneCD\]/i, 'foreign image', 'the sheet of a disc image (CCD)'],
  [/^\s*<(?:!doctype html|html)/i, 'text', 'a web page'],
  [/^\s*$/, 'text', 'a text file with nothing in it'],
];

/** @param latin the first bytes, as Latin-1 */
export const contentByStart = (latin: string): FileContent | undefined =>
  contentOf(SIGNATURES.find(({ parts }) => parts.every(([at, bytes]) => latin.startsWith(bytes, at))));

/** @param latin the last {@link ENDING_BYTES}, as Latin-1 */
export const contentByEnding = (latin: string): FileContent | undefined =>
  contentOf(ENDINGS.find(({ parts }) => parts.every(([at, bytes]) => latin.startsWith(bytes, latin.length + at))));

const contentOf = (match: Signature | undefined): FileContent | undefined =>
  match === undefined ? undefined : { kind: match.kind, name: match.name };

/** What a text is. */
export function contentOfText(text: string): FileContent {
  const [, kind, name, extension] = TEXTS.find(([form]) => form.test(text)) ?? [/^/, 'text', 'a text file'];
  return { kind, name, ...(extension === undefined ? {} : { extension }) };
}
