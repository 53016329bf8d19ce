import { basename, dirname, extname, join } from 'node:path';
import { AudioFile } from './audio-file.ts';
import { AudioFormatError } from './audio-format-error.ts';
import type { ByteSource } from './byte-source.ts';

/** The block with the first volume descriptor of a file system (ECMA-119 8.1, ECMA-167 2/9.1.2). */
const DESCRIPTOR_BLOCK = 16;
/** Bytes per block of an image, and where the user data begins in a block. */
const BLOCK_FORMS: readonly (readonly [blockBytes: number, dataAt: number])[] = [
  [2_048, 0],
  [2_336, 8],
  [2_352, 16],
  [2_352, 24],
  [2_448, 16],
  [2_448, 24],
];
const DESCRIPTORS = ['CD001', 'BEA01', 'NSR02', 'NSR03', 'CD-I '];

/** How long the blocks are if a file is the image of a data disc: a volume descriptor is where its file system has one. */
export async function dataImageBlockBytes(file: ByteSource): Promise<number | undefined> {
  for (const [blockBytes, dataAt] of BLOCK_FORMS) {
    const identifier = await file.readAt(DESCRIPTOR_BLOCK * blockBytes + dataAt + 1, 5);
    if (DESCRIPTORS.includes(Buffer.from(identifier).toString('latin1'))) return blockBytes;
  }
  return undefined;
}

/** A CUE sheet that names a file, and what it says about it. */
interface Sheet {
  readonly path: string;
  readonly tracks: number;
}

/** How much of a sheet is examined: 99 tracks with texts have less. */
const SHEET_BYTES = 65_536;

/** The CUE sheet next to a file that has its name, if it names the file and has more in it than one audio track. */
async function sheetOf(path: string): Promise<Sheet | undefined> {
  const stem = join(dirname(path), basename(path, extname(path)));
  for (const sheetPath of [`${stem}.cue`, `${stem}.CUE`, `${path}.cue`]) {
    const text = await textOf(sheetPath);
    if (text === undefined || !text.toLowerCase().includes(basename(path).toLowerCase())) continue;
    const modes = [...text.matchAll(/^[ \t]*TRACK[ \t]+\d+[ \t]+(\S+)/gim)].map(([, mode = '']) => mode.toUpperCase());
    const isOneTrack = modes.length === 1 && modes[0] === 'AUDIO';
    if (modes.length > 0 && !isOneTrack) return { path: sheetPath, tracks: modes.length };
  }
  return undefined;
}

/** The start of a text file, whatever its encoding: names and commands are found in it if they are ASCII. */
async function textOf(path: string): Promise<string | undefined> {
  let file: AudioFile | undefined;
  try {
    file = await AudioFile.open(path);
    const bytes = Buffer.from(await file.readAt(0, SHEET_BYTES));
    // Names are compared as they are in UTF-8, or else by their ASCII characters in UTF-16.
    return bytes.includes(0) ? bytes.toString('latin1').replaceAll('\0', '') : bytes.toString('utf8');
  } catch (error) {
    if (error instanceof AudioFormatError) return undefined;
    throw error;
  } finally {
    await file?.close();
  }
}

/**
 * Refuses a file that its name makes PCM without a header, and that is a disc image: of data, or of several tracks.
 * @throws AudioFormatError
 */
export async function requireNoDiscImage(file: ByteSource): Promise<void> {
  const { path } = file;
  if ((await dataImageBlockBytes(file)) !== undefined) {
    throw new AudioFormatError({
      path,
      found: 'an image of a data disc (it has a file system), not audio',
      remedy:
        'It would be noise on an audio CD. Burn its CUE sheet; or, if its blocks have 2,048 bytes, give it a name that ends with .iso.',
    });
  }
  const sheet = await sheetOf(path);
  if (sheet === undefined) return;
  const tracks = sheet.tracks === 1 ? 'a data track' : `${sheet.tracks} tracks`;
  throw new AudioFormatError({
    path,
    found: `a disc image: according to ${basename(sheet.path)} next to it, it has ${tracks}`,
    remedy:
      'Give the audio of each track as a file of its own ("discwright export --wav DIR" reads them from a disc). ' +
      'To burn all of it as one track, name it .pcm (option headerless).',
  });
}
