import { fromBcd, isQIntact, Q_FRAME_BYTES, QMode, qPosition } from '../cd/q-channel.ts';

/** What the Q sub-channel of the blocks that were read has said, block by block in ascending order. */
export class SubcodeNotes {
  readonly #indexStarts = new Map<number, Map<number, number>>();
  readonly #controls = new Map<number, number>();
  readonly #missing: number[] = [];

  /** Takes the formatted Q of one block. Frames that are damaged, or no position, say nothing. */
  add(lba: number, formatted: Uint8Array): void {
    const frame = formatted.subarray(0, Q_FRAME_BYTES);
    const { adr, control, track, index, crc } = qPosition.decode(frame);
    // Drives may leave the CRC out (MMC-5 6.20).
    if (adr !== QMode.Position || (crc !== 0 && !isQIntact(frame))) return;
    const number = fromBcd(track);
    const starts = this.#indexStarts.get(number) ?? new Map<number, number>();
    this.#indexStarts.set(number, starts);
    if (!starts.has(fromBcd(index))) starts.set(fromBcd(index), lba);
    if (index > 0 && !this.#controls.has(number)) this.#controls.set(number, control);
  }

  missing(lba: number): void {
    this.#missing.push(lba);
  }

  /** Where an index of a track was first seen. */
  indexStart(track: number, index: number): number | undefined {
    return this.#indexStarts.get(track)?.get(index);
  }

  /** The CONTROL nibble of a track. */
  control(track: number): number | undefined {
    return this.#controls.get(track);
  }

  /** Whether a block of this range could not be read. */
  hasMissing(startLba: number, endLba: number): boolean {
    return this.#missing.some((lba) => startLba <= lba && lba < endLba);
  }
}
