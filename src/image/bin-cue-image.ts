import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ImageError, notAnImage } from './image-error.ts';
import { CUE_TRACK_MODES, type CueSheet, type CueSheetTrack, parseCueSheet } from './parse-cue-sheet.ts';

/** A track of a BIN/CUE image, and the location of its blocks. */
export interface ImageTrack extends CueSheetTrack {
  /** Block of INDEX 01, counted from the start of the file. */
  readonly startBlock: number;
  /** From INDEX 01 to the next track or its pause, or to the end of the file. */
  readonly lengthBlocks: number;
  /** Bytes per block in the file. */
  readonly blockBytes: number;
  /** Byte position of INDEX 01 in the file. */
  readonly startByte: number;
}

/** A BIN/CUE image: its CUE sheet and its blocks. */
export class BinCueImage implements AsyncDisposable {
  readonly sheet: CueSheet;
  readonly tracks: readonly ImageTrack[];
  readonly #files: ReadonlyMap<string, FileHandle>;

  private constructor(sheet: CueSheet, tracks: readonly ImageTrack[], files: ReadonlyMap<string, FileHandle>) {
    this.sheet = sheet;
    this.tracks = tracks;
    this.#files = files;
  }

  /**
   * Opens an image by the path of its CUE sheet.
   * @throws ImageError of kind `not-an-image` when the sheet and the files do not match; `file-system`
   */
  static async open(cuePath: string): Promise<BinCueImage> {
    const files = new Map<string, FileHandle>();
    try {
      const sheet = parseCueSheet(await readFile(cuePath, 'utf8'), cuePath);
      const sizes = new Map<string, number>();
      for (const { file } of sheet.tracks) {
        if (files.has(file)) continue;
        const handle = await open(resolve(dirname(cuePath), file), 'r');
        files.set(file, handle);
        sizes.set(file, (await handle.stat()).size);
      }
      return new BinCueImage(sheet, place(sheet.tracks, sizes), files);
    } catch (error) {
      for (const handle of files.values()) await handle.close();
      if (error instanceof ImageError) throw error;
      throw new ImageError({
        kind: 'file-system',
        reason: `the image ${cuePath} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        remedy: 'Check the path, the FILE lines of the sheet and your permissions',
        cause: error,
      });
    }
  }

  /** Blocks of a track; `first` is counted from its INDEX 01, and is negative in the pause before it. */
  async readBlocks(track: ImageTrack, first: number, lengthBlocks: number): Promise<Uint8Array> {
    const target = new Uint8Array(lengthBlocks * track.blockBytes);
    const file = this.#files.get(track.file);
    for (let done = 0; done < target.length; ) {
      const position = track.startByte + first * track.blockBytes + done;
      const { bytesRead = 0 } = (await file?.read(target, done, target.length - done, position)) ?? {};
      if (bytesRead === 0)
        throw notAnImage(`${track.file} ends before block ${track.startBlock + first + lengthBlocks}`);
      done += bytesRead;
    }
    return target;
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Positions in a sheet are in blocks. In a file with several block sizes, each track is counted in blocks of its own
 * size.
 */
function place(tracks: readonly CueSheetTrack[], sizes: ReadonlyMap<string, number>): ImageTrack[] {
  const placed: ImageTrack[] = [];
  let firstBlock = 0;
  let firstByte = 0;
  for (const [index, track] of tracks.entries()) {
    if (tracks[index - 1]?.file !== track.file) [firstBlock, firstByte] = [0, 0];
    const blockBytes = CUE_TRACK_MODES[track.mode];
    const startBlock = startOf(track);
    const startByte = firstByte + (startBlock - firstBlock) * blockBytes;
    const next = tracks[index + 1];
    const size = sizes.get(track.file) ?? 0;
    const inFile = Math.floor((size - startByte) / blockBytes);
    const lengthBlocks = next?.file === track.file ? (next.indexes[0]?.positionBlocks ?? 0) - startBlock : inFile;
    if (lengthBlocks <= 0 || lengthBlocks > inFile) {
      throw notAnImage(`track ${track.number} is not where the sheet says: ${track.file} has only ${size} bytes`);
    }
    placed.push({ ...track, startBlock, startByte, lengthBlocks, blockBytes });
    [firstBlock, firstByte] = [startBlock + lengthBlocks, startByte + lengthBlocks * blockBytes];
  }
  return placed;
}

const startOf = ({ indexes }: CueSheetTrack): number => indexes.find(({ number }) => number === 1)?.positionBlocks ?? 0;
