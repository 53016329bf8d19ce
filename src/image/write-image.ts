import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { requireFree, WholeFile } from './whole-file.ts';

/** What is written: an image that was laid out, or anything else that can be read from its start. */
export interface ImageSource {
  readonly lengthBytes: number;
  openReader(): Promise<{ read(target: Uint8Array): Promise<number>; close(): Promise<void> }>;
}

export interface WriteImageOptions {
  /** Replace a file of this name. Default false: it is an error. */
  readonly overwrite?: boolean;
  /** Ends it; no incomplete file is left. */
  readonly signal?: AbortSignal;
}

const OPTIONS: OptionNames<WriteImageOptions> = { overwrite: 'switch', signal: true };

export interface WriteImageProgress {
  readonly writtenBytes: number;
  readonly totalBytes: number;
}

const PIECE_BYTES = 2 * 1_048_576;

/**
 * Writes an image to a file, which has its name only once it is complete. One piece is read while the one before is written.
 * @throws ImageError of kind `exists` or `file-system`; what the source throws
 */
export async function* writeImage(
  source: ImageSource,
  path: string,
  options: WriteImageOptions = {},
): AsyncGenerator<WriteImageProgress, void> {
  requireKnownOptions('writeImage()', options, OPTIONS);
  const { overwrite = false, signal } = options;
  await requireFree(path, overwrite);
  await using file = await WholeFile.create(path, { overwrite });
  const reader = await source.openReader();
  try {
    const pieces = [new Uint8Array(PIECE_BYTES), new Uint8Array(PIECE_BYTES)] as const;
    let writing: Promise<void> = Promise.resolve();
    let writtenBytes = 0;
    for (let index = 0; ; index = 1 - index) {
      const piece = pieces[index] as Uint8Array;
      const [length] = await Promise.all([reader.read(piece), writing]);
      signal?.throwIfAborted();
      if (length === 0) break;
      writing = file.write(length === piece.length ? piece : piece.slice(0, length));
      writing.catch(() => {});
      writtenBytes += length;
      yield { writtenBytes, totalBytes: source.lengthBytes };
    }
    await writing;
  } finally {
    await reader.close();
  }
  await file.commit();
}
