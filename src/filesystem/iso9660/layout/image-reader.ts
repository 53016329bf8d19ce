import { setImmediate } from 'node:timers/promises';
import { FileOnDisk, fileChanged } from '../../tree/file-on-disk.ts';
import type { FileReader } from '../../tree/model.ts';
import { BLOCK_BYTES } from '../constants.ts';
import { BOOT_INFO_OFFSET, openContents, readBootInfo } from './boot.ts';
import type { Content } from './content.ts';

/** Makes whole blocks, or one piece of them after another. */
export type Structure = () => Uint8Array | AsyncIterable<Uint8Array>;

/** What an image consists of, one after another: structures, made when they are needed, and files, each padded to a whole block. */
export interface ImageParts {
  readonly parts: readonly (Structure | Content)[];
  readonly padBlocks: number;
  readonly primaryDescriptorBlock: number;
}

/** Other work gets its turn after this long. */
const LONGEST_TURN_MS = 20;
/** Zeros are made this many at a time. */
const ZEROS_BYTES = 64 * BLOCK_BYTES;

const padded = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;

/** Reads an image once, in constant memory: a folder, or a piece of a file, at a time. */
export class ImageReader implements FileReader {
  readonly #steps: AsyncGenerator<number, void, Uint8Array>;
  #started = false;
  #turnEndsMs = 0;

  constructor(parts: ImageParts) {
    this.#steps = this.#run(parts);
  }

  /** Fills `target` unless the image ends. @throws FileSystemError */
  async read(target: Uint8Array): Promise<number> {
    if (target.length === 0) return 0;
    if (!this.#started) {
      this.#started = true;
      // Up to where the first target is wanted.
      await this.#steps.next(target);
    }
    this.#turnEndsMs = performance.now() + LONGEST_TURN_MS;
    let done = 0;
    while (done < target.length) {
      const { value, done: ended } = await this.#steps.next(target.subarray(done));
      if (ended === true || value === undefined) break;
      done += value;
    }
    return done;
  }

  async close(): Promise<void> {
    await this.#steps.return();
  }

  /** Each `yield` gives the number of bytes it wrote into the last target, and gets the next target. */
  async *#run(parts: ImageParts): AsyncGenerator<number, void, Uint8Array> {
    let target: Uint8Array = yield 0;
    for (const part of parts.parts)
      target =
        typeof part === 'function'
          ? yield* this.#structure(part, target)
          : yield* this.#content(part, target, parts.primaryDescriptorBlock);
    for (let left = parts.padBlocks * BLOCK_BYTES; left > 0; left -= ZEROS_BYTES)
      target = yield* fill(new Uint8Array(Math.min(left, ZEROS_BYTES)), target);
  }

  async *#structure(make: Structure, given: Uint8Array): AsyncGenerator<number, Uint8Array, Uint8Array> {
    const made = make();
    if (made instanceof Uint8Array) return yield* fill(made, given);
    let target = given;
    for await (const piece of made) {
      target = yield* fill(piece, target);
      await this.#giveTurn();
    }
    return target;
  }

  async #giveTurn(): Promise<void> {
    if (performance.now() <= this.#turnEndsMs) return;
    await setImmediate();
    this.#turnEndsMs = performance.now() + LONGEST_TURN_MS;
  }

  async *#content(
    content: Content,
    given: Uint8Array,
    primaryDescriptorBlock: number,
  ): AsyncGenerator<number, Uint8Array, Uint8Array> {
    const { node } = content;
    if (node.lengthBytes === 0) return given;
    const total = padded(node.lengthBytes);
    if (node instanceof FileOnDisk && !content.bootInfoTable) {
      const fits = total <= given.length;
      const place = fits ? given.subarray(0, total) : node.isSmall ? new Uint8Array(total) : undefined;
      if (place !== undefined && node.readWhole(place)) {
        await this.#giveTurn();
        if (!fits) return yield* fill(place, given);
        place.fill(0, node.lengthBytes);
        return yield total;
      }
    }
    return yield* streamed(content, given, primaryDescriptorBlock);
  }
}

function* fill(bytes: Uint8Array, given: Uint8Array): Generator<number, Uint8Array, Uint8Array> {
  let target = given;
  for (let at = 0; at < bytes.length; ) {
    const part = bytes.subarray(at, at + target.length);
    target.set(part);
    at += part.length;
    target = yield part.length;
  }
  return target;
}

async function* streamed(
  content: Content,
  given: Uint8Array,
  primaryDescriptorBlock: number,
): AsyncGenerator<number, Uint8Array, Uint8Array> {
  const { node, path } = content;
  const info = content.bootInfoTable ? await readBootInfo(content, primaryDescriptorBlock) : undefined;
  const reader = await openContents(content);
  let target = given;
  try {
    for (let at = 0; at < node.lengthBytes; ) {
      const part = target.subarray(0, Math.min(target.length, node.lengthBytes - at));
      const got = await reader.read(part);
      if (got < part.length) throw fileChanged(path, `it had ${node.lengthBytes} bytes and now has ${at + got}`);
      if (info !== undefined) overlay(part, at, info);
      at += got;
      if (at === node.lengthBytes && (await reader.read(new Uint8Array(1))) > 0)
        throw fileChanged(path, `it had ${node.lengthBytes} bytes and now has more`);
      target = yield got;
    }
  } finally {
    await reader.close();
  }
  return yield* fill(new Uint8Array(padded(node.lengthBytes) - node.lengthBytes), target);
}

/** Puts the boot info table over the part of a file that begins at a position in it. */
function overlay(part: Uint8Array, position: number, info: Uint8Array): void {
  for (const [index, value] of info.entries()) {
    const at = BOOT_INFO_OFFSET + index - position;
    if (at >= 0 && at < part.length) part[at] = value;
  }
}
