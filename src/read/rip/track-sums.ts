import { hex32 } from '../../cd/disc-identifiers.ts';
import { AccurateRipSums, type BlockRange, ctdbRange, RangeCrc32 } from './checksums.ts';
import type { TrackChecksums } from './rip-options.ts';
import type { PlannedTrack } from './rip-plan.ts';

interface Sums {
  readonly crc: RangeCrc32;
  /** The same, but for the first and the last track. */
  readonly ctdb: RangeCrc32;
  readonly accurateRip: AccurateRipSums;
}

/** The checksums of audio tracks and of all audio, made while blocks are read in ascending order. */
export class TrackSums {
  readonly #sums = new Map<number, Sums>();
  readonly #disc: RangeCrc32 | undefined;
  #discEnd = 0;

  constructor(planned: readonly PlannedTrack[], chosen: readonly PlannedTrack[]) {
    const audio = planned.filter(({ track }) => track.kind === 'audio');
    const [first, last] = [audio[0], audio.at(-1)];
    if (first === undefined || last === undefined) return;
    const disc: BlockRange = { startLba: first.window.startLba, endLba: last.window.endLba };
    for (const { track, window } of audio.filter((each) => chosen.includes(each))) {
      const covered = ctdbRange(window, disc);
      const crc = new RangeCrc32(window);
      const isWhole = covered.startLba === window.startLba && covered.endLba === window.endLba;
      this.#sums.set(track.number, {
        crc,
        ctdb: isWhole ? crc : new RangeCrc32(covered),
        accurateRip: new AccurateRipSums(window, { first: track === first.track, last: track === last.track }),
      });
    }
    const joined = audio.every(
      ({ window }, index) => (audio[index + 1]?.window.startLba ?? window.endLba) === window.endLba,
    );
    if (joined && audio.every((each) => chosen.includes(each))) this.#disc = new RangeCrc32(ctdbRange(disc, disc));
    this.#discEnd = disc.endLba;
  }

  add(lba: number, bytes: Uint8Array): void {
    for (const { crc, ctdb, accurateRip } of this.#sums.values()) {
      crc.add(lba, bytes);
      if (ctdb !== crc) ctdb.add(lba, bytes);
      accurateRip.add(lba, bytes);
    }
    if (lba < this.#discEnd) this.#disc?.add(lba, bytes);
  }

  of(track: number): TrackChecksums | undefined {
    const sums = this.#sums.get(track);
    if (sums === undefined) return undefined;
    return {
      crc32: hex32(sums.crc.value),
      accurateRipV1: hex32(sums.accurateRip.v1),
      accurateRipV2: hex32(sums.accurateRip.v2),
      ctdb: hex32(sums.ctdb.value),
    };
  }

  /** Of all audio, if all of it is read and in one piece. */
  get disc(): string | undefined {
    return this.#disc === undefined ? undefined : hex32(this.#disc.value);
  }
}
