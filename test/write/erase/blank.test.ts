import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { type CdMediumKind, Disc, SimulatedDrive } from '../../../src/simulator/index.ts';
import type { ScsiReply } from '../../../src/transport/transport.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { type BlankOptions, blankDisc } from '../../../src/write/erase/blank.ts';
import { BLANK, GET_CONFIGURATION, PREVENT_ALLOW, READ_DISC_INFORMATION, TEST_UNIT_READY } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import {
  checkCondition,
  drainGenerator,
  good,
  type Tamper,
  TamperedTransport,
} from '../../support/tampered-transport.ts';

const DVD_PLUS_RW = 0x1a;
const IMMEDIATE = 0x10;
const WHOLE_DISC = 0x00;
const MINIMAL = 0x01;

const blank = (drive: Drive, options?: BlankOptions) => drainGenerator(blankDisc(drive, options));

interface Overrides {
  /** What the drive reports about the disc, instead of the truth. */
  readonly profile?: number;
  readonly erasable?: boolean;
  /** How BLANK is answered, given how often it was sent; `next` executes it. */
  readonly onBlank?: (count: number, next: () => Promise<ScsiReply>) => Promise<ScsiReply> | ScsiReply;
}

/** A drive with a recorded disc in it, a CD-RW unless said otherwise. */
async function recorded({ profile, erasable, onBlank }: Overrides = {}, medium: CdMediumKind = 'CD-RW') {
  const transport = new TamperedTransport(new SimulatedDrive({ disc: Disc.blank(medium) }));
  const drive = new Drive(transport);
  await drainGenerator(burnAudio(drive, [blocksOfNoise(300), blocksOfNoise(310, 2)]));
  let blanks = 0;
  const tamper: Tamper = async (request, next) => {
    if (request.cdb[0] === BLANK && onBlank !== undefined) return onBlank(++blanks, next);
    const reply = await next();
    if (reply.outcome !== 'answered' || reply.status !== 0x00) return reply;
    if (request.cdb[0] === GET_CONFIGURATION && profile !== undefined) reply.data.set([0, profile], 6);
    if (request.cdb[0] === READ_DISC_INFORMATION && erasable === false) reply.data[2] = (reply.data[2] ?? 0) & 0x0f;
    return reply;
  };
  transport.tamper = tamper;
  transport.cdbs.length = 0;
  transport.events.length = 0;
  return { drive, transport };
}

