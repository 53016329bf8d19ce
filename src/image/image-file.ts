import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep, win32 } from 'node:path';
import { AudioFile } from '../audio/audio-file.ts';
import { AudioFormatError } from '../audio/audio-format-error.ts';
import type { Extent } from '../audio/byte-source.ts';
import { formatOf, locateAudioFile } from '../audio/locate-audio.ts';
import type { CueFile } from './cue-sheet-model.ts';
import { type CueTrackMode, isAudioMode } from './cue-track-modes.ts';
import { ImageError, notAnImage } from './image-error.ts';
import { isNetworkName } from './network-name.ts';

/** A file of an image, open for reading. */
export interface ImageFile {
  readonly file: AudioFile;
  /** Where the blocks are: all of the file, or the audio of a WAV. */
  readonly blocks: Extent;
  /** Whether a part of a last block is expected: the audio of a WAV ends anywhere. */
  readonly endsAnywhere: boolean;
  /** Whether the high byte of each sample comes first. */
  readonly swapped: boolean;
}

const REMEDY = 'Check the path, the FILE lines of the sheet and your permissions';

/** Opens a regular file; anything else is refused at once. Throws ImageError of kind `file-system`. */
export async function openRegular(path: string): Promise<AudioFile> {
  try {
    return await AudioFile.open(path);
  } catch (error) {
    if (!(error instanceof AudioFormatError)) throw error;
    const reason = `the image cannot be read: ${path}: ${error.found}`;
    throw new ImageError({ kind: 'file-system', reason, remedy: REMEDY, cause: error });
  }
}

/** What a FILE line names: relative to the sheet's folder; backslashes of Windows are understood everywhere. */
function targetOf(folder: string, name: string): string {
  const isForeign = win32.isAbsolute(name) && !isAbsolute(name);
  return isForeign ? name : resolve(folder, sep === '/' ? name.replaceAll('\\', '/') : name);
}

async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const reason = `the image cannot be read: ${path}: ${found}`;
    throw new ImageError({ kind: 'file-system', reason, remedy: REMEDY, cause: error });
  }
}

/** The file that a FILE line names. Links are followed before it is decided where the file is. */
async function pathOf({ cuePath, file: { name }, outsideFolder, otherComputers }: OpenImageFile): Promise<string> {
  const folder = dirname(resolve(cuePath));
  if (isNetworkName(name) && !(outsideFolder && otherComputers)) {
    throw new ImageError({
      kind: 'outside-folder',
      reason: `${cuePath} names a file on another computer: ${name}`,
      remedy:
        'Copy the file next to the sheet; if the sheet is to be trusted, allow that with the option otherComputers',
    });
  }
  const target = targetOf(folder, name);
  const outside = new ImageError({
    kind: 'outside-folder',
    reason: `${cuePath} names a file outside its folder: ${name}`,
    remedy: 'If the sheet is to be trusted, allow that with the option outsideFolder; else move the file next to it',
  });
  if (!outsideFolder && isOutside(folder, target)) throw outside;
  const real = await realPathOf(target);
  if (!outsideFolder && isOutside(await realPathOf(folder), real)) throw outside;
  return real;
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) || !isAbsolute(path);
}

export interface OpenImageFile {
  readonly cuePath: string;
  readonly file: CueFile;
  /** The mode of the first track in it. */
  readonly mode: CueTrackMode;
  readonly outsideFolder: boolean;
  readonly otherComputers: boolean;
}

/**
 * Opens a file that a sheet names, and checks that it is what the sheet says.
 * @throws ImageError
 */
export async function openImageFile(wanted: OpenImageFile): Promise<ImageFile> {
  const { cuePath, file, mode } = wanted;
  const { name, type } = file;
  const opened = await openRegular(await pathOf(wanted));
  try {
    const headerless = type === 'BINARY' || type === 'MOTOROLA';
    if (!headerless && mode !== 'AUDIO') {
      throw notAnImage(
        `${cuePath} says that the ${type} file "${name}" has a track of mode ${mode}: only audio can be in it`,
      );
    }
    const blocks = isAudioMode(mode) ? await locate(opened, file, headerless) : whole(opened);
    return { file: opened, blocks, endsAnywhere: !headerless, swapped: type === 'MOTOROLA' };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function locate(opened: AudioFile, { name, type }: CueFile, headerless: boolean): Promise<Extent> {
  const format = headerless ? await formatOf(opened) : undefined;
  if (format !== undefined) {
    throw new ImageError({
      kind: 'not-an-image',
      reason: `the sheet says that "${name}" is ${type}, but it is ${format}`,
      remedy: 'Correct the type in the FILE line of the sheet, or use the file that belongs to it',
    });
  }
  if (headerless) return whole(opened);
  try {
    return await locateAudioFile(opened, { headerless: false });
  } catch (error) {
    if (!(error instanceof AudioFormatError)) throw error;
    const reason = `the file "${name}" of the sheet cannot be used: ${error.found}`;
    throw new ImageError({ kind: 'not-an-image', reason, remedy: error.remedy, cause: error });
  }
}

const whole = ({ sizeBytes }: AudioFile): Extent => ({ startBytes: 0, lengthBytes: sizeBytes });
