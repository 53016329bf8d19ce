import { basename } from 'node:path';
import { USER_DATA_BYTES } from '../cd/geometry.ts';
import { inWords, OptionsError, requireKnownOptions } from '../known-options.ts';
import { type TrackFormat, TrackFormats } from '../write/engine/track-format.ts';
import type { TrackSource } from '../write/engine/track-source.ts';
import { bytesOfFile } from './bytes.ts';
import { endsPadded } from './ends-padded.ts';
import { placeProblemOf } from './iso-place.ts';
import { JobError } from './job-error.ts';

/** The options of {@link openDataFile}. */
export interface OpenDataFileOptions {
  /** How its blocks are written: a format of 2,048 bytes. Default Mode 1. */
  readonly format?: TrackFormat | undefined;
  /** No more is read once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a file in blocks of 2,048 bytes, such as the image of a file system, as a track of data for {@link burnData}. An ISO 9660
 * image that was made for another address than that at which it would be is refused when the burn is planned.
 * @throws OptionsError; JobError if its length is not a multiple of a block; AudioFormatError if it cannot be read; the signal's reason
 */
export async function openDataFile(path: string, options: OpenDataFileOptions = {}): Promise<TrackSource> {
  requireKnownOptions('openDataFile()', options, { format: true, signal: true });
  if (typeof path !== 'string') {
    throw new OptionsError(`openDataFile(): the path is ${inWords(path)}, not a string`, 'Give the path of an image');
  }
  const { format = TrackFormats.mode1, signal } = options;
  signal?.throwIfAborted();
  const bytes = await bytesOfFile(path, basename(path));
  const { name, lengthBytes } = bytes;
  const rest = lengthBytes % USER_DATA_BYTES;
  if (rest > 0 || lengthBytes === 0) {
    throw new JobError({
      path,
      reason: `it has ${lengthBytes} bytes, which are not whole blocks of ${USER_DATA_BYTES}`,
      remedy: 'It may be incomplete, or not an image of a file system: copy it or make it again',
    });
  }
  const placeProblem = await placeProblemOf({
    lengthBlocks: lengthBytes / USER_DATA_BYTES,
    blockBytes: USER_DATA_BYTES,
    openReader: () => bytes.openAt(0),
  });
  signal?.throwIfAborted();
  return {
    name,
    lengthBytes,
    repeatable: true,
    format,
    endsPadded: await endsPadded(bytes),
    ...(placeProblem === undefined ? {} : { placeProblem }),
    openReader: () => bytes.openAt(0),
  };
}
