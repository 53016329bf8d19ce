import type { SpeedControl } from '../core.ts';
import {
  ascending,
  blocksToMs,
  CD_SPEED,
  type DiscSpeeds,
  type Rotation,
  type Speed,
  type SpeedUnit,
  speedAt,
  speedToKBps,
} from '../media/rotation.ts';

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

export interface SpeedContext {
  /** Undefined without a disc. */
  readonly ofDisc: () => DiscSpeeds | undefined;
  /** Called after every speed request and every reset. */
  readonly changed: () => void;
}

export class SpeedSettings implements SpeedControl {
  readonly #readSpeeds: readonly Speed[];
  readonly #writeSpeeds: readonly Speed[];
  readonly #ofDisc: SpeedContext['ofDisc'];
  readonly #changed: SpeedContext['changed'];
  readonly writeRotation: Rotation;
  readonly readRotation: Rotation;
  #requestedWriteKBps = Number.POSITIVE_INFINITY;
  #requestedReadKBps = Number.POSITIVE_INFINITY;

  constructor(options: SpeedOptions, { ofDisc, changed }: SpeedContext) {
    this.#ofDisc = ofDisc;
    this.#changed = changed;
    this.#writeSpeeds = ascending(options.writeSpeeds ?? DEFAULT_WRITE_SPEEDS, 'writeSpeeds');
    this.#readSpeeds = ascending(options.readSpeeds ?? DEFAULT_READ_SPEEDS, 'readSpeeds');
    this.writeRotation = options.writeRotation ?? 'clv';
    this.readRotation = options.readRotation ?? 'clv';
  }

  get unit(): SpeedUnit {
    return this.#ofDisc()?.unit ?? CD_SPEED;
  }

  get readSpeeds(): readonly Speed[] {
    return this.#ofDisc()?.read ?? this.#readSpeeds;
  }

  get writeSpeeds(): readonly Speed[] {
    const range = this.#ofDisc()?.write;
    if (range === undefined) return this.#writeSpeeds;
    if (!('slowest' in range)) return range;
    const allowed = this.#writeSpeeds.filter((speed) => range.slowest <= speed && speed <= range.fastest);
    return allowed.length > 0 ? allowed : this.#writeSpeeds.slice(0, 1);
  }

  get write(): Speed {
    return this.#notAbove(this.writeSpeeds, this.#requestedWriteKBps);
  }

  get read(): Speed {
    return this.#notAbove(this.readSpeeds, this.#requestedReadKBps);
  }

  toKBps(speed: Speed): number {
    return speedToKBps(speed, this.unit);
  }

  writeAt(lba: number): Speed {
    return speedAt(this.writeRotation, this.write, lba, this.#ofDisc()?.fullBlocks);
  }

  readAt(lba: number): Speed {
    return speedAt(this.readRotation, this.read, lba, this.#ofDisc()?.fullBlocks);
  }

  /** How fast blocks are written at an address, and verified where the drive does that. */
  writtenBlocksPerMs(lba: number, { verified }: { readonly verified: boolean }): number {
    const passes = verified ? (this.#ofDisc()?.writePasses ?? 1) : 1;
    return (this.unit.blocksPerSecond * this.writeAt(lba)) / passes / 1_000;
  }

  writeMs(startLba: number, lengthBlocks: number): number {
    return this.#passingMs(startLba, lengthBlocks, (lba) => this.writeAt(lba));
  }

  readMs(startLba: number, lengthBlocks: number): number {
    return this.#passingMs(startLba, lengthBlocks, (lba) => this.readAt(lba));
  }

  requestWriteKBps(kBps: number): void {
    this.#requestedWriteKBps = kBps;
    this.#changed();
  }

  requestReadKBps(kBps: number): void {
    this.#requestedReadKBps = kBps;
    this.#changed();
  }

  /** The fastest read and write speed, as after power-on. */
  reset(): void {
    this.#requestedWriteKBps = Number.POSITIVE_INFINITY;
    this.#requestedReadKBps = Number.POSITIVE_INFINITY;
    this.#changed();
  }

  #passingMs(startLba: number, lengthBlocks: number, speed: (lba: number) => Speed): number {
    const { unit } = this;
    let total = 0;
    for (let done = 0; done < lengthBlocks; done += STEP_BLOCKS) {
      const step = Math.min(STEP_BLOCKS, lengthBlocks - done);
      total += blocksToMs(step, speed(startLba + done + step / 2), unit);
    }
    return total;
  }

  #notAbove(speeds: readonly Speed[], kBps: number): Speed {
    if (kBps === Number.POSITIVE_INFINITY) return speeds.at(-1) ?? 1;
    const { unit } = this;
    return speeds.findLast((speed) => speedToKBps(speed, unit) <= kBps) ?? speeds[0] ?? 1;
  }
}
