import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { encodeSense } from '../../../src/scsi/sense.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import type { TrackSource } from '../../../src/write/engine/track-source.ts';
import { closeDisc } from '../../../src/write/repair/close-disc.ts';
import { PREVENT_ALLOW, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { checkCondition, drainGenerator, good, on } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

describe('a WRITE that fails', () => {
  test('is reported with address, sense in words, state of the disc and what to do; the tray is unlocked', async () => {
    const { drive, transport } = tamperedDrive(
      on(WRITE, (count, next) => (count === 20 ? checkCondition(3, 0x0c, 0x00) : next())),
    );
    const error = await rejectionOf(burn(drive, [blocksOfNoise(300), blocksOfNoise(1_000, 2)]), BurnError);
    expect(error).toMatchObject({ phase: 'writing', track: 2, disc: { status: 'appendable' } });
    expect(error.message).toMatch(/writing track 2 at LBA \d+: WRITE\(10\): MEDIUM ERROR 3\/0C\/00 write error/i);
    expect(error.message).toMatch(/: 1 complete track, and track 2 is cut off \(\d+ blocks\)/);
    expect(error.disc?.tracks).toMatchObject([{ number: 1 }, { number: 2, cutOffBlocks: (error.lba ?? 0) - 452 }]);
    expect(error.disc?.tracks[0]).not.toHaveProperty('cutOffBlocks');
    expect(error.message).toMatch(/discwright close/);
    expect(transport.sent(PREVENT_ALLOW).at(-1)?.[4]).toBe(0);
    expect(transport.events.at(-1)).toBe('shared');

    transport.tamper = (_request, next) => next();
    transport.events.length = 0;
    const { result } = await drainGenerator(closeDisc(drive));
    expect(result.status).toBe('complete');
    expect(transport.events).toEqual(['exclusive discwright', 'shared']);
  });

  test('with a deferred error blames an earlier WRITE', async () => {
    const { drive } = tamperedDrive(
      on(WRITE, (count, next) => (count === 5 ? checkCondition(3, 0x0c, 0x00, { deferred: true }) : next())),
    );
    const error = await rejectionOf(burn(drive), BurnError);
    expect(error.message).toMatch(/an earlier WRITE failed/);
  });

  test('because the drive was disconnected still releases everything', async () => {
    const gone = new TransportError({
      kind: 'gone',
      path: 'x',
      operation: 'SG_IO',
      reason: 'no such device',
      remedy: 'Plug it in.',
    });
    let unplugged = false;
    const { drive, transport } = tamperedDrive((request, next) => {
      unplugged ||= request.cdb[0] === WRITE && transport.sent(WRITE).length === 4;
      return unplugged ? Promise.reject(gone) : next();
    });
    const error = await burn(drive).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/no such device/);
    expect(transport.events.at(-1)).toBe('shared');
  });

  test('because of a reset in the middle of a burn is not repeated', async () => {
    const { drive, transport } = tamperedDrive(
      on(WRITE, (count, next) => (count === 3 ? checkCondition(6, 0x29, 0x00) : next())),
    );
    await rejectionOf(burn(drive), BurnError);
    expect(transport.sent(WRITE)).toHaveLength(3);
  });
});

describe('a source that fails', () => {
  test('leaves a shorter, closed track, and names the source', async () => {
    const source = blocksOfNoise(2_000, 1, {
      name: 'broken.wav',
      onRead: (position) => {
        if (position > 1_000_000) throw new Error('input/output error');
      },
    });
    const { drive } = tamperedDrive();
    const error = await rejectionOf(burn(drive, [source]), BurnError);
    expect(error.message).toMatch(/broken\.wav could not be read to its end: input\/output error/);
    const disc = await readDiscState(drive);
    expect(disc).toMatchObject({ status: 'appendable', tracks: [{ number: 1, open: false }] });
    expect(disc.tracks[0]?.lengthBlocks).toBeGreaterThanOrEqual(300);
  });

  test.each([undefined, null])('by throwing %p says that', async (thrown) => {
    const source = blocksOfNoise(2_000, 1, {
      name: 'broken.wav',
      onRead: (position) => {
        if (position > 1_000_000) throw thrown;
      },
    });
    const error = await rejectionOf(burn(tamperedDrive().drive, [source]), BurnError);
    expect(error).toMatchObject({ phase: 'writing', code: 'SOURCE_FAILED' });
    expect(error.message).toContain(`broken.wav could not be read to its end: it threw ${thrown} instead of an error`);
  });

  test('before the first block leaves the disc blank', async () => {
    const source: TrackSource = {
      ...blocksOfNoise(300),
      openReader: () => Promise.reject(new Error('gone')),
    };
    const { drive } = tamperedDrive();
    const error = await rejectionOf(burn(drive, [source]), BurnError);
    expect(error.disc?.status).toBe('blank');
    expect(error.remedy).toBe('Nothing is on the disc: fix the cause and burn again');
  });
});

