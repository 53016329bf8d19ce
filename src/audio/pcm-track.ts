import { types } from 'node:util';
import { CD_SAMPLE_BYTES } from '../cd/digital-audio.ts';
import { type OptionNames, OptionsError, requireKnownOptions } from '../known-options.ts';
import { AudioFormatError } from './audio-format-error.ts';
import { inDigits } from './conversion.ts';
import { readerFromIterable, wrongLength } from './iterable-reader.ts';
import type { PcmChunks, PcmReader } from './pcm-reader.ts';

/** The `lengthBytes` of a source whose length is known only at its end, as that of a pipe. */
export const UNKNOWN_LENGTH: number = Number.POSITIVE_INFINITY;

/**
 * The audio of one track: 44.1 kHz, 16-bit, stereo, little endian, without a header. Checked before a drive is touched.
 */
export interface PcmTrack {
  /** File name or label, for messages. */
  readonly name: string;
  /** Whole samples, at least one; on the disc the track is `ceil(lengthBytes / 2352)` blocks. {@link UNKNOWN_LENGTH} if only its end shows it. */
  readonly lengthBytes: number;
  /** Whether it can be read more than once (for verification). */
  readonly repeatable: boolean;
  /** What a user should know about how it is converted, as whole sentences without the name; none if nothing is special. */
  readonly notes?: readonly string[];
  /**
   * Exactly `lengthBytes` bytes in chunks of any size, which the receiver may keep. Throws like {@link PcmReader.read}.
   */
  open(): AsyncIterable<Uint8Array>;
  /** The same bytes, read straight into the caller's buffers. */
  openReader(): Promise<PcmReader>;
  /** The bytes from this position onward, where the source can begin anywhere without reading what is before. */
  openReaderAt?(startBytes: number): Promise<PcmReader>;
}

function requireWholeSamples(name: string, lengthBytes: number): void {
  const fault = !Number.isSafeInteger(lengthBytes)
    ? `a length of ${lengthBytes} bytes`
    : lengthBytes <= 0
      ? 'a track without audio: 0 bytes'
      : lengthBytes % CD_SAMPLE_BYTES !== 0
        ? `${lengthBytes} bytes, which is not whole 16-bit stereo samples`
        : undefined;
  if (fault === undefined) return;
  throw new AudioFormatError({
    path: name,
    found: fault,
    remedy: `Use the number of PCM bytes, a positive multiple of ${CD_SAMPLE_BYTES}.`,
  });
}

/** How much is read from a file at a time. */
const CHUNK_BYTES = 256 * 1024;

/** Implements a track's `open` with its `openReader`. */
export async function* readInChunks(track: Pick<PcmTrack, 'openReader' | 'lengthBytes'>): AsyncGenerator<Uint8Array> {
  const reader = await track.openReader();
  try {
    for (let left = track.lengthBytes; left > 0; ) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
      const count = await reader.read(chunk);
      if (count === 0) break;
      left -= count;
      yield chunk.subarray(0, count);
    }
  } finally {
    await reader.close();
  }
}

/** How many bytes a source has, if that is known before it is read. */
function knownLength(source: unknown): number | undefined {
  if (!Array.isArray(source) || !source.every((chunk) => types.isUint8Array(chunk))) return undefined;
  return source.reduce((sum: number, chunk: Uint8Array) => sum + chunk.length, 0);
}

/** Refuses at once what would fail while it is burned. */
function requireSource(name: string, source: unknown, lengthBytes: number): void {
  const isObject = typeof source === 'object' && source !== null;
  const iterates = isObject && (Symbol.asyncIterator in source || Symbol.iterator in source);
  if (!iterates || ArrayBuffer.isView(source)) {
    throw new AudioFormatError({
      path: name,
      found: 'its source is not an iterable of Uint8Array or Buffer chunks',
      remedy: 'Give a stream, a generator or an array of chunks; for bytes in memory use pcmTrackFromBytes().',
    });
  }
  const known = knownLength(source);
  if (known !== undefined && lengthBytes !== UNKNOWN_LENGTH && known !== lengthBytes)
    throw wrongLength(name, lengthBytes, `has ${inDigits(known)}`);
}

