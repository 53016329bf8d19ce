import type { SpeedControl } from '../core.ts';
import { ascending, blocksToMs, type Rotation, type Speed, speedAt, speedToKBps } from '../media/rotation.ts';

export const DEFAULT_WRITE_SPEEDS: readonly Speed[] = [4, 8, 12, 16, 24, 32, 40, 48];
export const DEFAULT_READ_SPEEDS: readonly Speed[] = [4, 8, 16, 24, 32, 40, 48];

/** Over this many blocks a changing speed is approximated by its value in the middle. */
const STEP_BLOCKS = 3_000;

/** How fast the disc may turn. If the linear speed is not constant, speeds are those at the outer edge. */
export interface SpeedOptions {
  /** Multiples of 1x. Default: 4 to 48. */
  readonly writeSpeeds?: readonly Speed[] | undefined;
  readonly readSpeeds?: readonly Speed[] | undefined;
  /** Default: `clv`. */
  readonly writeRotation?: Rotation | undefined;
  readonly readRotation?: Rotation | undefined;
}

/** The speeds at which the loaded disc can be written. */
export interface SpeedRange {
  readonly slowest: Speed;
  readonly fastest: Speed;
}

export interface SpeedContext {
  /** Undefined without a disc. */
  readonly rangeOfMedium: () => SpeedRange | undefined;
  /** Called after every speed request and every reset. */
  readonly changed: () => void;
}

export class SpeedSettings implements SpeedControl {
  readonly readSpeeds: readonly Speed[];
  readonly #writeSpeeds: readonly Speed[];
  readonly #rangeOfMedium: SpeedContext['rangeOfMedium'];
  readonly #changed: SpeedContext['changed'];
  readonly writeRotation: Rotation;
  readonly readRotation: Rotation;
  #requestedWriteKBps = Number.POSITIVE_INFINITY;
  #read: Speed;

  constructor(options: SpeedOptions, { rangeOfMedium, changed }: SpeedContext) {
    this.#rangeOfMedium = rangeOfMedium;
    this.#changed = changed;
    this.#writeSpeeds = ascending(options.writeSpeeds ?? DEFAULT_WRITE_SPEEDS, 'writeSpeeds');
    this.readSpeeds = ascending(options.readSpeeds ?? DEFAULT_READ_SPEEDS, 'readSpeeds');
    this.writeRotation = options.writeRotation ?? 'clv';
    this.readRotation = options.readRotation ?? 'clv';
    this.#read = Math.max(...this.readSpeeds);
  }

  get writeSpeeds(): readonly Speed[] {
    const range = this.#rangeOfMedium();
    if (range === undefined) return this.#writeSpeeds;
    const allowed = this.#writeSpeeds.filter((speed) => range.slowest <= speed && speed <= range.fastest);
    return allowed.length > 0 ? allowed : this.#writeSpeeds.slice(0, 1);
  }

  get write(): Speed {
    return notAbove(this.writeSpeeds, this.#requestedWriteKBps);
  }

  get read(): Speed {
    return this.#read;
  }

  writeAt(lba: number): Speed {
    return speedAt(this.writeRotation, this.write, lba);
  }

  readAt(lba: number): Speed {
    return speedAt(this.readRotation, this.#read, lba);
  }

  writeMs(startLba: number, lengthBlocks: number): number {
    return passingMs(startLba, lengthBlocks, (lba) => this.writeAt(lba));
  }

  readMs(startLba: number, lengthBlocks: number): number {
    return passingMs(startLba, lengthBlocks, (lba) => this.readAt(lba));
  }

  requestWriteKBps(kBps: number): void {
    this.#requestedWriteKBps = kBps;
    this.#changed();
  }

  requestReadKBps(kBps: number): void {
    this.#read = notAbove(this.readSpeeds, kBps);
    this.#changed();
  }

  /** The fastest read and write speed, as after power-on. */
  reset(): void {
    this.#requestedWriteKBps = Number.POSITIVE_INFINITY;
    this.#read = Math.max(...this.readSpeeds);
    this.#changed();
  }
}

function passingMs(startLba: number, lengthBlocks: number, speed: (lba: number) => Speed): number {
  let total = 0;
  for (let done = 0; done < lengthBlocks; done += STEP_BLOCKS) {
    const step = Math.min(STEP_BLOCKS, lengthBlocks - done);
    total += blocksToMs(step, speed(startLba + done + step / 2));
  }
  return total;
}

const notAbove = (speeds: readonly Speed[], kBps: number): Speed =>
  speeds.findLast((speed) => speedToKBps(speed) <= kBps) ?? speeds[0] ?? 1;
