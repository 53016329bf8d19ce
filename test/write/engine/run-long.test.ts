import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { type Fault, openSimulatedDrive, type SimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { blankDisc } from '../../../src/write/erase/blank.ts';
import { type BurnOptions, burnAudio } from '../../../src/write/index.ts';
import { closeDisc } from '../../../src/write/repair/close-disc.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { checkCondition, drainGenerator, type Tamper, TamperedTransport } from '../../support/tampered-transport.ts';

const BUSY = ['2/04/01', '2/04/04', '2/04/07', '2/04/08', '6/2E/00', '6/28/00', '6/29/00'];

async function opened(faults: readonly Fault[] = []): Promise<{ drive: Drive; simulated: SimulatedDrive }> {
  const simulated = await openSimulatedDrive('?medium=CD-RW');
  for (const fault of faults) simulated.inject(fault);
  return { drive: new Drive(simulated), simulated };
}

const once = (command: string, sense: string): Fault => ({ at: { command }, does: { sense }, times: 1 });

const burn = (drive: Drive, options: BurnOptions = {}) =>
  drainGenerator(burnAudio(drive, [blocksOfNoise(310, 1), blocksOfNoise(320, 2)], { verify: 'full', ...options }));

describe.each(BUSY)('%s once', (sense) => {
  test.each([
    'SYNCHRONIZE CACHE(10)',
    'CLOSE TRACK/SESSION',
    'SEND OPC INFORMATION',
    'MODE SELECT(10)',
    'START STOP UNIT',
  ])('as the answer to %s does not end a burn', async (command) => {
    const { drive } = await opened([once(command, sense)]);
    const { result } = await burn(drive);
    expect(result.disc).toMatchObject({
      status: 'complete',
      tracks: [{ lengthBlocks: 310 }, { lengthBlocks: 320 }],
    });
    expect(result.warnings).toEqual([]);
  });

  test('as the answer to BLANK does not end an erase', async () => {
    const { drive, simulated } = await opened();
    await burn(drive);
    simulated.inject(once('BLANK', sense));
    await drainGenerator(blankDisc(drive));
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank' });
  });

  test('as the answer to CLOSE SESSION does not end a later closing', async () => {
    const { drive, simulated } = await opened();
    await burn(drive, { ending: 'leave-open', verify: 'none' });
    simulated.inject(once('CLOSE TRACK/SESSION', sense));
    await drainGenerator(closeDisc(drive));
    expect(await readDiscState(drive)).toMatchObject({ status: 'complete' });
  });
});

function tampered(tamper: Tamper) {
  return openSimulatedDrive('?medium=CD-RW').then((simulated) => new Drive(new TamperedTransport(simulated, tamper)));
}

/** Carries the command out, and answers an error the first time. */
function lies(opcode: number): Tamper {
  let lied = false;
  return async ({ cdb }, next) => {
    const answer = await next();
    if (lied || cdb[0] !== opcode) return answer;
    lied = true;
    return checkCondition(4, 0x44, 0x00);
  };
}

describe('an operation that did its work and answered an error', () => {
  test.each([
    [0x35, 'flushing'],
    [0x5b, 'closing the session'],
  ])('%s has succeeded: the error is a warning', async (opcode, phase) => {
    const drive = await tampered(lies(opcode));
    const { result } = await burn(drive);
    expect(result.disc).toMatchObject({ status: 'complete', tracks: [{}, {}] });
    expect(result.warnings).toEqual([expect.stringMatching(`^${phase}: done, although the drive answered: .*4/44/00`)]);
  });

  test('one that did not do its work has failed', async () => {
    const drive = await tampered(({ cdb }, next) => (cdb[0] === 0x5b ? checkCondition(4, 0x44, 0x00) : next()));
    await expect(burn(drive)).rejects.toMatchObject({ phase: 'closing the session', disc: { status: 'appendable' } });
  });
});

describe('waiting for a long operation', () => {
  test.each([
    [4, 0x44, 0x00],
    [3, 0x11, 0x00],
    [0xb, 0x00, 0x00],
  ])('one bad poll (%d/%d/%d) does not end it', async (key, asc, ascq) => {
    let closing = false;
    let bad = 0;
    const drive = await tampered(({ cdb }, next) => {
      if (cdb[0] === 0x5b) closing = true;
      if (cdb[0] === 0x00 && closing && bad++ === 0) return checkCondition(key, asc, ascq);
      return next();
    });
    expect((await burn(drive)).result.disc.status).toBe('complete');
    expect(bad).toBeGreaterThan(1);
  });

  test('2/04/00 is waited for 5 s from the first such answer, not from the start of the wait', async () => {
    let drive: Drive | undefined;
    let closedAt = 0;
    const now = () => drive?.clock.now() ?? 0;
    drive = await tampered(({ cdb }, next) => {
      if (cdb[0] === 0x5b) closedAt = now();
      const waited = now() - closedAt;
      return cdb[0] === 0x00 && closedAt > 0 && waited > 8_000 && waited < 11_000
        ? checkCondition(2, 0x04, 0x00)
        : next();
    });
    expect((await burn(drive)).result.disc.status).toBe('complete');
  });
});

test('a fault at the final unlock is a warning, not the failure of a verified burn', async () => {
  const drive = await tampered(({ cdb }, next) =>
    cdb[0] === 0x1e && cdb[4] === 0 ? checkCondition(4, 0x44, 0x00) : next(),
  );
  const { result } = await burn(drive);
  expect(result.disc.status).toBe('complete');
  expect(result.warnings).toEqual([expect.stringMatching(/the drive could not be released: PREVENT/)]);
});

describe('a command that is not answered in time', () => {
  const lost = () => {
    throw new TransportError({
      kind: 'timeout',
      path: 'sim:',
      operation: 'send',
      reason: 'no answer',
      remedy: 'Check the cable',
    });
  };

  /** Loses the first command of this opcode, or only its answer. */
  const losing = (opcode: number, carriedOut: boolean): Tamper => {
    let hit = false;
    return async ({ cdb }, next) => {
      if (hit || cdb[0] !== opcode) return next();
      hit = true;
      if (carriedOut) await next();
      return lost();
    };
  };

  test.each([
    ['SYNCHRONIZE CACHE', 0x35],
    ['CLOSE SESSION', 0x5b],
    ['SEND OPC INFORMATION', 0x54],
    ['MODE SELECT', 0x55],
    ['START STOP UNIT', 0x1b],
  ])('%s is sent again when the disc does not show its effect', async (_name, opcode) => {
    const { result } = await burn(await tampered(losing(opcode, false)));
    expect(result).toMatchObject({ disc: { status: 'complete', tracks: [{}, {}] }, warnings: [] });
  });

  test.each([
    ['flushing', 0x35],
    ['closing the session', 0x5b],
  ])('is not sent again when it was carried out: %s', async (phase, opcode) => {
    const { result } = await burn(await tampered(losing(opcode, true)));
    expect(result.disc.status).toBe('complete');
    expect(result.warnings).toEqual([`${phase}: done, although the drive did not answer in time`]);
  });

  test('BLANK is sent again', async () => {
    const drive = await tampered(losing(0xa1, false));
    await burn(drive);
    expect((await drainGenerator(blankDisc(drive))).result).toMatchObject({ status: 'blank', warnings: [] });
  });
});

describe('no wait after the last WRITE is longer than the disc needs, and 480 s', () => {
  test.each([
    [0x52, 'READ TRACK INFORMATION'],
    [0x51, 'READ DISC INFORMATION'],
    [0x00, 'TEST UNIT READY'],
    [0x35, 'SYNCHRONIZE CACHE'],
    [0x5b, 'CLOSE SESSION'],
  ])('%i (%s) that is never answered again', async (opcode) => {
    let drive: Drive | undefined;
    let lastWrite = false;
    const waits: number[] = [];
    drive = await tampered(async (request, next) => {
      if (request.cdb[0] === 0x35) lastWrite = true;
      if (!lastWrite || request.cdb[0] !== opcode) return next();
      waits.push(request.timeoutMs);
      await drive?.clock.sleep(request.timeoutMs);
      throw new TransportError({ kind: 'timeout', path: 'sim:', operation: 'send', reason: 'no', remedy: 'Wait' });
    });
    const begun = drive.clock.now();
    await expect(burn(drive)).rejects.toMatchObject({ name: 'BurnError', code: 'NO_ANSWER' });
    // Lead-in and lead-out of a first session are 11,250 blocks: 38 s at the 4x of this drive.
    expect(Math.max(...waits)).toBeLessThanOrEqual(518_000);
    expect(drive.clock.now() - begun).toBeLessThan(30 * 60_000);
  });
});

describe('a deferred error', () => {
  const deferring = (opcode: number, more?: (cdb: Uint8Array) => boolean): Tamper => {
    let flushed = false;
    let told = false;
    return async ({ cdb }, next) => {
      if (cdb[0] === 0x35) flushed = true;
      if (told || !flushed || cdb[0] !== opcode || more?.(cdb) === false) return next();
      told = true;
      return checkCondition(3, 0x0c, 0x00, { deferred: true });
    };
  };

  test.each([[0x00], [0x51], [0x52]])(
    'on the way (%i) has the disc compared in full, and is a warning',
    async (opcode) => {
      const { result } = await burn(await tampered(deferring(opcode)), { verify: 'none' });
      expect(result.comparisons).toHaveLength(2);
      expect(result.warnings).toEqual([expect.stringMatching(/an earlier WRITE failed/)]);
    },
  );
});

describe('a cancel', () => {
  test('ends the wait for a drive that does not get ready', async () => {
    const cancel = new AbortController();
    const drive = await tampered(({ cdb }, next) => {
      if (cdb[0] !== 0x00) return next();
      cancel.abort();
      return checkCondition(2, 0x04, 0x01);
    });
    const begun = drive.clock.now();
    await expect(burn(drive, { signal: cancel.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(drive.clock.now() - begun).toBeLessThan(1_000);
  });

  test('ends the wait for the next writable address: the tracks before it are closed', async () => {
    const cancel = new AbortController();
    let flushed = false;
    const drive = await tampered(({ cdb }, next) => {
      if (cdb[0] === 0x35) flushed = true;
      if (!flushed || cancel.signal.aborted || cdb[0] !== 0x52 || cdb[5] !== 0xff) return next();
      cancel.abort();
      return checkCondition(5, 0x24, 0x00);
    });
    const { result } = await burn(drive, { signal: cancel.signal });
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete', tracks: [{ lengthBlocks: 310 }] } });
  });

  test('ends verification: the disc is finished', async () => {
    const cancel = new AbortController();
    const drive = await tampered(({ cdb }, next) => {
      if (cdb[0] === 0xbe) cancel.abort();
      return next();
    });
    const { result } = await burn(drive, { signal: cancel.signal });
    expect(result).toMatchObject({ cancelled: true, comparisons: [], disc: { status: 'complete', tracks: [{}, {}] } });
  });
});