describe('a WRITE that was not carried out', () => {
  test.each([
    ['B/47/00 SCSI parity error', 0xb, 0x47, 0x00],
    ['B/08/00 communication failure', 0xb, 0x08, 0x00],
    ['2/04/01 becoming ready', 2, 0x04, 0x01],
    ['6/2A/01 mode parameters changed', 6, 0x2a, 0x01],
    ['6/2E/00 insufficient time for operation', 6, 0x2e, 0x00],
  ])('is sent again: %s', async (_name, key, asc, ascq) => {
    const simulated = await openSimulatedDrive('');
    const triple = [key, asc, ascq].map((each) => each.toString(16).toUpperCase().padStart(2, '0')).join('/');
    simulated.inject({ at: { command: 'WRITE(10)', nth: 9 }, does: { sense: triple.replace(/^0/, '') }, times: 1 });
    const { result } = await burn(new Drive(simulated), [blocksOfNoise(400)], { verify: 'full' });
    expect(result).toMatchObject({ disc: { status: 'complete' }, warnings: [] });
  });

  test('is sent again for a few seconds only when the connection keeps failing', async () => {
    const simulated = await openSimulatedDrive('');
    simulated.inject({ at: { command: 'WRITE(10)', nth: 9 }, does: { sense: 'B/47/00' }, times: 'always' });
    const drive = new Drive(simulated);
    const error = await rejectionOf(burn(drive), BurnError);
    expect(error.message).toMatch(/B\/47\/00/);
    expect(drive.clock.now()).toBeLessThan(60_000);
  });
});

describe('a drive that answers WRITE with "busy" for ever', () => {
  const busy = [
    ['2/04/08 long write in progress', () => checkCondition(2, 0x04, 0x08)],
    ['2/04/07 operation in progress', () => checkCondition(2, 0x04, 0x07)],
    ['2/04/01 becoming ready', () => checkCondition(2, 0x04, 0x01)],
    ['2/04/00 no reason', () => checkCondition(2, 0x04, 0x00)],
    ['BUSY', () => ({ ...good(), status: 0x08 })],
  ] as const;

  test.each(busy)('is named as such, with the disc as it is: %s', async (_, answer) => {
    const { drive } = tamperedDrive(on(WRITE, (count, next) => (count < 15 ? next() : answer())));
    const error = await rejectionOf(burn(drive, [blocksOfNoise(400)], { fifoBytes: 0 }), BurnError);
    expect(error).toMatchObject({ phase: 'writing', code: 'STILL_BUSY', lba: 14 * 27 });
    expect(error.remedy).toMatch(
      /^The drive stayed busy for longer than it should: .*\. What is on the disc can be made playable/,
    );
    expect(error.message).not.toMatch(/connection|sense data|Wait until/);
  });

  test('and then to everything says that the disc could not be examined', async () => {
    const { drive, transport } = tamperedDrive();
    transport.tamper = (_request, next) =>
      transport.sent(WRITE).length >= 15 ? checkCondition(2, 0x04, 0x08) : next();
    const error = await rejectionOf(burn(drive, [blocksOfNoise(400)]), BurnError);
    expect(error).toMatchObject({ phase: 'writing', code: 'STILL_BUSY', disc: undefined });
    expect(error.remedy).toMatch(
      /^The drive stayed busy .*\. The disc could not be examined\. When the drive answers again, run `discwright recover`/,
    );
  });

  test('through a connection that loses the sense data, blames that', async () => {
    const REQUEST_SENSE = 0x03;
    const { drive, transport } = tamperedDrive();
    transport.tamper = (request, next) => {
      if (transport.sent(WRITE).length < 15) return next();
      if (request.cdb[0] === REQUEST_SENSE) return good(encodeSense({ key: 2, asc: 0x04, ascq: 0x08 }));
      return request.cdb[0] === WRITE ? { ...good(), status: 0x02 } : next();
    };
    const error = await rejectionOf(burn(drive, [blocksOfNoise(400)]), BurnError);
    expect(error).toMatchObject({ phase: 'writing', code: 'WRITE_FAILED' });
    expect(error.remedy).toMatch(
      /^The connection loses the drive's sense data.*\)\. What is on the disc can be made playable/,
    );
  });
});
