import { expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { burnData, closeDisc, formatDisc, patchDisc, readDiscState } from '../../../src/index.ts';
import { formatUnit } from '../../../src/mmc/commands/format-unit.ts';
import { readFormatCapacities } from '../../../src/mmc/commands/read-format-capacities.ts';
import { BlockDisc, openSimulatedDrive, SimulatedDrive } from '../../../src/simulator/index.ts';
import { checkCondition, good, on, TamperedTransport } from '../../support/tampered-transport.ts';
import { dataOf, finished } from '../recipes/block/support.ts';

const WRITE_10 = 0x2a;
const FORMAT_UNIT = formatUnit.spec.opcode;
const READ_FORMAT_CAPACITIES = readFormatCapacities.spec.opcode;
const QUICK_GROW = 0x13 * 4;

/** A DVD-RW whose border was closed after 96 blocks. */
async function closedDisc() {
  const transport = new TamperedTransport(new SimulatedDrive({ disc: BlockDisc.blank('DVD-RW') }));
  const drive = new Drive(transport);
  await finished(formatDisc(drive));
  await finished(burnData(drive, dataOf(96), { padBlocks: 0 }));
  transport.cdbs.length = 0;
  transport.parameters.length = 0;
  const formats = () => transport.parameters.filter((_, at) => transport.cdbs[at]?.[0] === FORMAT_UNIT);
  return { transport, drive, formats };
}

const again = { overwrite: true, padBlocks: 0, verify: 'full' } as const;

test('what is longer than the closed border lets it grow first, and closes it again', async () => {
  const { drive, formats } = await closedDisc();
  const { comparisons, disc } = await finished(burnData(drive, dataOf(320, 2), again));
  expect(comparisons).toHaveLength(1);
  expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete', tracks: [{ lengthBlocks: 320 }] });
  expect(formats()).toEqual([Uint8Array.of(0, 2, 0, 8, 0, 0, 0, 0, QUICK_GROW, 0, 0, 16)]);
});

test('what fits into the closed border is written into it, without a format', async () => {
  const { drive, formats } = await closedDisc();
  await finished(burnData(drive, dataOf(96, 2), again));
  await finished(patchDisc(drive, dataOf(16, 3), { lba: 80 }));
  expect(formats()).toEqual([]);
});

test.each([
  ['offers no Quick Grow', 24, 'the drive offers no format that lets it grow (type 13h)'],
  ['offers less room than is needed', undefined, 'it can grow by 16 blocks only'],
])('a drive that %s is told so before anything is written', async (_, entriesEnd, said) => {
  const { transport, drive } = await closedDisc();
  transport.tamper = on(READ_FORMAT_CAPACITIES, async (_count, next) => {
    const reply = await next();
    if (reply.outcome !== 'answered') return reply;
    const data = reply.data.slice();
    // The whole disc is offered by the first; of the fourth, Quick Grow, only the number of blocks is changed.
    if (entriesEnd === undefined) new DataView(data.buffer).setUint32(4 + 8 + 24, 16);
    else data[3] = 8 + entriesEnd;
    return good(entriesEnd === undefined ? data : data.subarray(0, 12 + entriesEnd));
  });
  await expect(finished(burnData(drive, dataOf(320, 2), again))).rejects.toMatchObject({
    code: 'NO_ROOM',
    message: expect.stringContaining(said),
  });
  expect(transport.opcodes).not.toContain(WRITE_10);
  expect(transport.opcodes).not.toContain(FORMAT_UNIT);
});

test('a Quick Grow that fails leaves the data, and says so', async () => {
  const { transport, drive } = await closedDisc();
  transport.tamper = on(FORMAT_UNIT, () => checkCondition(3, 0x31, 0x01));
  await expect(finished(burnData(drive, dataOf(320, 2), again))).rejects.toMatchObject({
    phase: 'preparing',
    message: expect.stringMatching(/border could not be opened to grow.*The data on the disc is as it was/s),
    disc: { lastSession: 'complete' },
  });
  expect(transport.opcodes).not.toContain(WRITE_10);
});

test('data cannot begin after a gap behind the closed border', async () => {
  const { transport, drive } = await closedDisc();
  await expect(finished(patchDisc(drive, dataOf(16, 2), { lba: 160 }))).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringMatching(/recorded to LBA 95 and grows from there without gaps.*Write to LBA 96 or below/s),
  });
  expect(transport.opcodes).not.toContain(FORMAT_UNIT);
});

test('a power failure after the Quick Grow leaves a border that closes, with the old data', async () => {
  const simulated = await openSimulatedDrive('?medium=DVD-RW');
  await using drive = new Drive(simulated);
  await finished(formatDisc(drive));
  await finished(burnData(drive, dataOf(96), { padBlocks: 0 }));
  simulated.inject({ at: { command: 'WRITE(10)', lba: 96 }, does: { powerLoss: 'restart' } });
  await expect(finished(burnData(drive, dataOf(320, 1), again))).rejects.toThrow();
  const disc = await finished(closeDisc(drive));
  expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete' });
  expect((await readDiscState(drive)).tracks[0]?.lengthBlocks).toBe(96);
});
