import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import type { Operation } from '../operation/operation.ts';
import { operationOf } from '../operation/operation-of.ts';
import { requireFree, WholeFile } from './whole-file.ts';

/** What is written: an image that was laid out, or anything else that can be read from its start. */
export interface ImageSource {
  readonly lengthBytes: number;
  openReader(): Promise<{ read(target: Uint8Array): Promise<number>; close(): Promise<void> }>;
}

/** What `writeImage` does besides writing. It ends early by `signal`. */
export interface WriteImageOptions {
  /** Replace a file of this name. Default false: it is an error. */
  readonly overwrite?: boolean | undefined;
  /** Ends it; no incomplete file is left. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<WriteImageOptions> = { overwrite: 'switch', signal: true };

/** How far `writeImage` is, in bytes. */
export interface WriteImageProgress {
  readonly writtenBytes: number;
  readonly totalBytes: number;
}

const PIECE_BYTES = 2 * 1_048_576;

/**
 * Writes an image to a file, which has its name only once it is complete. One piece is read while the one before is written.
 * @throws ImageError of kind `exists` or `file-system`; what the source throws
 */
export function writeImage(
  source: ImageSource,
  path: string,
  options: WriteImageOptions = {},
): Operation<WriteImageProgress, void> {
  return operationOf('writeImage()', options, (given) => writeImageSteps(source, path, given));
}

async function* writeImageSteps(
  source: ImageSource,
  path: string,
  options: WriteImageOptions,
): AsyncGenerator<WriteImageProgress, void> {
  requireKnownOptions('writeImage()', options, OPTIONS);
  const { overwrite = false, signal } = options;
  await requireFree(path, overwrite);
  const free: Uint8Array[] = [];
  const onWritten = (bytes: Uint8Array): void => {
    if (bytes.length === PIECE_BYTES) free.push(bytes);
  };
  await using file = await WholeFile.create(path, { overwrite, onWritten });
  const reader = await source.openReader();
  try {
    let writtenBytes = 0;
    for (;;) {
      const piece = free.pop() ?? new Uint8Array(PIECE_BYTES);
      const length = await reader.read(piece);
      signal?.throwIfAborted();
      if (length === 0) break;
      await file.write(piece.subarray(0, length));
      writtenBytes += length;
      yield { writtenBytes, totalBytes: source.lengthBytes };
    }
  } finally {
    await reader.close();
  }
  await file.commit();
}
