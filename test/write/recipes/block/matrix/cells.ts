import { expect } from '@jest/globals';
import { Drive } from '../../../../../src/drive/drive.ts';
import {
  type BurnProgress,
  blankDisc,
  burnData,
  closeDisc,
  formatDisc,
  readDiscState,
} from '../../../../../src/index.ts';
import { dataOf, finished } from '../support.ts';
import { type Bench, BLOCK_BYTES, burned, differingBlocks, isOverwritten, truthOf } from './bench.ts';

/** One operation of the matrix, with a disc that was not used before. */
export interface Operation {
  /** Carries it out; it must have worked, and the disc must hold what was written. */
  works(bench: Bench): Promise<void>;
  /** Makes the disc one on which the refusal would matter. */
  before?(bench: Bench): Promise<void>;
  /** Asks for it on a disc that does not have it. */
  refused(bench: Bench): Promise<unknown>;
}

const READ_10 = 0x28;

/** Writes all of a disc and reads it back, whatever it is. */
async function isWritten(bench: Bench, seed: number, overwrite = false): Promise<void> {
  const { comparisons, tracks } = await burned(bench, 320, seed, { verify: 'full', overwrite });
  expect(comparisons).toMatchObject([{ comparedBytes: 320 * BLOCK_BYTES }]);
  expect(await differingBlocks(bench, tracks[0]?.startLba ?? -1, { blocks: 320, seed })).toEqual([]);
}

/** What the driver says of the disc is what the simulator knows. */
export async function isToldTruthfully(bench: Bench): Promise<void> {
  const told = await readDiscState(bench.drive);
  // A program that knows nothing of the disc yet sees the same.
  expect(await readDiscState(new Drive(bench.transport))).toEqual(told);
  const { status, sessions, tracks } = truthOf(bench);
  expect(told.status).toBe(status);
  if (told.medium?.writeModel === 'overwrite') return;
  expect(told.sessions).toBe(sessions);
  expect(told.tracks.map(({ startLba, lengthBlocks }) => [startLba, lengthBlocks])).toEqual(tracks);
}

