import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import type { TrackSource } from '../../../src/write/engine/track-source.ts';
import { closeDisc } from '../../../src/write/repair/close-disc.ts';
import { PREVENT_ALLOW, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { checkCondition, drainGenerator, on } from '../../support/tampered-transport.ts';
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