/** The options of {@link pcmTrackFromBytes}. */
export interface PcmTrackOptions {
  /** What messages call the track. */
  readonly name: string;
}

/** The options of {@link pcmTrackFromIterable}. */
export interface PcmTrackFromIterableOptions extends PcmTrackOptions {
  /**
   * How many bytes the source will provide: fewer or more is an error while reading. Default: {@link UNKNOWN_LENGTH}, a track that
   * Track-At-Once writes as it flows; other ways of writing need {@link spoolTrack}.
   */
  readonly announcedBytes?: number | undefined;
}

const OPTIONS: OptionNames<PcmTrackOptions> = { name: 'main' };
const ITERABLE_OPTIONS: OptionNames<PcmTrackFromIterableOptions> = { ...OPTIONS, announcedBytes: true };

const LONGEST_NAME = 80;

/** A name alone in the first place is a mistake, and a string would be a source of letters. */
export function requireSubjectFirst(caller: string, source: unknown): void {
  if (typeof source !== 'string') return;
  const name = source.length <= LONGEST_NAME ? source : '...';
  throw new OptionsError(
    `${caller}(): its source is a string, not bytes`,
    `Give the source first: ${caller}(source, { name: '${name}' })`,
  );
}

/**
 * A track from any source of bytes: a stream, a generator, a decoder's output. It can be read once. After the last byte
 * the source is asked for one more chunk, so it must end.
 * @throws AudioFormatError when `announcedBytes` is not a positive multiple of 4, or not the length of an array of chunks; OptionsError
 * @example
 * ```ts
 * const track = pcmTrackFromIterable(createReadStream('one.pcm'), { name: 'one' });
 * ```
 */
export function pcmTrackFromIterable(source: PcmChunks, options: PcmTrackFromIterableOptions): PcmTrack {
  requireSubjectFirst('pcmTrackFromIterable', source);
  requireKnownOptions('pcmTrackFromIterable()', options, ITERABLE_OPTIONS);
  const { name, announcedBytes } = options;
  const lengthBytes = announcedBytes ?? UNKNOWN_LENGTH;
  if (announcedBytes !== undefined) requireWholeSamples(name, announcedBytes);
  requireSource(name, source, lengthBytes);
  let opened = false;
  const track: PcmTrack = {
    name,
    lengthBytes,
    repeatable: false,
    open: () => readInChunks(track),
    async openReader() {
      if (opened) {
        throw new AudioFormatError({
          path: name,
          found: 'was already read, and its source provides its bytes only once',
          remedy: 'Write it to a file first to read it again, or make a new track from a new source.',
        });
      }
      opened = true;
      return readerFromIterable(name, source, lengthBytes);
    },
  };
  return track;
}

/**
 * A track from PCM in memory. The bytes are not copied: do not change them until the track has been read.
 * @throws AudioFormatError when there are none, or not whole samples; OptionsError
 * @example
 * ```ts
 * const silence = pcmTrackFromBytes(new Uint8Array(10 * 176_400), { name: '10 s of silence' });
 * ```
 */
export function pcmTrackFromBytes(bytes: Uint8Array, options: PcmTrackOptions): PcmTrack {
  requireSubjectFirst('pcmTrackFromBytes', bytes);
  requireKnownOptions('pcmTrackFromBytes()', options, OPTIONS);
  const { name } = options;
  requireWholeSamples(name, bytes.length);
  const track: PcmTrack = {
    name,
    lengthBytes: bytes.length,
    repeatable: true,
    open: () => readInChunks(track),
    openReader: async () => readerFromIterable(name, [bytes], bytes.length),
  };
  return track;
}
