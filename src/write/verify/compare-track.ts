import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import type { Drive } from '../../drive/drive.ts';
import { reasonOf, remedyOf } from '../../error-words.ts';
import { inOrder } from '../../read/in-order.ts';
import { blocksPerRead } from '../../read/read-blocks.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import type { VerifyProgress } from '../engine/progress.ts';
import { isEmpty } from '../engine/sample-block.ts';
import type { SentTrack } from '../engine/send-extent.ts';
import { isAudio, type TrackFormat } from '../engine/track-format.ts';
import type { TrackSource } from '../engine/track-source.ts';
import { readBack } from './read-back.ts';
import { nothingFound } from './sample-track.ts';
import { SlidingSource } from './sliding-source.ts';
import { reopened, requireSameSource, sourceFailure } from './source-check.ts';

/**
 * The largest sum of a drive's write and read offsets that is searched for: known drives stay well below three blocks.
 */
const LARGEST_OFFSET_BYTES = 3 * AUDIO_BLOCK_BYTES;

/** What full verification found for one track. */
export interface TrackComparison {
  readonly track: number;
  /**
   * By how many samples audio comes back after its address, once this drive has written and read it. Each drive has a
   * constant offset, which is not an error; the few samples that it moves past the track's edge cannot be compared.
   */
  readonly offsetSamples: number;
  readonly comparedBytes: number;
}

/**
 * Reads a track back and compares it with its source, byte for byte, allowing for the drive's constant sample offset in
 * audio.
 * @throws BurnError of phase `verifying` at the first difference; of code `SOURCE_CHANGED` where the source is to blame
 */
export async function* compareTrack(
  drive: Drive,
  sent: SentTrack,
  source: TrackSource,
): AsyncGenerator<VerifyProgress, TrackComparison> {
  const { number, startLba, sourceBlocks, lengthBlocks, format } = sent;
  const { blockBytes } = format;
  const expectedBytes = Math.min(source.lengthBytes, sourceBlocks * blockBytes);
  const largestOffset = isAudio(format) ? LARGEST_OFFSET_BYTES : 0;
  const reader = await reopened(source, number);
  try {
    const expected = new SlidingSource(reader, expectedBytes);
    let offsetBytes: number | undefined;
    let firstSound: Sound | undefined;
    let comparedBytes = 0;
    const most = blocksPerRead(drive, blockBytes);
    let block = 0;
    for await (let onDisc of inOrder(readsOf(drive, sent, most))) {
      const blocks = onDisc.length / blockBytes;
      const position = block * blockBytes;
      const from = position - largestOffset;
      const window = await expected.window(from, blocks * blockBytes + 2 * largestOffset).catch((error: unknown) => {
        throw sourceFailure(source, number, error);
      });
      const piece = { window, largestOffset, position, trackBytes: lengthBlocks * blockBytes };
      const compare = (read: Uint8Array) => compareWindow({ ...piece, onDisc: read }, offsetBytes);
      const readAgain = async () => {
        // The difference may have come up on the way, or the drive may have begun to read at another place.
        for (let reads = 0; reads < MOST_REPEATS && found.difference !== undefined; reads++) {
          onDisc = await readOrThrow(drive, sent, startLba + block, blocks);
          found = compare(onDisc);
        }
      };
      let found = compare(onDisc);
      await readAgain();
      if (found.difference !== undefined && firstSound !== undefined) {
        offsetBytes = await usualOffset(drive, sent, firstSound);
        found = compare(onDisc);
        await readAgain();
      }
      if (found.difference !== undefined) {
        await requireSameSource(source, { track: number, lengthBytes: expectedBytes, from }, window);
        throw different(sent, startLba + block, found.difference, onDisc);
      }
      if (offsetBytes === undefined && found.offsetBytes !== undefined) {
        firstSound = { ...piece, lba: startLba + block, blocks };
      }
      offsetBytes = found.offsetBytes;
      comparedBytes += found.comparedBytes;
      block += blocks;
      yield { phase: 'verifying', track: number, startLba, verifiedBlocks: block, lengthBlocks };
    }
    return { track: number, offsetSamples: (offsetBytes ?? 0) / CD_SAMPLE_BYTES, comparedBytes };
  } finally {
    await reader.close().catch(() => {});
  }
}

/** Drives whose stream is not accurate begin to read a piece too early or too late, by chance: the next time they may not. */
const MOST_REPEATS = 6;
const OFFSET_READS = 7;

/** The first piece of a track that is not silent: what the drive's offset is found by. */
interface Sound extends Omit<ReadBackWindow, 'onDisc'> {
  readonly lba: number;
  readonly blocks: number;
}

/** The offset at which that piece comes back most often. */
async function usualOffset(
  drive: Drive,
  sent: SentTrack,
  { lba, blocks, ...piece }: Sound,
): Promise<number | undefined> {
  const counts = new Map<number | undefined, number>();
  for (let reads = 0; reads < OFFSET_READS; reads++) {
    const onDisc = await readOrThrow(drive, sent, lba, blocks);
    const { offsetBytes } = findOffset({ ...piece, onDisc });
    counts.set(offsetBytes, (counts.get(offsetBytes) ?? 0) + 1);
  }
  return [...counts].toSorted((left, right) => right[1] - left[1])[0]?.[0];
}

