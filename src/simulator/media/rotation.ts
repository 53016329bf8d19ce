import { AUDIO_BLOCK_BYTES, FRAMES_PER_SECOND } from '../../cd/geometry.ts';

/** A speed as a multiple of 1x. */
export type Speed = number;

/** In kB/s of audio (1x is 176.4), rounded down as drives report it: 48x is 8467. */
export const speedToKBps = (speed: Speed): number =>
  Math.floor((speed * FRAMES_PER_SECOND * AUDIO_BLOCK_BYTES) / 1_000);

export const blocksToMs = (blocks: number, speed: Speed): number => (blocks * 1_000) / (FRAMES_PER_SECOND * speed);

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
export function speedAt(rotation: Rotation, setting: Speed, lba: number): Speed {
  if (rotation === 'clv') return setting;
  if (rotation === 'cav') return (setting * radiusAt(lba)) / OUTER_RADIUS;
  const zone = rotation.findLast(({ fromLba }) => fromLba <= lba) ?? rotation[0];
  return Math.min(setting, zone?.speed ?? setting);
}

/** The farther out a turn of the spiral is, the more blocks it holds: their number grows with the area. */
function radiusAt(lba: number): number {
  const share = Math.min(1, Math.max(0, lba / FULL_BLOCKS));
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
export function stretches(rotation: Rotation, setting: Speed, lastLba: number): Stretch[] {
  const starts = typeof rotation === 'string' ? [0] : rotation.map(({ fromLba }) => Math.max(0, fromLba));
  const begun = starts.filter((start) => start <= lastLba);
  return begun.map((startLba, index) => {
    const endLba = (begun[index + 1] ?? lastLba + 1) - 1;
    const startSpeed = speedAt(rotation, setting, startLba);
    return { startLba, startSpeed, endLba, endSpeed: speedAt(rotation, setting, endLba) };
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
