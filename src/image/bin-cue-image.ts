import { membersInJson } from '../json-values.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import type { CueSheet } from './cue-sheet-model.ts';
import { ImageError, notAnImage } from './image-error.ts';
import { type ImageFile, openImageFile, openRegular } from './image-file.ts';
import { CUE_SHEET_OPTIONS, type CueSheetOptions, LONGEST_SHEET_BYTES, parseCueSheet } from './parse-cue-sheet.ts';
import { type ImagePart, type ImageTrack, type PlacedImageTrack, placeTracks } from './place-tracks.ts';

/** What `BinCueImage.open` may read. */
export interface BinCueImageOptions extends CueSheetOptions {
  /** Read files that are not in the sheet's folder, or in a folder in it. Default false. */
  readonly outsideFolder?: boolean | undefined;
  /**
   * With `outsideFolder`: read files on other computers too (`\\\\host\\share`, `//host/share`). Opening one makes Windows log
   * in there with the user's name. Default false.
   */
  readonly otherComputers?: boolean | undefined;
}

const OPTIONS: OptionNames<BinCueImageOptions> = {
  ...CUE_SHEET_OPTIONS,
  outsideFolder: 'switch',
  otherComputers: 'switch',
};

/** A BIN/CUE image: its CUE sheet and its blocks. */
export class BinCueImage implements AsyncDisposable {
  readonly sheet: CueSheet;
  readonly tracks: readonly ImageTrack[];
  /** The warnings of the sheet, and what is in the files and not in a track. */
  readonly warnings: readonly string[];
  readonly #files: ReadonlyMap<string, ImageFile>;
  readonly #parts: ReadonlyMap<number, readonly ImagePart[]>;

  private constructor(sheet: CueSheet, files: ReadonlyMap<string, ImageFile>) {
    const warnings = [...sheet.warnings];
    const sizes = [...files].map(([name, { blocks, endsAnywhere }]) => {
      return [name, { lengthBytes: blocks.lengthBytes, endsAnywhere }] as const;
    });
    const placed: PlacedImageTrack[] = placeTracks(sheet, new Map(sizes), warnings);
    this.sheet = sheet;
    this.warnings = warnings;
    this.tracks = placed.map(({ track }) => track);
    this.#files = files;
    this.#parts = new Map(placed.map(({ track, parts }) => [track.number, parts]));
  }

  /**
   * Opens an image by the path of its CUE sheet. The files may be BINARY, MOTOROLA or WAVE; what else a FILE line may
   * name is opened only if it is a WAV. Only regular files are opened.
   * @throws ImageError of kind `not-an-image` when the sheet and the files do not match; `outside-folder`; `file-system`
   */
  static async open(cuePath: string, options: BinCueImageOptions = {}): Promise<BinCueImage> {
    requireKnownOptions('BinCueImage.open()', options, OPTIONS);
    const { outsideFolder = false, otherComputers = false, ...sheetOptions } = options;
    const files = new Map<string, ImageFile>();
    try {
      const sheet = parseCueSheet(await bytesOf(cuePath), { name: cuePath, ...sheetOptions });
      for (const { mode, indexes } of sheet.tracks) {
        for (const { file: name } of indexes) {
          const file = sheet.files.find((each) => each.name === name);
          if (file === undefined || files.has(name)) continue;
          files.set(name, await openImageFile({ cuePath, file, mode, outsideFolder, otherComputers }));
        }
      }
      return new BinCueImage(sheet, files);
    } catch (error) {
      for (const { file } of files.values()) await file.close();
      throw error;
    }
  }

  /**
   * Blocks of a track; `first` is counted from its INDEX 01, and is negative in the pause before it.
   * @throws ImageError for blocks that the track does not have, and when a file has become shorter
   */
  async readBlocks(track: ImageTrack, first: number, lengthBlocks: number): Promise<Uint8Array> {
    const { number, blockBytes } = track;
    const end = first + lengthBlocks;
    const exists = first >= -track.pauseBlocks && lengthBlocks >= 0 && end <= track.lengthBlocks;
    if (!exists || !Number.isInteger(first) || !Number.isInteger(lengthBlocks)) {
      throw notAnImage(`track ${number} has no blocks ${first} to ${end - 1}, counted from its INDEX 01`);
    }
    const target = new Uint8Array(lengthBlocks * blockBytes);
    for (const part of this.#parts.get(number) ?? []) {
      const from = Math.max(first, part.firstBlock);
      const to = Math.min(end, part.firstBlock + part.lengthBlocks);
      if (from >= to) continue;
      const wanted = target.subarray((from - first) * blockBytes, (to - first) * blockBytes);
      await this.#fill(wanted, part.file, part.startByte + (from - part.firstBlock) * blockBytes);
    }
    if (track.mode === 'AUDIO' && this.#files.get(track.file)?.swapped) Buffer.from(target.buffer).swap16();
    return target;
  }

  async close(): Promise<void> {
    for (const { file } of this.#files.values()) await file.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Reads from the blocks of a file; what is missing of its last block stays zero. */
  async #fill(target: Uint8Array, name: string, startByte: number): Promise<void> {
    const opened = this.#files.get(name);
    if (opened === undefined) throw notAnImage(`the image has no file ${name}`);
    const { file, blocks } = opened;
    const inFile = target.subarray(0, Math.max(0, blocks.lengthBytes - startByte));
    const read = await file.readInto(inFile, blocks.startBytes + startByte).catch((error: unknown) => {
      throw new ImageError({
        kind: 'file-system',
        reason: error instanceof Error ? error.message : String(error),
        remedy: 'Check the device that the image is on',
        cause: error,
      });
    });
    if (read < inFile.length) throw notAnImage(`${name} has become shorter: it ends at byte ${startByte + read}`);
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['tracks', 'warnings', 'sheet']);
  }
}

async function bytesOf(cuePath: string): Promise<Uint8Array> {
  const file = await openRegular(cuePath);
  try {
    return await file.readAt(0, LONGEST_SHEET_BYTES + 1);
  } finally {
    await file.close();
  }
}
