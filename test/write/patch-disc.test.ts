import { describe, expect, test } from '@jest/globals';
import { burnData, Drive, driveBlocks, formatDisc, patchDisc, type TrackSource } from '../../src/index.ts';
import { openSimulatedDrive } from '../../src/simulator/index.ts';
import { dataOf, driveWith, finished } from './recipes/block/support.ts';

const BLOCK = 2048;

async function bytesOf(source: TrackSource): Promise<Uint8Array> {
  const bytes = new Uint8Array(source.lengthBytes);
  await (await source.openReader()).read(bytes);
  return bytes;
}

/** Another source's bytes at a block of the first. */
async function patched(source: TrackSource, patch: TrackSource, lba: number): Promise<Uint8Array> {
  const bytes = await bytesOf(source);
  bytes.set(await bytesOf(patch), lba * BLOCK);
  return bytes;
}

const blocksOf = async (drive: Drive, lba: number, count: number) =>
  Buffer.from(await driveBlocks(drive).readBlocks(lba, count));

describe.each(['DVD+RW', 'DVD-RAM', 'BD-RE', 'DVD-RW'])('%s', (medium) => {
  test.each([
    ['inside an ECC block', 37, 3],
    ['over several ECC blocks, from the middle to the middle', 45, 100],
    ['whole ECC blocks', 64, 64],
    ['one block at the start of the disc', 0, 1],
  ])('%s are replaced, and all others stay', async (_where, lba, blocks) => {
    await using drive = await driveWith(medium);
    if (medium === 'DVD-RW') await finished(formatDisc(drive));
    const [first, second] = [dataOf(320, 1), dataOf(blocks, 2)];
    await finished(burnData(drive, first, { padBlocks: 0 }));
    const { comparisons, startLba, lengthBlocks } = await finished(patchDisc(drive, second, { lba }));
    expect(comparisons).toHaveLength(1);
    const ecc = medium === 'BD-RE' ? 32 : 16;
    expect([startLba % ecc, lengthBlocks % ecc]).toEqual([0, 0]);
    expect((await blocksOf(drive, 0, 320)).equals(await patched(first, second, lba))).toBe(true);
  });
});

test('the rest of the last block keeps what it has', async () => {
  await using drive = await driveWith('DVD+RW');
  const first = dataOf(64, 1);
  await finished(burnData(drive, first, { padBlocks: 0 }));
  const short = { ...dataOf(1, 2), lengthBytes: 100 };
  await finished(patchDisc(drive, short, { lba: 20 }));
  expect((await blocksOf(drive, 0, 64)).equals(await patched(first, short, 20))).toBe(true);
});

test('blocks that were never written are no hindrance', async () => {
  await using drive = await driveWith('BD-RE');
  await finished(burnData(drive, dataOf(64, 1), { padBlocks: 0 }));
  const { comparisons } = await finished(patchDisc(drive, dataOf(3, 2), { lba: 100_001 }));
  expect(comparisons).toHaveLength(1);
});

test.each([
  ['CD-R 80', /a CD are written only once/],
  ['CD-RW', /a CD-RW is written in sequence and erased as a whole/],
  ['DVD-R', /a DVD-R.* are written only once/],
  ['DVD-RW', /this DVD-RW is written in sequence and erased as a whole.*discwright format/s],
  ['DVD+R', /a DVD\+R are written only once/],
  ['BD-R', /a BD-R.* are written only once/],
])('%s is refused with the reason, and nothing is written', async (medium, message) => {
  await using drive = await driveWith(medium);
  await finished(burnData(drive, dataOf(400), { ending: 'close-session' }));
  await expect(finished(patchDisc(drive, dataOf(1), { lba: 32 }))).rejects.toMatchObject({
    name: 'BurnError',
    code: 'UNSUITABLE_MEDIUM',
    phase: 'planning',
    message: expect.stringMatching(message),
  });
});

test('what would end after the disc is refused', async () => {
  await using drive = await driveWith('DVD+RW');
  await finished(burnData(drive, dataOf(16)));
  await expect(finished(patchDisc(drive, dataOf(2), { lba: 2_295_103 }))).rejects.toMatchObject({ code: 'NO_ROOM' });
});

test('neighbours that cannot be read are not lost', async () => {
  const simulated = await openSimulatedDrive('?medium=DVD%2BRW');
  await using drive = new Drive(simulated);
  const first = dataOf(64, 1);
  await finished(burnData(drive, first, { padBlocks: 0 }));
  simulated.inject({ at: {}, does: { scratch: { fromLba: 33, toLba: 33, kind: 'unreadable' } } });
  await expect(finished(patchDisc(drive, dataOf(1, 2), { lba: 36 }))).rejects.toMatchObject({
    phase: 'planning',
    message: expect.stringMatching(
      /blocks 32 to 35 are written together with the new ones, and cannot be read: .*3\/11/,
    ),
  });
  await finished(patchDisc(drive, dataOf(16, 2), { lba: 32, verify: 'none' }));
});

test.each(['5/24/00', '5/20/00', '5/64/00'])(
  'neighbours that the drive refuses to read (%s) are not taken for empty',
  async (sense) => {
    const simulated = await openSimulatedDrive('?medium=DVD%2BRW');
    await using drive = new Drive(simulated);
    const first = dataOf(64, 1);
    await finished(burnData(drive, first, { padBlocks: 0 }));
    simulated.inject({ at: { command: 'READ(10)' }, does: { sense } });
    await expect(finished(patchDisc(drive, dataOf(1, 2), { lba: 36, verify: 'none' }))).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(new RegExp(`cannot be read: .*${sense}`)),
    });
    expect((await blocksOf(drive, 0, 64)).equals(await bytesOf(first))).toBe(true);
  },
);

test('after a failure, the blocks that may hold anything are named', async () => {
  const simulated = await openSimulatedDrive('?medium=BD-RE');
  await using drive = new Drive(simulated);
  await finished(burnData(drive, dataOf(640, 1), { padBlocks: 0 }));
  simulated.inject({ at: { command: 'WRITE(10)' }, does: { sense: '3/0C/00' }, times: 'always' });
  await expect(finished(patchDisc(drive, dataOf(100, 2), { lba: 70 }))).rejects.toMatchObject({
    phase: 'writing',
    remedy: expect.stringMatching(/^Blocks 64 to 191 may hold the old data, the new, or neither: write them again/),
  });
});

test.each([
  [{ lba: -1 }, /lba is -1/],
  [{ lba: 0.5 }, /lba is 0.5/],
  [{ lba: 0, at: 3 }, /at/],
])('%j is refused', async (options, message) => {
  await using drive = await driveWith('DVD+RW');
  await expect(finished(patchDisc(drive, dataOf(1), options))).rejects.toThrow(message);
});
