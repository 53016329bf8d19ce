import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readTableOfContents } from '../../src/read/table-of-contents.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
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

  test('for ever is believed after three', async () => {
    const { drive, transport } = await burned();
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x51 ? answer() : next());
    await expect(readDiscState(drive)).rejects.toThrow();
    expect(transport.sent(0x51)).toHaveLength(3);
  });
});

test('a refusal and a missing disc are believed at once', async () => {
  const { drive, transport } = await burned();
  for (const [key, asc] of [
    [5, 0x24],
    [2, 0x3a],
  ] as const) {
    transport.cdbs.length = 0;
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x51 ? checkCondition(key, asc, 0x00) : next());
    await expect(readDiscState(drive)).rejects.toThrow();
    expect(transport.sent(0x51)).toHaveLength(1);
  }
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
