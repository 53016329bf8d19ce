import { hex32 } from '../../cd/disc-identifiers.ts';
import { AccurateRipSums, type BlockRange, ctdbRange, RangeCrc32 } from './checksums.ts';
import type { TrackChecksums } from './rip-options.ts';
import type { PlannedTrack } from './rip-plan.ts';

interface Sums {
  /** In order, what the CTDB leaves out at the start of a disc, what it counts, and what it leaves out at the end. */
  readonly crcs: readonly [RangeCrc32, RangeCrc32, RangeCrc32];
  readonly accurateRip: AccurateRipSums;
}

/** The checksums of audio tracks and of all audio, made while blocks are read in ascending order. Each byte is summed once. */
export class TrackSums {
  readonly #sums = new Map<number, Sums>();
  #isWholeDisc = false;

  constructor(planned: readonly PlannedTrack[], chosen: readonly PlannedTrack[]) {
    const audio = planned.filter(({ track }) => track.kind === 'audio');
    const [first, last] = [audio[0], audio.at(-1)];
    if (first === undefined || last === undefined) return;
    const disc: BlockRange = { startLba: first.window.startLba, endLba: last.window.endLba };
    for (const { track, window } of audio.filter((each) => chosen.includes(each))) {
      const { startLba, endLba } = ctdbRange(window, disc);
      this.#sums.set(track.number, {
        crcs: [
          new RangeCrc32({ startLba: window.startLba, endLba: startLba }),
          new RangeCrc32({ startLba, endLba }),
          new RangeCrc32({ startLba: endLba, endLba: window.endLba }),
        ],
        accurateRip: new AccurateRipSums(window, { first: track === first.track, last: track === last.track }),
      });
    }
    const joined = audio.every(
      ({ window }, index) => (audio[index + 1]?.window.startLba ?? window.endLba) === window.endLba,
    );
    this.#isWholeDisc = joined && audio.every((each) => chosen.includes(each));
  }

  add(lba: number, bytes: Uint8Array): void {
    for (const { crcs, accurateRip } of this.#sums.values()) {
      for (const crc of crcs) crc.add(lba, bytes);
      accurateRip.add(lba, bytes);
    }
  }

  of(track: number): TrackChecksums | undefined {
    const sums = this.#sums.get(track);
    if (sums === undefined) return undefined;
    return {
      crc32: hex32(RangeCrc32.ofAll(sums.crcs)),
      accurateRipV1: hex32(sums.accurateRip.v1),
      accurateRipV2: hex32(sums.accurateRip.v2),
      ctdb: hex32(sums.crcs[1].value),
    };
  }

  /** Of all audio, if all of it is read and in one piece. */
  get disc(): string | undefined {
    if (!this.#isWholeDisc) return undefined;
    return hex32(RangeCrc32.ofAll([...this.#sums.values()].map(({ crcs }) => crcs[1])));
  }
}