function* readsOf(drive: Drive, sent: SentTrack, most: number): Generator<() => Promise<Uint8Array>> {
  const { startLba, lengthBlocks } = sent;
  for (let block = 0; block < lengthBlocks; block += most) {
    const first = block;
    yield () => readOrThrow(drive, sent, startLba + first, Math.min(most, lengthBlocks - first));
  }
}

async function readOrThrow(
  drive: Drive,
  { number, format }: { readonly number: number; readonly format: TrackFormat },
  lba: number,
  blocks: number,
): Promise<Uint8Array> {
  try {
    return await readBack(drive, format, lba, blocks);
  } catch (error) {
    const details = { phase: 'verifying', code: 'READ_BACK_FAILED', track: number, lba, cause: error } as const;
    if (!isOfDisc(error)) {
      const remedy = `${remedyOf(error)?.replace(/\.$/, '') ?? 'Try another drive'}. Nothing was found wrong with the disc, of which not all was compared`;
      throw new BurnError({ ...details, reason: `it could not be read back from there: ${reasonOf(error)}`, remedy });
    }
    const reason = `the disc cannot be read there: ${messageOf(error)}`;
    throw new BurnError({ ...details, reason, remedy: ANOTHER_COPY });
  }
}

/** What the drive says of the blocks themselves; anything else is about the drive or the connection to it. */
const isOfDisc = (error: unknown): boolean =>
  error instanceof SenseError && !error.sense.deferred && KEYS_OF_DISC.includes(error.sense.key);

/** ILLEGAL REQUEST: no such address, or blocks of another kind. */
const KEYS_OF_DISC: readonly number[] = [SenseKey.MediumError, SenseKey.BlankCheck, SenseKey.IllegalRequest];

const ANOTHER_COPY = 'Write another copy, slower or on another brand of disc';

const different = ({ number, format }: SentTrack, lba: number, byte: number, onDisc: Uint8Array): BurnError => {
  const firstWrong = lba + Math.floor(byte / format.blockBytes);
  if (isEmpty(onDisc)) return nothingFound(number, firstWrong, format);
  return new BurnError({
    phase: 'verifying',
    code: 'DIFFERENT',
    track: number,
    lba: firstWrong,
    reason: 'what is on the disc differs from the source',
    remedy: ANOTHER_COPY,
  });
};

interface ReadBackWindow {
  readonly onDisc: Uint8Array;
  /** The source around it, `largestOffset` bytes more on each side. */
  readonly window: Uint8Array;
  readonly largestOffset: number;
  /** Where it begins in the track, in bytes. */
  readonly position: number;
  /** Of the track as it was sent. */
  readonly trackBytes: number;
}

interface WindowComparison {
  readonly offsetBytes: number | undefined;
  /** The first byte that differs; undefined when all are equal. */
  readonly difference: number | undefined;
  readonly comparedBytes: number;
}

/** What is left to compare at an offset: the samples that it moves past the track's edges are those of the tracks around it. */
function overlapAt({ onDisc, window, largestOffset, position, trackBytes }: ReadBackWindow, offset: number) {
  const start = Math.min(onDisc.length, Math.max(0, offset - position));
  const end = Math.max(start, Math.min(onDisc.length, trackBytes - position + Math.min(0, offset)));
  const shift = largestOffset - offset;
  return { start, found: onDisc.subarray(start, end), expected: window.subarray(start + shift, end + shift) };
}

/** @param known the offset, once it has been found */
function compareWindow(read: ReadBackWindow, known: number | undefined): WindowComparison {
  const { offsetBytes = known, isSilent } = known === undefined ? findOffset(read) : {};
  if (isSilent) return { offsetBytes: undefined, difference: undefined, comparedBytes: 0 };
  const { start, found, expected } = overlapAt(read, offsetBytes ?? 0);
  const difference =
    Buffer.compare(found, expected) === 0 ? undefined : found.findIndex((byte, at) => byte !== expected[at]);
  return {
    offsetBytes,
    difference: difference === undefined ? undefined : start + difference,
    comparedBytes: found.length,
  };
}

interface FoundOffset {
  readonly offsetBytes: number | undefined;
  /** Only silence can be compared, and it shows no offset. */
  readonly isSilent?: boolean;
}

/**
 * By how many bytes the disc lags the source: the shift, nearest to 0 first, at which everything matches and something
 * is heard. Undefined while the disc has shown only zeros; 0 where nothing matches.
 */
function findOffset(read: ReadBackWindow): FoundOffset {
  const isZeros = isEmpty(read.onDisc);
  let isSilent = false;
  for (let distance = 0; distance <= read.largestOffset; distance += CD_SAMPLE_BYTES) {
    for (const offsetBytes of distance === 0 ? [0] : [distance, -distance]) {
      const { found, expected } = overlapAt(read, offsetBytes);
      if (Buffer.compare(found, expected) !== 0) continue;
      if (isZeros) return { offsetBytes: undefined, isSilent: true };
      if (!isEmpty(found)) return { offsetBytes };
      isSilent = true;
    }
  }
  return isSilent || isZeros ? { offsetBytes: undefined, isSilent } : { offsetBytes: 0 };
}
