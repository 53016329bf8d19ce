import { describe, expect, test } from '@jest/globals';
import {
  BurnError,
  burnData,
  chooseDataRecipe,
  closeDisc,
  Drive,
  readDiscState,
  recoverDisc,
  type TrackSource,
} from '../../../../src/index.ts';
import { reserveTrack } from '../../../../src/mmc/commands/reserve-track.ts';
import { synchronizeCache } from '../../../../src/mmc/commands/synchronize-cache.ts';
import { write10 } from '../../../../src/mmc/commands/write-10.ts';
import { openSimulatedDrive } from '../../../../src/simulator/index.ts';
import { dataOf, driveWith, finished, tracksOf } from './support.ts';

const SEQUENTIAL = ['DVD-R', 'DVD+R', 'BD-R'];
const OVERWRITABLE = ['DVD+RW', 'DVD-RAM', 'BD-RE'];

describe.each(OVERWRITABLE)('%s', (medium) => {
  test('is formatted if it must be, written from its start, read back, and written again', async () => {
    await using drive = await driveWith(medium);
    for (const seed of [1, 2]) {
      const { disc, comparisons, tracks } = await finished(
        burnData(drive, dataOf(1000, seed), { verify: 'full', overwrite: seed > 1 }),
      );
      expect(comparisons).toMatchObject([{ comparedBytes: 1152 * 2048 }]);
      expect(tracks[0]).toMatchObject({ startLba: 0, lengthBlocks: 1152 });
      expect(disc.medium).toMatchObject({ writeModel: 'overwrite', formatted: true });
      expect(disc.medium?.capacityBlocks).toBeGreaterThan(1_000_000);
    }
  });

  test('is written in whole ECC blocks', async () => {
    await using drive = await driveWith(medium);
    const { disc, tracks } = await finished(burnData(drive, dataOf(1, 1), { padBlocks: 0 }));
    expect(tracks[0]?.lengthBlocks).toBe(disc.medium?.eccBlocks);
  });

  test('does not grow without a file system', async () => {
    await using drive = await driveWith(medium);
    const { tracks } = await finished(burnData(drive, dataOf(100), { append: true }));
    expect(tracks).toMatchObject([{ startLba: 0 }]);
    await expect(finished(burnData(drive, dataOf(1), { append: true }))).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      phase: 'planning',
    });
  });

  test('refuses more than fits before anything is written', async () => {
    await using drive = await driveWith(medium);
    const before = await readDiscState(drive);
    const huge = { ...dataOf(1), lengthBytes: 40_000_000 * 2048 };
    await expect(finished(burnData(drive, huge))).rejects.toMatchObject({ code: 'NO_ROOM', phase: 'planning' });
    expect(await readDiscState(drive)).toEqual(before);
  });

  test('stays usable after a cancel', async () => {
    await using drive = await driveWith(medium);
    const stop = new AbortController();
    const result = await finished(
      burnData(drive, dataOf(60_000), { signal: stop.signal, fifoBytes: 1_000_000 }),
      (step) => {
        if (step.phase === 'writing') stop.abort();
      },
    );
    expect(result.cancelled).toBe(true);
    const again = burnData(drive, dataOf(100, 3), { verify: 'full', overwrite: true });
    expect((await finished(again)).comparisons).toHaveLength(1);
  });

  test('is not overwritten unasked, even if only an anchor of UDF is on it', async () => {
    await using drive = await driveWith(medium);
    const blank = await finished(burnData(drive, zeros(300), { padBlocks: 0 }));
    expect(blank.tracks).toHaveLength(1);
    await finished(burnData(drive, anchor(), { padBlocks: 0, verify: 'full' }));
    await expect(finished(burnData(drive, dataOf(100)))).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      phase: 'planning',
      message: expect.stringMatching(/there is data on the disc.*--overwrite/s),
    });
    await finished(burnData(drive, dataOf(100), { overwrite: true }));
  });
});

