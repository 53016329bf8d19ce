import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { Disc, SimulatedDrive } from '../../src/simulator/index.ts';
import { BurnError } from '../../src/write/engine/burn-error.ts';
import { blankDisc, burn, burnAudio, cdSessionAtOnce, closeDisc, recoverDisc } from '../../src/write/index.ts';
import { READ_TRACK_INFORMATION } from '../support/cdb.ts';
import { rejectionOf } from '../support/rejection.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { checkCondition, drainGenerator, good, TamperedTransport } from '../support/tampered-transport.ts';

const MODE_SELECT = 0x55;
const CLOSE = 0x5b;
const READ_TOC = 0x43;
const ALLOW = [0x1e, 0x00];

async function recorded(ending: 'finalize' | 'leave-open') {
  const transport = new TamperedTransport(new SimulatedDrive({ disc: Disc.blank('CD-RW') }));
  const drive = new Drive(transport);
  await drainGenerator(burnAudio(drive, [blocksOfNoise(310)], { ending, verify: 'none' }));
  return { drive, transport };
}

/** Lies about everything that is asked for, from the first command with this opcode on. */
function failingAfter(transport: TamperedTransport, opcode: number, asked: number): void {
  let begun = false;
  transport.tamper = ({ cdb }, next) => {
    const answer = begun && cdb[0] === asked ? checkCondition(4, 0x44, 0x00) : next();
    begun ||= cdb[0] === opcode;
    return answer;
  };
}

describe('closing a disc', () => {
  test('that cannot be looked at once it is closed fails with a BurnError', async () => {
    const { drive, transport } = await recorded('leave-open');
    failingAfter(transport, CLOSE, READ_TRACK_INFORMATION);
    const error = await rejectionOf(drainGenerator(closeDisc(drive)), BurnError);
    expect(error).toMatchObject({ phase: 'closing the session', code: 'CLOSE_SESSION_FAILED' });
  });

  test('over refused write parameters says that the tracks are written, not that nothing was', async () => {
    const { drive, transport } = await recorded('leave-open');
    transport.tamper = ({ cdb }, next) => (cdb[0] === MODE_SELECT ? checkCondition(5, 0x26, 0x00) : next());
    const error = await rejectionOf(drainGenerator(closeDisc(drive)), BurnError);
    expect(error).toMatchObject({ phase: 'closing the session', code: 'PARAMETERS_REFUSED' });
    expect(error.message).toMatch(/The tracks are written/);
    expect(error.message).not.toMatch(/Nothing was written/);
  });

  test('succeeds with a warning if the tray cannot be unlocked at the end', async () => {
    const { drive, transport } = await recorded('leave-open');
    transport.tamper = ({ cdb }, next) =>
      cdb[0] === ALLOW[0] && cdb[4] === ALLOW[1] ? checkCondition(4, 0x44, 0x00) : next();
    const { result } = await drainGenerator(closeDisc(drive));
    expect(result).toMatchObject({
      status: 'complete',
      warnings: [expect.stringMatching(/the drive could not be released: PREVENT/)],
    });
  });
});

describe('a session that is closed, though the drive fails right after it', () => {
  const TEST_UNIT_READY = 0x00;

  test.each([
    ['closeDisc', closeDisc],
    ['recoverDisc', recoverDisc],
  ] as const)('is not to be closed again: %s', async (_, finish) => {
    const { drive, transport } = await recorded('leave-open');
    failingAfter(transport, CLOSE, TEST_UNIT_READY);
    const error = await rejectionOf(drainGenerator<unknown, unknown>(finish(drive)), BurnError);
    expect(error).toMatchObject({ phase: 'closing the session', disc: { status: 'complete' } });
    expect(error.message).toMatch(/The disc is complete.* The session is closed all the same/);
    expect(error.message).not.toMatch(/discwright close/);
  });

  test('by a burn that then cannot read its table of contents, is looked at', async () => {
    const transport = new TamperedTransport(new SimulatedDrive());
    failingAfter(transport, CLOSE, READ_TOC);
    const error = await rejectionOf(drainGenerator(burnAudio(new Drive(transport), [blocksOfNoise(310)])), BurnError);
    expect(error).toMatchObject({ phase: 'closing the session', disc: { status: 'complete' } });
    expect(error.remedy).toBe('The disc is closed: look at it with `discwright info`');
  });
});

