import { decodeControl, encodeControl } from '../cd/control.ts';
import { FORMATTED_Q_BYTES } from '../cd/geometry.ts';
import { hasNoQCrc, isQIntact } from '../cd/q-channel.ts';
import { decodePosition } from '../cd/q-position.ts';
import { qOfFormatted } from '../cd/sub-channel.ts';

/** What the Q sub-channel of the blocks read so far has said. Blocks are added in ascending order. */
export class SubcodeNotes {
  readonly #indexStarts = new Map<number, Map<number, number>>();
  readonly #controls = new Map<number, number>();
  /** Tracks whose copy bit was seen both ways. */
  readonly #serialCopies = new Set<number>();
  readonly #missing: number[] = [];
  /** CONTROL and ADR, track and index of the last position noted, as they are in the frame: most frames have the same. */
  #last: readonly (number | undefined)[] = [];

  /**
   * Adds the formatted Q of one block. Frames that are damaged, or not a position, are ignored.
   * @param at where it is in the bytes
   */
  add(lba: number, bytes: Uint8Array, at = 0): void {
    const last = this.#last;
    if (bytes[at] === last[0] && bytes[at + 1] === last[1] && bytes[at + 2] === last[2]) return;
    const frame = qOfFormatted(bytes.subarray(at, at + FORMATTED_Q_BYTES));
    const position = decodePosition(frame);
    if (position === undefined || !(hasNoQCrc(frame) || isQIntact(frame))) return;
    const { control, track, index } = position;
    const starts = this.#indexStarts.get(track) ?? new Map<number, number>();
    this.#indexStarts.set(track, starts);
    if (!starts.has(index)) starts.set(index, lba);
    if (index > 0) this.#noteControl(track, control);
    this.#last = [frame[0], frame[1], frame[2]];
  }

  #noteControl(track: number, control: number): void {
    const before = this.#controls.get(track);
    if (before === undefined) this.#controls.set(track, control);
    else if (decodeControl(before).copyPermitted !== decodeControl(control).copyPermitted)
      this.#serialCopies.add(track);
  }

  missing(lba: number): void {
    this.#missing.push(lba);
  }

  /** Where an index of a track was first seen. */
  indexStart(track: number, index: number): number | undefined {
    return this.#indexStarts.get(track)?.get(index);
  }

  /** The CONTROL nibble of a track, without the copy bit if that alternates. */
  control(track: number): number | undefined {
    const control = this.#controls.get(track);
    if (control === undefined || !this.#serialCopies.has(track)) return control;
    return encodeControl({ ...decodeControl(control), copyPermitted: false });
  }

  /** SCMS: the copy bit of the track alternates (IEC 60908). */
  serialCopy(track: number): boolean {
    return this.#serialCopies.has(track);
  }

  /** Whether a block of this range could not be read. */
  hasMissing(startLba: number, endLba: number): boolean {
    return this.#missing.some((lba) => startLba <= lba && lba < endLba);
  }
}
