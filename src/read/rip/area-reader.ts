import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { concatBytes } from '../../codec/index.ts';
import { isUnreadable } from '../extents.ts';
import type { AudioReads } from './audio-reads.ts';
import type { BlockRange } from './checksums.ts';
import type { Doubtful, SecureReader } from './secure-reader.ts';

const SAMPLES_PER_BLOCK = AUDIO_BLOCK_BYTES / CD_SAMPLE_BYTES;

/** Blocks as they are on the disc. */
export interface TrueBlocks {
  readonly lba: number;
  readonly bytes: Uint8Array;
  /** Blocks, of these or of the ones next to them, that are not known to be right. */
  readonly doubtful: readonly Doubtful[];
}

export interface AreaReading {
  readonly reads: AudioReads;
  readonly secure: SecureReader;
  /** By how many samples the drive begins too early. */
  readonly offsetSamples: number;
  /** How many blocks are read, and held in memory, at a time. */
  readonly stretchBlocks: number;
}

/** Samples at the ends of an area that the drive does not reach because of its offset: they are silence. */
export interface OutOfReach {
  readonly atStart: number;
  readonly atEnd: number;
}

/**
 * Reads the blocks of an area, which are next to each other, in order. The drive's offset is undone: of a drive that begins
 * early, the last samples are read from after the area, and if the drive does not reach them, they are zeros.
 */
export async function* readArea(area: BlockRange, reading: AreaReading): AsyncGenerator<TrueBlocks, OutOfReach> {
  const { secure, offsetSamples, stretchBlocks } = reading;
  const { startLba, endLba } = await reachOf(area, reading);
  const firstSample = area.startLba * SAMPLES_PER_BLOCK + offsetSamples;
  const endSample = area.endLba * SAMPLES_PER_BLOCK + offsetSamples;
  const atStart = Math.max(0, startLba * SAMPLES_PER_BLOCK - firstSample);
  const atEnd = Math.max(0, endSample - endLba * SAMPLES_PER_BLOCK);
  let rest: Uint8Array = new Uint8Array(atStart * CD_SAMPLE_BYTES);
  let skipBytes = Math.max(0, firstSample - startLba * SAMPLES_PER_BLOCK) * CD_SAMPLE_BYTES;
  let lba = area.startLba;
  let at = startLba;
  for await (const { bytes, doubtful } of secure.blocks(startLba, endLba, stretchBlocks)) {
    at += bytes.length / AUDIO_BLOCK_BYTES;
    const part = skipBytes === 0 ? bytes : bytes.subarray(skipBytes);
    skipBytes = 0;
    let all = rest.length === 0 ? part : concatBytes([rest, part]);
    if (at === endLba) all = toLength(all, (area.endLba - lba) * AUDIO_BLOCK_BYTES);
    const whole = Math.floor(all.length / AUDIO_BLOCK_BYTES) * AUDIO_BLOCK_BYTES;
    rest = all.slice(whole);
    const found = doubtful.flatMap((each) =>
      trueBlocks(each.lba, offsetSamples)
        .filter((block) => block >= area.startLba && block < area.endLba)
        .map((block) => ({ ...each, lba: block })),
    );
    yield { lba, bytes: whole === all.length ? all : all.subarray(0, whole), doubtful: found };
    lba += whole / AUDIO_BLOCK_BYTES;
  }
  return { atStart, atEnd };
}

/** The end of an area is cut off where the next one begins, or filled with zeros where the drive does not reach it. */
function toLength(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length === length) return bytes;
  if (bytes.length > length) return bytes.subarray(0, length);
  const filled = new Uint8Array(length);
  filled.set(bytes);
  return filled;
}

/** The blocks that have the samples of a block of the drive. */
function trueBlocks(driveLba: number, offsetSamples: number): number[] {
  const first = Math.floor((driveLba * SAMPLES_PER_BLOCK - offsetSamples) / SAMPLES_PER_BLOCK);
  return offsetSamples % SAMPLES_PER_BLOCK === 0 ? [first] : [first, first + 1];
}

/** The blocks to ask the drive for: those with the samples of the area, as far as the drive reads before and after it. */
async function reachOf(area: BlockRange, { reads, offsetSamples }: AreaReading): Promise<BlockRange> {
  const startLba = area.startLba + Math.floor(offsetSamples / SAMPLES_PER_BLOCK);
  const endLba = area.endLba + Math.ceil(offsetSamples / SAMPLES_PER_BLOCK);
  return {
    startLba: startLba < area.startLba ? await firstReadable(reads, startLba, area.startLba) : startLba,
    endLba: endLba > area.endLba ? await endOfReadable(reads, area.endLba, endLba) : endLba,
  };
}

/** The lowest address from which every block to `endLba` can be read. */
async function firstReadable(reads: AudioReads, startLba: number, endLba: number): Promise<number> {
  for (let lba = endLba - 1; lba >= startLba; lba--) if (!(await canRead(reads, lba))) return lba + 1;
  return startLba;
}

async function endOfReadable(reads: AudioReads, startLba: number, endLba: number): Promise<number> {
  for (let lba = startLba; lba < endLba; lba++) if (!(await canRead(reads, lba))) return lba;
  return endLba;
}

async function canRead(reads: AudioReads, lba: number): Promise<boolean> {
  try {
    await reads.read(lba, 1);
    return true;
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
}
