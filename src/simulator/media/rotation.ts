import { AUDIO_BLOCK_BYTES, FRAMES_PER_SECOND, USER_DATA_BYTES } from '../../cd/geometry.ts';

/** A speed as a multiple of 1x. */
export type Speed = number;

/** What 1x is. */
export interface SpeedUnit {
  readonly bytesPerSecond: number;
  readonly blocksPerSecond: number;
}

/** Audio: 176.4 kB/s. */
export const CD_SPEED: SpeedUnit = {
  bytesPerSecond: FRAMES_PER_SECOND * AUDIO_BLOCK_BYTES,
  blocksPerSecond: FRAMES_PER_SECOND,
};

const ofUserData = (bytesPerSecond: number): SpeedUnit => ({
  bytesPerSecond,
  blocksPerSecond: bytesPerSecond / USER_DATA_BYTES,
});

/** 1,385 kB/s and 4,496 kB/s, as drives count: 12x BD is 53,952. */
export const DVD_SPEED = ofUserData(1_385_000);
export const BD_SPEED = ofUserData(4_496_000);

/** In kB/s, rounded down as drives report it: 48x CD is 8467. */
export const speedToKBps = (speed: Speed, unit: SpeedUnit): number => Math.floor((speed * unit.bytesPerSecond) / 1_000);

export const blocksToMs = (blocks: number, speed: Speed, unit: SpeedUnit): number =>
  (blocks * 1_000) / (unit.blocksPerSecond * speed);

/** The speeds at which a disc can be written. */
export interface SpeedRange {
  readonly slowest: Speed;
  readonly fastest: Speed;
}

/** What a disc says about speeds. */
export interface DiscSpeeds {
  readonly unit: SpeedUnit;
  /** Which of the drive's write speeds, or the speeds themselves, ascending. */
  readonly write: SpeedRange | readonly Speed[];
  /** Ascending. Default: the drive's. */
  readonly read?: readonly Speed[];
  /** How often the disc passes the laser for each block that is written: twice if it is then read to verify it. Default: 1. */
  readonly writePasses?: number;
  /** Blocks from the inner edge to the outer one. Default: an 80-minute CD's. */
  readonly fullBlocks?: number;
}

/** The highest speed from an address onward. */
export interface Zone {
  readonly fromLba: number;
  readonly speed: Speed;
}

/**
 * How the disc turns: `clv`, with constant linear velocity; `cav`, with constant angular velocity, so that data pass
 * faster the farther out they are; or zones of constant linear velocity, the first starting before the first block.
 */
export type Rotation = 'clv' | 'cav' | readonly Zone[];

/** Where the program area begins and the farthest point where it can end, in millimetres from the centre (IEC 60908). */
const INNER_RADIUS = 25;
const OUTER_RADIUS = 58;
/** Blocks between them on an 80-minute disc. */
const FULL_BLOCKS = 80 * 60 * FRAMES_PER_SECOND;

/** The speed at an address; `setting` is the current one, as reached at the outer edge. */
export function speedAt(rotation: Rotation, setting: Speed, lba: number, fullBlocks = FULL_BLOCKS): Speed {
  if (rotation === 'clv') return setting;
  if (rotation === 'cav') return (setting * radiusAt(lba / fullBlocks)) / OUTER_RADIUS;
  const zone = rotation.findLast(({ fromLba }) => fromLba <= lba) ?? rotation[0];
  return Math.min(setting, zone?.speed ?? setting);
}

/** The farther out a turn of the spiral is, the more blocks it holds: their number grows with the area. */
function radiusAt(place: number): number {
  const share = Math.min(1, Math.max(0, place));
  return Math.sqrt(INNER_RADIUS ** 2 + share * (OUTER_RADIUS ** 2 - INNER_RADIUS ** 2));
}

/** A stretch of the disc and the speeds at its ends. */
export interface Stretch {
  readonly startLba: number;
  readonly startSpeed: Speed;
  readonly endLba: number;
  readonly endSpeed: Speed;
}

/** The disc from its first block to `lastLba`, in stretches over which the speed is constant or rises linearly. */
export function stretches(rotation: Rotation, setting: Speed, lastLba: number, fullBlocks?: number): Stretch[] {
  const starts = typeof rotation === 'string' ? [0] : rotation.map(({ fromLba }) => Math.max(0, fromLba));
  const begun = starts.filter((start) => start <= lastLba);
  return begun.map((startLba, index) => {
    const endLba = (begun[index + 1] ?? lastLba + 1) - 1;
    const startSpeed = speedAt(rotation, setting, startLba, fullBlocks);
    return { startLba, startSpeed, endLba, endSpeed: speedAt(rotation, setting, endLba, fullBlocks) };
  });
}

export function ascending(speeds: readonly Speed[], name: string): readonly Speed[] {
  if (speeds.length === 0 || speeds.some((speed) => !(speed > 0))) {
    throw new RangeError(
      `${name} must contain at least one speed, as multiples of 1x above 0, not [${speeds.join(', ')}]`,
    );
  }
  return speeds.toSorted((left, right) => left - right);
}
