import { alternatingControl } from '../../../cd/control.ts';
import { msfOfLba, msfOfLength } from '../../../cd/msf.ts';
import { LEAD_OUT_TRACK } from '../../../cd/q-channel.ts';
import { encodeCatalogNumber, encodeIsrc } from '../../../cd/q-identifiers.ts';
import { encodePosition } from '../../../cd/q-position.ts';
import type { LaidOutTrack, SessionLayout } from '../../whole-session/layout.ts';

/** Q of one block, and whether P is set. */
export interface BlockSubcode {
  readonly q: Uint8Array;
  readonly pause: boolean;
}

/** Catalogue number and ISRC each take one block of Q in this many, the least that the standard allows (ECMA-130 22.3.4). */
const REPEAT_BLOCKS = 100;
const CATALOGUE_NUMBER_BLOCK = 40;
const ISRC_BLOCK = 80;
/** P of a lead-out changes at 2 Hz (ECMA-130 22.2). */
const LEAD_OUT_P_BLOCKS = 75 / 4;

const isTurnOf = (block: number, lba: number): boolean =>
  ((lba % REPEAT_BLOCKS) + REPEAT_BLOCKS) % REPEAT_BLOCKS === block;

/** Q of the blocks of a track and of its pregap. */
export class TrackSubcode {
  readonly #track: LaidOutTrack;
  readonly #catalogueNumber: string | undefined;
  readonly #starts: ReadonlySet<number>;
  readonly #onlyIsrcLba: number | undefined;

  constructor(track: LaidOutTrack, catalogueNumber: string | undefined) {
    this.#track = track;
    this.#catalogueNumber = catalogueNumber;
    this.#starts = new Set([track.pauseLba, track.startLba, ...track.indexLbas]);
    this.#onlyIsrcLba = this.#findOnlyIsrc();
  }

  /** In a track too short to have a turn, its ISRC comes once all the same. */
  #findOnlyIsrc(): number | undefined {
    const { startLba, endLba } = this.#track;
    const lbas = Array.from({ length: Math.min(endLba - startLba, 2 * REPEAT_BLOCKS) }, (_, block) => startLba + block);
    if (lbas.some((lba) => this.#isDue(ISRC_BLOCK, lba))) return undefined;
    const free = lbas.filter((lba) => !this.#starts.has(lba) && !this.#isDue(CATALOGUE_NUMBER_BLOCK, lba));
    return free[Math.floor(free.length / 2)];
  }

  at(lba: number): BlockSubcode {
    const { plan, startLba } = this.#track;
    const { isrc } = plan.source;
    const place = { control: this.#control(lba), absoluteFrame: msfOfLba(lba).frame };
    const pause = lba < startLba;
    if (this.#catalogueNumber !== undefined && this.#isDue(CATALOGUE_NUMBER_BLOCK, lba)) {
      return { q: encodeCatalogNumber({ ...place, catalogNumber: this.#catalogueNumber }), pause };
    }
    if (isrc !== undefined && !pause && (this.#isDue(ISRC_BLOCK, lba) || lba === this.#onlyIsrcLba))
      return { q: encodeIsrc({ ...place, isrc }), pause };
    const relative = msfOfLength(pause ? startLba - lba - 1 : lba - startLba);
    const index = pause ? 0 : 1 + this.#track.indexLbas.filter((each) => each <= lba).length;
    const { control } = place;
    return { q: encodePosition({ control, track: plan.number, index, relative, absolute: msfOfLba(lba) }), pause };
  }

  /** Where something begins, Q has the position; an identifier due there comes a block later. */
  #isDue(block: number, lba: number): boolean {
    const put = this.#starts.has(lba - 1) && isTurnOf(block, lba - 1);
    return !this.#starts.has(lba) && (put || isTurnOf(block, lba));
  }

  #control(lba: number): number {
    const { plan, pauseLba } = this.#track;
    const { trackMode } = plan.format;
    return plan.source.serialCopy ? alternatingControl(trackMode, lba - pauseLba) : trackMode;
  }
}

/** Q of a block of the lead-out. */
export function leadOutSubcode({ leadOutLba, tracks }: SessionLayout, lba: number): BlockSubcode {
  const control = tracks.at(-1)?.plan.format.trackMode ?? 0;
  const distance = lba - leadOutLba;
  return {
    q: encodePosition({
      control,
      track: LEAD_OUT_TRACK,
      index: 1,
      relative: msfOfLength(distance),
      absolute: msfOfLba(lba),
    }),
    pause: Math.floor(distance / LEAD_OUT_P_BLOCKS) % 2 === 1,
  };
}