async function cancelled(bench: Bench, append: boolean): Promise<{ startLba: number; lengthBlocks: number }> {
  const stop = new AbortController();
  const options = { signal: stop.signal, fifoBytes: 1_000_000, ending: 'close-session', append } as const;
  const { cancelled: was, tracks } = await finished(
    burnData(bench.drive, dataOf(60_000, 2), options),
    (step: BurnProgress) => {
      if (step.phase === 'writing') stop.abort();
    },
  );
  expect(was).toBe(true);
  const [track] = tracks;
  if (track === undefined) throw new Error('nothing was written before the cancel');
  expect(track.lengthBlocks).toBeGreaterThan(0);
  expect(track.lengthBlocks).toBeLessThan(60_000);
  return track;
}

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  format: {
    async works(bench) {
      const disc = await finished(formatDisc(bench.drive));
      expect(disc.medium).toMatchObject({ formatted: true });
      await isToldTruthfully(bench);
      await isWritten(bench, 1);
    },
    refused: ({ drive }) => finished(formatDisc(drive)),
  },

  blank: {
    async works(bench) {
      await isWritten(bench, 1);
      const disc = await finished(blankDisc(bench.drive, { type: 'full' }));
      expect(disc).toMatchObject({ status: 'blank', tracks: [], medium: { writeModel: 'sequential' } });
      await isToldTruthfully(bench);
      await isWritten(bench, 2);
    },
    refused: ({ drive }) => finished(blankDisc(drive)),
  },

  write: {
    async works(bench) {
      await isWritten(bench, 1);
      await isToldTruthfully(bench);
      expect(truthOf(bench).status).toBe('complete');
    },
    refused: (bench) => burned(bench, 32, 1),
  },

  append: {
    async works(bench) {
      const starts: number[] = [];
      for (const seed of [1, 2, 3]) {
        const ending = seed === 3 ? 'finalize' : 'close-session';
        const { tracks } = await burned(bench, 96 * seed, seed, { append: seed > 1, ending, verify: 'full' });
        starts.push(tracks[0]?.startLba ?? -1);
        await isToldTruthfully(bench);
      }
      for (const [index, startLba] of starts.entries()) {
        const seed = index + 1;
        expect(await differingBlocks(bench, startLba, { blocks: 96 * seed, seed })).toEqual([]);
      }
      expect(truthOf(bench)).toMatchObject({ status: 'complete', sessions: 3 });
    },
    async before(bench) {
      await burned(bench, 32, 1);
    },
    refused: (bench) => burned(bench, 32, 2, { append: true }),
  },

  leaveOpen: {
    async works(bench) {
      const { disc } = await burned(bench, 96, 1, { ending: 'leave-open', verify: 'full' });
      if (await isOverwritten(bench)) return await isWritten(bench, 2, true);
      expect(disc).toMatchObject({ status: 'appendable', lastSession: 'incomplete' });
      await isToldTruthfully(bench);
      expect(await differingBlocks(bench, 0, { blocks: 96, seed: 1 })).toEqual([]);
    },
    refused: (bench) => burned(bench, 32, 1, { ending: 'leave-open' }),
  },

  close: {
    async works(bench) {
      await burned(bench, 96, 1, { ending: 'leave-open' });
      const disc = await finished(closeDisc(bench.drive));
      expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete', losses: [] });
      expect(disc.medium?.backgroundFormat).not.toBe('in progress');
      await isToldTruthfully(bench);
      expect(await differingBlocks(bench, 0, { blocks: 96, seed: 1 })).toEqual([]);
    },
    async before(bench) {
      await burned(bench, 32, 1, { ending: 'leave-open' });
    },
    refused: ({ drive }) => finished(closeDisc(drive)),
  },

  verify: {
    async works(bench) {
      await isWritten(bench, 1);
    },
    refused: (bench) => burned(bench, 32, 1, { verify: 'full' }),
  },

  overwrite: {
    async works(bench) {
      await isWritten(bench, 1);
      await expect(burned(bench, 32, 2)).rejects.toMatchObject({ code: 'INVALID_REQUEST', phase: 'planning' });
      expect(await differingBlocks(bench, 0, { blocks: 320, seed: 1 })).toEqual([]);
      await isWritten(bench, 2, true);
    },
    async before(bench) {
      await burned(bench, 32, 1, { ending: 'close-session' });
    },
    refused: (bench) => burned(bench, 32, 2, { overwrite: true }),
  },

  cancel: {
    async works(bench) {
      if (await isOverwritten(bench)) {
        const { startLba, lengthBlocks } = await cancelled(bench, false);
        expect(await differingBlocks(bench, startLba, { blocks: lengthBlocks, seed: 2 })).toEqual([]);
        return await isWritten(bench, 3, true);
      }
      await burned(bench, 96, 1, { ending: 'close-session' });
      const { startLba, lengthBlocks } = await cancelled(bench, true);
      await isToldTruthfully(bench);
      expect(await differingBlocks(bench, 0, { blocks: 96, seed: 1 })).toEqual([]);
      expect(await differingBlocks(bench, startLba, { blocks: lengthBlocks, seed: 2 })).toEqual([]);
      const last = await burned(bench, 96, 3, { append: true, verify: 'full' });
      expect(last.comparisons).toHaveLength(1);
    },
    refused: (bench) => burned(bench, 32, 1),
  },
};

/** What is read back wrongly is found, and said. */
export async function differenceIsFound(bench: Bench): Promise<void> {
  bench.transport.tamper = async (request, next) => {
    const reply = await next();
    const place = 5 * BLOCK_BYTES;
    if (request.cdb[0] !== READ_10 || reply.outcome !== 'answered') return reply;
    // What is read before it is written is not of interest.
    if ((reply.data[place] ?? 0) !== 0) reply.data[place] = 0;
    return reply;
  };
  await expect(burned(bench, 320, 1, { verify: 'full' })).rejects.toMatchObject({ phase: 'verifying' });
}
