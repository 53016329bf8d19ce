import { AUDIO_BLOCK_BYTES, BLOCKS_PER_SECOND } from './medium/cd-layout.ts';

/** A speed as a multiple of 1x: 75 blocks a second. */
export type Speed = number;

export const DEFAULT_WRITE_SPEEDS: readonly Speed[] = [4, 8, 12, 16, 24, 32, 40, 48];
export const DEFAULT_READ_SPEEDS: readonly Speed[] = [4, 8, 16, 24, 32, 40, 48];

/** In kB/s of audio (1x is 176.4), rounded down as drives tell it: 48x is 8467. */
export const speedToKBps = (speed: Speed): number =>
  Math.floor((speed * BLOCKS_PER_SECOND * AUDIO_BLOCK_BYTES) / 1_000);

export const blocksToMs = (blocks: number, speed: Speed): number => (blocks * 1_000) / (BLOCKS_PER_SECOND * speed);

/** The speeds that the drive has, and those in use. */
export class SpeedSettings {
  /** Ascending. */
  readonly writeSpeeds: readonly Speed[];
  readonly readSpeeds: readonly Speed[];
  #write: Speed;
  #read: Speed;

  constructor(writeSpeeds: readonly Speed[], readSpeeds: readonly Speed[]) {
    this.writeSpeeds = ascending(writeSpeeds, 'writeSpeeds');
    this.readSpeeds = ascending(readSpeeds, 'readSpeeds');
    this.#write = Math.max(...writeSpeeds);
    this.#read = Math.max(...readSpeeds);
  }

  get write(): Speed {
    return this.#write;
  }

  get read(): Speed {
    return this.#read;
  }

  /** The fastest write speed that is not above the wish; the slowest there is when all are (MMC-5 6.39). */
  requestWriteKBps(kBps: number): void {
    this.#write = notAbove(this.writeSpeeds, kBps);
  }

  requestReadKBps(kBps: number): void {
    this.#read = notAbove(this.readSpeeds, kBps);
  }
}

function ascending(speeds: readonly Speed[], name: string): readonly Speed[] {
  if (speeds.length === 0 || speeds.some((speed) => !(speed > 0))) {
    throw new RangeError(`${name} must be at least one multiple of 1x above 0, not [${speeds.join(', ')}]`);
  }
  return speeds.toSorted((left, right) => left - right);
}

const notAbove = (speeds: readonly Speed[], kBps: number): Speed =>
  speeds.findLast((speed) => speedToKBps(speed) <= kBps) ?? speeds[0] ?? 1;
