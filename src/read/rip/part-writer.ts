import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { within } from './checksums.ts';
import { type FilePart, openPart, type RipFile } from './rip-files.ts';
import type { CheckedRipOptions, RipResult } from './rip-options.ts';

/** Writes blocks, which come in ascending order, to the files of their parts. Disposed of early, it leaves only complete files. */
export class PartWriter implements AsyncDisposable {
  readonly #options: CheckedRipOptions;
  readonly #waiting: FilePart[];
  readonly #paths: string[] = [];
  readonly #oneFile: boolean;
  readonly #onWritten: (bytes: Uint8Array) => void;
  #open: { readonly part: FilePart; readonly file: RipFile } | undefined;
  #silent = true;
  #hidden: RipResult['hidden'];

  /** @param onWritten may get the bytes that are in a file: their memory may be used again */
  constructor(parts: readonly FilePart[], options: CheckedRipOptions, onWritten: (bytes: Uint8Array) => void) {
    this.#onWritten = onWritten;
    this.#waiting = [...parts].toSorted((a, b) => a.range.startLba - b.range.startLba);
    this.#options = options;
    this.#oneFile = options.format === 'bin-cue';
  }

  /** The files that are complete. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** The file with what is before track 1, once there is one. */
  get hidden(): RipResult['hidden'] {
    return this.#hidden;
  }

  /** @param part the one whose blocks these are; audio is divided among the parts that it belongs to */
  async write(part: FilePart | undefined, lba: number, bytes: Uint8Array, lengthBlocks: number): Promise<void> {
    if (part !== undefined) {
      await this.#put(part, bytes);
      return;
    }
    for (const each of [...this.#waiting]) {
      if (each.kind === 'data' || each.range.startLba >= lba + lengthBlocks) continue;
      const own = within(each.range, lba, bytes);
      if (own !== undefined) await this.#put(each, own.bytes);
      if (each.range.endLba > lba + lengthBlocks) return;
      if (this.#open?.part === each && !this.#oneFile) this.#complete.push(this.#take());
    }
  }

  readonly #complete: { readonly part: FilePart; readonly file: RipFile; readonly silent: boolean }[] = [];

  /** The parts that are complete up to a block, and not finished yet. */
  ready(endLba: number): FilePart[] {
    if (this.#open !== undefined && this.#open.part.range.endLba <= endLba && !this.#oneFile)
      this.#complete.push(this.#take());
    return this.#complete.map(({ part }) => part);
  }

  /** Gives the file of a complete part its name, unless it is a silent one that nobody would miss. */
  async finish(part: FilePart): Promise<void> {
    const index = this.#complete.findIndex((each) => each.part === part);
    const [found] = index < 0 ? [] : this.#complete.splice(index, 1);
    if (found === undefined) return;
    await using file = found.file;
    if (part.hidden && found.silent) return;
    await file.commit();
    this.#paths.push(file.path);
    const { startLba, endLba } = part.range;
    if (part.hidden && part.number === 0) this.#hidden = { startLba, lengthBlocks: endLba - startLba, path: file.path };
  }

  /** Forgets a part of which nothing is written. */
  leaveOut(part: FilePart): void {
    const index = this.#waiting.indexOf(part);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  /** Gives the one file of all parts its name. */
  async end(): Promise<void> {
    if (this.#open === undefined) return;
    await using file = this.#open.file;
    this.#open = undefined;
    await file.commit();
    this.#paths.push(file.path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { file } of this.#complete) await file[Symbol.asyncDispose]();
    await this.#open?.file[Symbol.asyncDispose]();
  }

  async #put(part: FilePart, bytes: Uint8Array): Promise<void> {
    if (this.#open === undefined || (this.#open.part !== part && !this.#oneFile)) {
      this.#open = { part, file: await openPart(part, this.#options, this.#onWritten) };
      this.#silent = true;
    }
    if (part.hidden && this.#silent) this.#silent = isSilent(bytes);
    await this.#open.file.write(bytes);
  }

  #take(): { readonly part: FilePart; readonly file: RipFile; readonly silent: boolean } {
    const open = this.#open;
    if (open === undefined) throw new Error('no file is open');
    this.#open = undefined;
    this.leaveOut(open.part);
    return { ...open, silent: this.#silent };
  }
}

const SILENCE = new Uint8Array(AUDIO_BLOCK_BYTES);

function isSilent(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += AUDIO_BLOCK_BYTES) {
    const block = bytes.subarray(at, at + AUDIO_BLOCK_BYTES);
    if (Buffer.compare(block, SILENCE.subarray(0, block.length)) !== 0) return false;
  }
  return true;
}