test('a recovery that reads nothing but short replies once it has begun to write is a BurnError', async () => {
  const { drive, transport } = await recorded('leave-open');
  let begun = false;
  transport.tamper = async ({ cdb }, next) => {
    begun ||= cdb[0] === CLOSE;
    const reply = await next();
    const cut = begun && cdb[0] === READ_TRACK_INFORMATION && reply.outcome === 'answered';
    return cut ? { ...reply, data: reply.data.subarray(0, 10) } : reply;
  };
  const error = await rejectionOf(drainGenerator(recoverDisc(drive)), BurnError);
  expect(error).toMatchObject({ phase: 'closing the session', cause: { name: 'DecodeError' } });
});

describe('erasing a disc', () => {
  test('that cannot be looked at once it is erased fails with a BurnError', async () => {
    const { drive, transport } = await recorded('finalize');
    failingAfter(transport, 0xa1, READ_TRACK_INFORMATION);
    const error = await rejectionOf(drainGenerator(blankDisc(drive)), BurnError);
    expect(error).toMatchObject({ phase: 'verifying', code: 'CHECK_FAILED' });
  });

  test('succeeds with a warning if the tray cannot be unlocked at the end', async () => {
    const { drive, transport } = await recorded('finalize');
    transport.tamper = ({ cdb }, next) =>
      cdb[0] === ALLOW[0] && cdb[4] === ALLOW[1] ? { ...good(), status: 0x18 } : next();
    const { result } = await drainGenerator(blankDisc(drive));
    expect(result).toMatchObject({ status: 'blank', warnings: [expect.stringMatching(/could not be released/)] });
  });
});

describe('"Nothing was written"', () => {
  const burnRefusing = async (nth: number) => {
    const transport = new TamperedTransport(new SimulatedDrive());
    let flushes = 0;
    transport.tamper = ({ cdb }, next) => {
      if (cdb[0] === 0x35) flushes++;
      return cdb[0] === MODE_SELECT && flushes >= nth ? checkCondition(5, 0x26, 0x00) : next();
    };
    const drive = new Drive(transport);
    const error = await rejectionOf(
      drainGenerator(burnAudio(drive, [blocksOfNoise(310, 1), blocksOfNoise(310, 2)])),
      BurnError,
    );
    transport.tamper = (_request, next) => next();
    return { error, disc: await readDiscState(drive) };
  };

  test('is said when the write parameters of the first track are refused', async () => {
    const { error, disc } = await burnRefusing(0);
    expect(error.message).toMatch(/Nothing was written/);
    expect(disc.status).toBe('blank');
  });

  test('is not said when those of the second track are: the first is on the disc, and the error says so', async () => {
    const { error, disc } = await burnRefusing(1);
    expect(error.message).not.toMatch(/Nothing was written/);
    expect(error).toMatchObject({ phase: 'preparing', code: 'PARAMETERS_REFUSED', disc });
    expect(disc.tracks).toHaveLength(1);
  });
});

test('a track that one reply after the close puts elsewhere is asked about again', async () => {
  const { drive, transport } = await recorded('leave-open');
  let closed = false;
  let wrong = 0;
  transport.tamper = ({ cdb }, next) => {
    if (cdb[0] === CLOSE) closed = true;
    const lies = closed && cdb[0] === READ_TRACK_INFORMATION && wrong++ === 0;
    return lies ? good(Uint8Array.of(0, 34, ...new Array(34).fill(0))) : next();
  };
  const { result } = await drainGenerator(closeDisc(drive));
  expect(wrong).toBeGreaterThan(1);
  expect(result).toMatchObject({ status: 'complete', tracks: [{ number: 1, lengthBlocks: 310 }] });
});

test('a whole session that is closed, though its flush was never answered well, is not to be closed again', async () => {
  const transport = new TamperedTransport(new SimulatedDrive());
  failingAfter(transport, 0x35, 0x00);
  const burning = burn(new Drive(transport), cdSessionAtOnce, [blocksOfNoise(310), blocksOfNoise(320, 2)]);
  const error = await rejectionOf(drainGenerator(burning), BurnError);
  expect(error).toMatchObject({ phase: 'closing the track', disc: { status: 'complete' } });
  expect(error.remedy).toBe(
    'The data were sent, but may not be safe. Check the disc with `discwright info`: it is closed',
  );
});
