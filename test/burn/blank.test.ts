import { describe, expect, test } from '@jest/globals';
import { type BlankOptions, blankDisc } from '../../src/burn/blank.ts';
import { burnAudio } from '../../src/burn/burn-audio.ts';
import { BurnError } from '../../src/burn/burn-error.ts';
import { Drive } from '../../src/mmc/drive.ts';
import { Disc, SimulatedDrive } from '../../src/simulator/index.ts';
import type { ScsiReply } from '../../src/transport/transport.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { checkCondition, drainGenerator, good, type Tamper, TamperedTransport } from '../support/tampered-transport.ts';
import { PREVENT_ALLOW, READ_DISC_INFORMATION } from './support.ts';

const GET_CONFIGURATION = 0x46;
const BLANK = 0xa1;
const CD_RW = 0x0a;
const DVD_PLUS_RW = 0x1a;
const IMMEDIATE = 0x10;
const WHOLE_DISC = 0x00;
const MINIMAL = 0x01;

const blank = (drive: Drive, options?: BlankOptions) => drainGenerator(blankDisc(drive, options));

interface Rewritable {
  readonly profile?: number;
  readonly erasable?: boolean;
  /** What BLANK answers, given how often it came; `erase` puts a blank disc in the place of the recorded one. */
  readonly onBlank?: (count: number, erase: () => Promise<ScsiReply>) => Promise<ScsiReply> | ScsiReply;
}

/** A drive with a recorded disc in it that it takes for a CD-RW. */
async function rewritable({ profile = CD_RW, erasable = true, onBlank }: Rewritable = {}) {
  const simulated = new SimulatedDrive();
  const transport = new TamperedTransport(simulated);
  const drive = new Drive(transport);
  await drainGenerator(burnAudio(drive, [blocksOfNoise(300)]));
  const erase = async () => {
    await simulated.insert(Disc.blank());
    return good();
  };
  const answer = onBlank ?? ((_count: number) => erase());
  let blanks = 0;
  const tamper: Tamper = async (request, next) => {
    if (request.cdb[0] === BLANK) return answer(++blanks, erase);
    const reply = await next();
    if (reply.outcome !== 'answered' || reply.status !== 0) return reply;
    if (request.cdb[0] === GET_CONFIGURATION) reply.data.set([0, profile], 6);
    if (request.cdb[0] === READ_DISC_INFORMATION) reply.data[2] = ((reply.data[2] ?? 0) % 16) + (erasable ? 16 : 0);
    return reply;
  };
  transport.tamper = tamper;
  transport.cdbs.length = 0;
  transport.events.length = 0;
  return { drive, transport };
}

async function failure(promise: Promise<unknown>): Promise<BurnError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BurnError);
  return error as BurnError;
}

describe('blankDisc', () => {
  test('erases what tells of the tracks, with the drive held and the tray locked, telling how far it is', async () => {
    const { drive, transport } = await rewritable();
    const { yielded, result } = await blank(drive, { owner: 'eraser' });
    expect(result).toMatchObject({ status: 'blank', tracks: [], nextWritableLba: 0 });
    expect(transport.sent(BLANK).map((cdb) => cdb[1])).toEqual([IMMEDIATE + MINIMAL]);
    expect(yielded[0]).toEqual({ phase: 'blanking' });
    const fractions = yielded.slice(1).map(({ fraction }) => fraction ?? -1);
    expect(fractions.length).toBeGreaterThan(3);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(transport.events).toEqual(['exclusive eraser', 'shared']);
    expect(transport.sent(PREVENT_ALLOW).map((cdb) => cdb[4])).toEqual([1, 0]);
    expect(transport.opcodes.indexOf(PREVENT_ALLOW)).toBeLessThan(transport.opcodes.indexOf(BLANK));
  });

  test('a drive that knows no Immed is waited for', async () => {
    const { drive, transport } = await rewritable({
      onBlank: (count, erase) => (count === 1 ? checkCondition(5, 0x24, 0x00) : erase()),
    });
    expect((await blank(drive)).result.status).toBe('blank');
    expect(transport.sent(BLANK).map((cdb) => cdb[1])).toEqual([IMMEDIATE + MINIMAL, MINIMAL]);
  });

  test.each([
    ['a CD-R', { profile: 0x09, erasable: false }, /a CD-R cannot be erased.*Put in a CD-RW/],
    ['another kind of disc', { profile: DVD_PLUS_RW }, /not a CD-RW but DVD\+RW/],
    ['what the drive cannot erase', { erasable: false }, /cannot be erased/],
  ])('%s is refused before anything is sent that writes, and the drive given back', async (_what, disc, words) => {
    const { drive, transport } = await rewritable(disc);
    const error = await failure(blank(drive));
    expect(error).toMatchObject({ phase: 'planning', message: expect.stringMatching(words) });
    expect(transport.sent(BLANK)).toEqual([]);
    expect(transport.events.at(-1)).toBe('shared');
    expect(transport.sent(PREVENT_ALLOW).at(-1)?.[4]).toBe(0);
  });

  test('a drive that refuses minimal blanking is told about, and what to try', async () => {
    const { drive, transport } = await rewritable({ onBlank: () => checkCondition(5, 0x24, 0x00) });
    const error = await failure(blank(drive));
    expect(error).toMatchObject({ phase: 'blanking', disc: { status: 'complete' } });
    expect(error.message).toMatch(/BLANK: ILLEGAL REQUEST 5\/24\/00.*nothing was erased.*discwright blank --full/);
    expect(transport.events.at(-1)).toBe('shared');
  });

  test('an erasure that fails on the way says that the disc is not usable as it is', async () => {
    const { drive } = await rewritable({ onBlank: () => checkCondition(3, 0x51, 0x00) });
    const error = await failure(blank(drive, { type: 'full' }));
    expect(error.message).toMatch(/blanking: BLANK: MEDIUM ERROR 3\/51\/00 erase failure.*in another drive/i);
  });

  test('a drive that reports success and erases nothing is not believed', async () => {
    const { drive } = await rewritable({ onBlank: () => good() });
    const error = await failure(blank(drive));
    expect(error).toMatchObject({ phase: 'verifying', disc: { status: 'complete' } });
    expect(error.message).toMatch(/reported success, but the disc is complete, not blank/);
  });

  test('nor one that erases the whole disc faster than discs turn', async () => {
    const { drive, transport } = await rewritable();
    const error = await failure(blank(drive, { type: 'full' }));
    expect(transport.sent(BLANK).map((cdb) => cdb[1])).toEqual([IMMEDIATE + WHOLE_DISC]);
    expect(error.message).toMatch(/"erased" at \d+x, which no drive can/);
  });
});

test('a recorded CD-RW is not burned, and discwright blank is named', async () => {
  const { drive } = await rewritable();
  const error = await failure(drainGenerator(burnAudio(drive, [blocksOfNoise(300)])));
  expect(error).toMatchObject({ phase: 'planning', remedy: expect.stringContaining('discwright blank') });
});