test('a scratch in the boot blocks does not hide the file system after them', async () => {
  const simulated = await openSimulatedDrive('?medium=DVD%2BRW');
  await using drive = new Drive(simulated);
  await finished(burnData(drive, dataOf(100)));
  simulated.inject({ at: { command: 'READ(10)', lba: 4 }, does: { sense: '3/11/05' }, times: 'always' });
  await expect(finished(burnData(drive, dataOf(100, 2)))).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringMatching(/there is data on the disc/),
  });
});

test('a disc whose descriptors cannot be read may hold data', async () => {
  const simulated = await openSimulatedDrive('?medium=DVD%2BRW');
  await using drive = new Drive(simulated);
  await finished(
    burnData(drive, { ...dataOf(100), openReader: holding(100, (place) => (place === 16 * 2048 ? 1 : 0)).openReader }),
  );
  simulated.inject({ at: { command: 'READ(10)', lba: 16 }, does: { sense: '3/11/05' }, times: 'always' });
  await expect(finished(burnData(drive, dataOf(100, 2)))).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringMatching(/blocks 16 to 31 cannot be read, and may hold .*--overwrite/s),
  });
});

test('a drive that refuses to read is not believed to have an empty disc', async () => {
  const simulated = await openSimulatedDrive('?medium=DVD%2BRW');
  await using drive = new Drive(simulated);
  await finished(burnData(drive, dataOf(100)));
  simulated.inject({ at: { command: 'READ(10)' }, does: { sense: '5/24/00' }, times: 'always' });
  await expect(finished(burnData(drive, dataOf(100, 2)))).rejects.toMatchObject({ name: 'SenseError' });
});

const holding = (blocks: number, byteAt: (place: number) => number): TrackSource => ({
  ...dataOf(blocks),
  async openReader() {
    let at = 0;
    return {
      async read(target) {
        const bytes = Math.min(target.length, blocks * 2048 - at);
        for (let index = 0; index < bytes; index++) target[index] = byteAt(at + index);
        at += bytes;
        return bytes;
      },
      async close() {},
    };
  },
});

const zeros = (blocks: number): TrackSource => holding(blocks, () => 0);
const anchor = (): TrackSource => holding(300, (place) => (place === 256 * 2048 ? 2 : 0));

