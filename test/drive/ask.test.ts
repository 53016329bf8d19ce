import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readTableOfContents } from '../../src/read/table-of-contents.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { burnAudio } from '../../src/write/index.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { checkCondition, drainGenerator, good, TamperedTransport } from '../support/tampered-transport.ts';

async function burned(): Promise<{ drive: Drive; transport: TamperedTransport }> {
  const transport = new TamperedTransport(new SimulatedDrive());
  const drive = new Drive(transport);
  await drainGenerator(burnAudio(drive, [blocksOfNoise(310)]));
  transport.cdbs.length = 0;
  return { drive, transport };
}

const BAD_ANSWERS = {
  'a hardware error': () => checkCondition(4, 0x44, 0x00),
  'an aborted command': () => checkCondition(0xb, 0x00, 0x00),
  'a short reply': () => good(new Uint8Array(3)),
  'a status without sense': () => ({ ...good(), status: 0x02 }),
};

describe.each(Object.entries(BAD_ANSWERS))('%s', (_name, answer) => {
  test.each([
    [0x51, (drive: Drive) => readDiscState(drive)],
    [0x52, (drive: Drive) => readDiscState(drive)],
    [0x43, (drive: Drive) => readTableOfContents(drive)],
  ])('once to a query (%d) is asked about again', async (opcode, query) => {
    const { drive, transport } = await burned();
    const expected = await query(drive);
    let bad = 0;
    transport.tamper = ({ cdb }, next) => (cdb[0] === opcode && bad++ === 0 ? answer() : next());
    expect(await query(drive)).toEqual(expected);
  });

  test('every time is believed after three', async () => {
    const { drive, transport } = await burned();
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x51 ? answer() : next());
    await expect(readDiscState(drive)).rejects.toThrow();
    expect(transport.sent(0x51)).toHaveLength(3);
  });
});

test.each([
  ['a refusal', 5, 0x24],
  ['a missing disc', 2, 0x3a],
])('%s is believed the second time', async (_name, key, asc) => {
  const { drive, transport } = await burned();
  transport.tamper = ({ cdb }, next) => (cdb[0] === 0x51 ? checkCondition(key, asc, 0x00) : next());
  await expect(readDiscState(drive)).rejects.toThrow();
  expect(transport.sent(0x51)).toHaveLength(2);
});

test('not ready without a reason is waited out for five seconds', async () => {
  const { drive, transport } = await burned();
  let answers = 0;
  transport.tamper = ({ cdb }, next) => (cdb[0] === 0x43 && answers++ < 5 ? checkCondition(2, 0x04, 0x00) : next());
  expect((await readTableOfContents(drive)).tracks).toHaveLength(1);
});

test('a refusal that is not repeated leaves no track out', async () => {
  const { drive, transport } = await burned();
  let refused = 0;
  transport.tamper = ({ cdb }, next) => (cdb[0] === 0x52 && refused++ === 0 ? checkCondition(5, 0x24, 0x00) : next());
  expect((await readDiscState(drive)).tracks).toHaveLength(1);
});

describe('a query that is never answered', () => {
  const lost = () => {
    throw new TransportError({
      kind: 'timeout',
      path: 'sim:',
      operation: 'send',
      reason: 'no answer',
      remedy: 'Check the cable',
    });
  };

  test('is sent once more, with a shorter time-out than that of a drive that may be writing', async () => {
    const { drive, transport } = await burned();
    const timeouts: number[] = [];
    transport.tamper = ({ cdb, timeoutMs }, next) => {
      if (cdb[0] !== 0x52) return next();
      timeouts.push(timeoutMs);
      return lost();
    };
    await expect(readDiscState(drive)).rejects.toMatchObject({
      kind: 'timeout',
      message: expect.stringMatching(/: READ TRACK INFORMATION: /),
    });
    expect(timeouts).toEqual([120_000, 120_000]);
  });

  test('once does no harm', async () => {
    const { drive, transport } = await burned();
    let count = 0;
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x52 && count++ === 0 ? lost() : next());
    expect((await readDiscState(drive)).tracks).toHaveLength(1);
  });
});

const SETTINGS: readonly [string, number][] = [
  ['PREVENT/ALLOW MEDIUM REMOVAL', 0x1e],
  ['START STOP UNIT', 0x1b],
  ['GET CONFIGURATION', 0x46],
  ['MODE SENSE(10)', 0x5a],
  ['MODE SELECT(10)', 0x55],
  ['SET CD SPEED', 0xbb],
  ['TEST UNIT READY', 0x00],
];

describe.each(SETTINGS)('%s', (_name, opcode) => {
  test.each([
    ['a hardware error', () => checkCondition(4, 0x44, 0x00)],
    ['an aborted command', () => checkCondition(0xb, 0x47, 0x00)],
    ['a medium error', () => checkCondition(3, 0x72, 0x00)],
    ['a reservation conflict', () => ({ ...good(), status: 0x18 })],
  ])('answered once with %s does not end a burn', async (_answer, answer) => {
    const transport = new TamperedTransport(new SimulatedDrive());
    let bad = 0;
    transport.tamper = ({ cdb }, next) => (cdb[0] === opcode && bad++ === 0 ? answer() : next());
    const { result } = await drainGenerator(
      burnAudio(new Drive(transport), [blocksOfNoise(310)], { writeSpeedKBps: 1_764 }),
    );
    expect(bad).toBeGreaterThan(0);
    expect(result).toMatchObject({ disc: { status: 'complete' }, warnings: [] });
  });
});

test('once anything is on the disc, a failed query is a BurnError with the state of the disc', async () => {
  const transport = new TamperedTransport(new SimulatedDrive());
  const drive = new Drive(transport);
  let flushed = false;
  transport.tamper = ({ cdb }, next) => {
    if (cdb[0] === 0x35) flushed = true;
    return cdb[0] === 0x52 && flushed ? checkCondition(4, 0x44, 0x00) : next();
  };
  await expect(drainGenerator(burnAudio(drive, [blocksOfNoise(310)]))).rejects.toMatchObject({
    name: 'BurnError',
    phase: 'closing the track',
    track: 1,
  });
});