describe('blankDisc', () => {
  test('erases the lists of tracks, with the drive held and the tray locked, and reports its progress', async () => {
    const { drive, transport } = await recorded();
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

  test.each(['minimal', 'full'] as const)(
    '%s: the old contents are gone, and the disc can be burned again',
    async (type) => {
      const { drive } = await recorded();
      const begun = drive.clock.now();
      await blank(drive, { type });
      const minutes = (drive.clock.now() - begun) / 60_000;
      // 80 minutes at the disc's 4x.
      if (type === 'full') expect(minutes).toBeGreaterThan(19);
      else expect(minutes).toBeLessThan(5);
      const { result } = await drainGenerator(burnAudio(drive, [blocksOfNoise(320, 3)], { verify: 'full' }));
      expect(result.disc).toMatchObject({ status: 'complete', tracks: [{ startLba: 0, lengthBlocks: 320 }] });
    },
  );

  test('a drive that does not know Immed is waited for', async () => {
    const { drive, transport } = await recorded({
      onBlank: (count, next) => (count === 1 ? checkCondition(5, 0x24, 0x00) : next()),
    });
    expect((await blank(drive)).result.status).toBe('blank');
    expect(transport.sent(BLANK).map((cdb) => cdb[1])).toEqual([IMMEDIATE + MINIMAL, MINIMAL]);
  });

  test.each<[string, Overrides, CdMediumKind, RegExp]>([
    ['a CD-R', {}, 'CD-R 80', /a CD-R cannot be erased.*Insert a CD-RW/],
    ['another kind of disc', { profile: DVD_PLUS_RW }, 'CD-RW', /not a CD-RW but DVD\+RW/],
    ['a disc that the drive cannot erase', { erasable: false }, 'CD-RW', /cannot be erased/],
  ])(
    '%s is refused before any command that writes is sent, and the drive is released',
    async (_what, said, medium, words) => {
      const { drive, transport } = await recorded(said, medium);
      const error = await rejectionOf(blank(drive), BurnError);
      expect(error).toMatchObject({ phase: 'planning', message: expect.stringMatching(words) });
      expect(transport.sent(BLANK)).toEqual([]);
      expect(transport.events.at(-1)).toBe('shared');
      expect(transport.sent(PREVENT_ALLOW).at(-1)?.[4]).toBe(0);
    },
  );

  test('a drive that refuses minimal blanking is reported, with what to try', async () => {
    const { drive, transport } = await recorded({ onBlank: () => checkCondition(5, 0x24, 0x00) });
    const error = await rejectionOf(blank(drive), BurnError);
    expect(error).toMatchObject({ phase: 'blanking', disc: { status: 'complete' } });
    expect(error.message).toMatch(/BLANK: ILLEGAL REQUEST 5\/24\/00.*nothing was erased.*discwright blank --full/);
    expect(transport.events.at(-1)).toBe('shared');
  });

  test('an erase that fails midway says that the disc is not usable as it is', async () => {
    const { drive } = await recorded({ onBlank: () => checkCondition(3, 0x51, 0x00) });
    const error = await rejectionOf(blank(drive, { type: 'full' }), BurnError);
    expect(error.message).toMatch(/blanking: BLANK: MEDIUM ERROR 3\/51\/00 erase failure.*in another drive/i);
  });

  test.each(['minimal', 'full'] as const)(
    'a %s erase that fails on a disc that was blank before has failed',
    async (type) => {
      const { drive } = await recorded();
      await blank(drive);
      const transport = drive.transport as TamperedTransport;
      transport.tamper = ({ cdb }, next) => (cdb[0] === BLANK ? checkCondition(4, 0x44, 0x00) : next());
      const error = await rejectionOf(blank(drive, { type }), BurnError);
      expect(error).toMatchObject({ phase: 'blanking', disc: { status: 'blank' } });
      expect(error.message).toMatch(/4\/44\/00.*may be partly erased/);
    },
  );

  test('an error on a disc that is now blank is a warning for a minimal erase and a failure for a full one', async () => {
    const complains = async (_count: number, next: () => Promise<ScsiReply>) => {
      await next();
      return checkCondition(4, 0x44, 0x00);
    };
    const { yielded } = await blank((await recorded({ onBlank: complains })).drive);
    expect(yielded.flatMap(({ warning = [] }) => warning)).toEqual([
      expect.stringMatching(/^done, although .*4\/44\/00/),
    ]);
    const { drive } = await recorded({ onBlank: complains });
    const error = await rejectionOf(blank(drive, { type: 'full' }), BurnError);
    expect(error.message).toMatch(/4\/44\/00.*may be partly erased/);
  });

  test('a refusal of the poll is not reported as a refusal of the erase', async () => {
    const { drive, transport } = await recorded();
    let erasing = false;
    transport.tamper = ({ cdb }, next) => {
      if (cdb[0] === BLANK) erasing = true;
      return erasing && cdb[0] === TEST_UNIT_READY ? checkCondition(5, 0x20, 0x00) : next();
    };
    const error = await rejectionOf(blank(drive), BurnError);
    expect(error.message).toMatch(/TEST UNIT READY: ILLEGAL REQUEST.*may be partly erased/);
    expect(error.message).not.toMatch(/nothing was erased/);
  });

  test('a drive that reports success and erases nothing is not believed', async () => {
    const { drive } = await recorded({ onBlank: () => good() });
    const error = await rejectionOf(blank(drive), BurnError);
    expect(error).toMatchObject({ phase: 'verifying', disc: { status: 'complete' } });
    expect(error.message).toMatch(/reported success, but the disc is complete, not blank/);
  });

  test('one that erases the whole disc faster than any drive does is doubted in a warning', async () => {
    const sent: number[] = [];
    const { drive, transport } = await recorded();
    // It does a minimal erase instead.
    transport.tamper = (request, next) => {
      if (request.cdb[0] !== BLANK) return next();
      sent.push(request.cdb[1] ?? 0);
      request.cdb[1] = IMMEDIATE + MINIMAL;
      return next();
    };
    const { result: disc } = await blank(drive, { type: 'full' });
    expect(sent).toEqual([IMMEDIATE + WHOLE_DISC]);
    expect(disc.status).toBe('blank');
    expect(disc.warnings).toEqual([
      expect.stringMatching(
        /^blanking: the disc is blank, but it was erased at \d+x, .*old contents may still be there$/,
      ),
    ]);
  });
});