describe.each(SEQUENTIAL)('%s', (medium) => {
  test('is finalized, and nothing can be added', async () => {
    await using drive = await driveWith(medium);
    const { disc, comparisons } = await finished(burnData(drive, dataOf(1000), { verify: 'full' }));
    expect(comparisons).toHaveLength(1);
    expect(disc).toMatchObject({ status: 'complete', nextWritableLba: null, medium: { writeModel: 'sequential' } });
    expect(tracksOf(disc)).toEqual([[1, 0, 1152]]);
    await expect(finished(burnData(drive, dataOf(1), { append: true }))).rejects.toMatchObject({
      code: 'DISC_COMPLETE',
    });
  });

  test('takes session after session', async () => {
    await using drive = await driveWith(medium);
    for (const seed of [1, 2, 3]) {
      const ending = seed === 3 ? 'finalize' : 'close-session';
      const { disc } = await finished(
        burnData(drive, dataOf(500 * seed, seed), { verify: 'full', ending, append: seed > 1 }),
      );
      expect(disc).toMatchObject({ status: seed === 3 ? 'complete' : 'appendable', sessions: seed });
      expect(disc.tracks).toHaveLength(seed);
    }
  });

  test('is left open, closed later, and added to', async () => {
    await using drive = await driveWith(medium);
    const { disc } = await finished(burnData(drive, dataOf(700), { ending: 'leave-open' }));
    expect(disc).toMatchObject({ status: 'appendable', lastSession: 'incomplete' });
    const closed = await finished(closeDisc(drive, { ending: 'close-session' }));
    expect(closed).toMatchObject({ status: 'appendable', lastSession: 'empty' });
    await finished(burnData(drive, dataOf(700, 2), { append: true, verify: 'full' }));
  });

  test('an open session is closed before data is added', async () => {
    await using drive = await driveWith(medium);
    await finished(burnData(drive, dataOf(700), { ending: 'leave-open' }));
    const { disc } = await finished(burnData(drive, dataOf(700, 2), { append: true, verify: 'full' }));
    expect(disc).toMatchObject({ status: 'complete', sessions: 2 });
  });

  test('a cancel leaves a shorter track in a closed session', async () => {
    await using drive = await driveWith(medium);
    const stop = new AbortController();
    const result = await finished(
      burnData(drive, dataOf(60_000), { signal: stop.signal, fifoBytes: 1_000_000, ending: 'close-session' }),
      (step) => {
        if (step.phase === 'writing') stop.abort();
      },
    );
    expect(result.cancelled).toBe(true);
    expect(result.disc).toMatchObject({ status: 'appendable', lastSession: 'empty' });
    expect(result.tracks[0]?.lengthBlocks).toBeLessThan(60_000);
    await finished(burnData(drive, dataOf(100, 3), { append: true, verify: 'full' }));
  });

  test('data is not added unless that is asked for', async () => {
    await using drive = await driveWith(medium);
    await finished(burnData(drive, dataOf(700), { ending: 'close-session' }));
    await expect(finished(burnData(drive, dataOf(700)))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });

  test('a program that stopped in the middle of a track is recovered from', async () => {
    await using drive = await driveWith(medium);
    const burning = burnData(drive, dataOf(60_000), { fifoBytes: 1_000_000 });
    for (let step = await burning.next(); !step.done && step.value.phase !== 'writing'; ) step = await burning.next();
    await burning.return(undefined as never);
    expect((await readDiscState(drive)).tracks[0]?.open).toBe(true);
    await expect(finished(burnData(drive, dataOf(1), { append: true }))).rejects.toMatchObject({
      code: 'DISC_UNFINISHED',
    });
    const { disc, finished: was, repairs, losses } = await finished(recoverDisc(drive));
    expect([was, repairs.length, losses.length]).toEqual([true, 1, 1]);
    expect(disc).toMatchObject({ status: 'complete' });
  });
});

test.each(['DVD+R', 'BD-R'])(
  'a reserved track of a %s that another program filled and did not close is closed',
  async (medium) => {
    await using drive = await driveWith(medium);
    await drive.execute(reserveTrack({ reservationBlocks: 64 }));
    for (const lba of [0, 32])
      await drive.execute(write10({ lba, lengthBlocks: 32 }, new Uint8Array(32 * 2048).fill(7)));
    await drive.execute(synchronizeCache({}));
    const disc = await finished(closeDisc(drive));
    expect(disc).toMatchObject({ status: 'complete', sessions: 1 });
    expect(tracksOf(disc)).toEqual([[1, 0, 64]]);
  },
);

test('a DVD-R in one go is reserved, and closes by itself', async () => {
  await using drive = await driveWith('DVD-R');
  const { disc } = await finished(burnData(drive, dataOf(1000), { writeType: 'sao', verify: 'full' }));
  expect(disc).toMatchObject({ status: 'complete' });
  expect(tracksOf(disc)).toEqual([[1, 0, 1152]]);
});

test('a DVD-R is written with the laser off, and stays blank', async () => {
  await using drive = await driveWith('DVD-R');
  const { disc } = await finished(burnData(drive, dataOf(1000), { testWrite: true }));
  expect(disc.status).toBe('blank');
});

test.each(['DVD+R', 'BD-R', 'DVD+RW'])('%s has no test write', async (medium) => {
  await using drive = await driveWith(medium);
  const error = await finished(burnData(drive, dataOf(1000), { testWrite: true })).catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(BurnError);
  expect(error).toMatchObject({ code: 'INVALID_REQUEST' });
  expect((await readDiscState(drive)).tracks).toEqual([]);
});

test.each([
  ['CD-R 80', 'Track-At-Once'],
  ['DVD-R', 'Incremental recording'],
  ['DVD+R', 'Sequential recording'],
  ['DVD+RW', 'Overwriting'],
  ['BD-R', 'Sequential recording'],
])('the recipe for %s is %s', async (medium, name) => {
  await using drive = await driveWith(medium);
  expect((await chooseDataRecipe(drive)).recipe.name).toBe(name);
});
