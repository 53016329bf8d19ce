import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../../src/drive/disc-state.ts';
import { Drive } from '../../../../src/drive/drive.ts';
import { openSimulatedDrive, personalities } from '../../../../src/simulator/index.ts';
import type { BurnOptions } from '../../../../src/write/burn.ts';
import { BurnError } from '../../../../src/write/engine/burn-error.ts';
import { closeDisc } from '../../../../src/write/repair/close-disc.ts';
import { rejectionOf } from '../../../support/rejection.ts';
import { blocksOfNoise, sourceOf } from '../../../support/sources.ts';
import { drainGenerator } from '../../../support/tampered-transport.ts';
import { burn } from '../../support.ts';

const driveLike = async (personality: string): Promise<Drive> =>
  new Drive(await openSimulatedDrive('', { personality }));

const burnNoise = async (drive: Drive, lengths: readonly number[], options: BurnOptions = {}) => {
  const sources = lengths.map((blocks, index) => blocksOfNoise(blocks, index + 1));
  return (await burn(drive, sources, options)).result;
};

/** Longer than the drive's buffer, so that it is full at least once. */
const LONG = 1_500;

const DEFIANT: Readonly<Record<string, { readonly lengths: readonly number[]; readonly says: readonly RegExp[] }>> = {
  'opc-fails': {
    lengths: [310],
    says: [
      /^calibrating: .* 3\/73\/03 power calibration area error/,
      /Nothing was written\. Clean the disc, use another/,
    ],
  },
  'hides-sense': {
    lengths: [310, LONG],
    says: [
      /^writing track 2 at LBA \d+: .* 2\/04\/08/,
      /loses the drive's sense data.* connect the drive another way/,
      /`discwright close`/,
    ],
  },
  liar: {
    lengths: [310],
    says: [
      /^verifying track 1 at LBA 0: the drive reported success, but the track is blank/,
      /Do not trust this disc.* another drive/,
    ],
  },
  'liar-stale': {
    lengths: [310],
    says: [
      /^verifying track 1 at LBA 0: the drive reported success, but the track is blank/,
      /Do not trust this disc.* another drive/,
    ],
  },
  'liar-plausible': {
    lengths: [310],
    says: [/^verifying track 1 at LBA 0: the drive reported success .* holds silence/, /Do not trust this disc/],
  },
  'impossibly-fast': {
    lengths: [12_000],
    says: [/^verifying track 1 at LBA \d+: the drive reported success .* holds silence/, /Do not trust/],
  },
};

describe('a drive with the habits of', () => {
  test.each(personalities.map(({ name }) => name).filter((name) => !(name in DEFIANT)))(
    '%s burns byte for byte, and a session left open can be added to and closed',
    async (name) => {
      await using drive = await driveLike(name);
      const { disc } = await burnNoise(drive, [310, LONG], { verify: 'full' });
      expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete', sessions: 1 });
      expect(disc.tracks.map(({ startLba, open, damaged }) => ({ startLba, open, damaged }))).toEqual([
        { startLba: 0, open: false, damaged: false },
        { startLba: 462, open: false, damaged: false },
      ]);

      await using other = await driveLike(name);
      const left = await burnNoise(other, [310], { ending: 'leave-open' });
      expect(left.disc).toMatchObject({ status: 'appendable', lastSession: 'incomplete' });
      expect((await burnNoise(other, [400], { ending: 'leave-open' })).disc.tracks).toHaveLength(2);
      const closed = await drainGenerator(closeDisc(other, { ending: 'close-session' }));
      expect(closed.result).toMatchObject({ status: 'appendable', lastSession: 'empty', sessions: 1 });
    },
  );

  test.each(Object.entries(DEFIANT))(
    '%s ends with an error that says what failed and what to do',
    async (name, { lengths, says }) => {
      await using drive = await driveLike(name);
      const { message } = await rejectionOf(burnNoise(drive, lengths, { verify: 'full' }), BurnError);
      for (const words of says) expect(message).toMatch(words);
    },
  );
});

describe('how the driver handles', () => {
  test('a drive that keeps records of a burn but writes nothing: only reading audio back shows it', async () => {
    await using drive = await driveLike('liar-plausible');
    expect((await burnNoise(drive, [310], { verify: 'none' })).disc.status).toBe('complete');
    await using other = await driveLike('liar-plausible');
    expect((await rejectionOf(burnNoise(other, [310]), BurnError)).message).toMatch(/holds silence/);
  });

  test('intended silence: not a lie', async () => {
    await using drive = await driveLike('liar-plausible');
    const silence = sourceOf(new Uint8Array(310 * 2_352));
    const { result } = await burn(drive, [silence]);
    expect(result.disc.status).toBe('complete');
  });

  test('a speed that the drive ignores: the real one is in the result', async () => {
    await using drive = await driveLike('speed-ignored');
    const { speed } = await burnNoise(drive, [310], { writeSpeedKBps: 708 });
    expect(speed).toEqual({ requestedKBps: 708, usedKBps: 8_467 });
    await using obedient = new Drive(await openSimulatedDrive(''));
    expect((await burnNoise(obedient, [310], { writeSpeedKBps: 708 })).speed).toEqual({
      requestedKBps: 708,
      usedKBps: 705,
    });
  });

  test('a calibration that fails: the disc is as it was', async () => {
    await using drive = await driveLike('opc-fails');
    await rejectionOf(burnNoise(drive, [310]), BurnError);
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank', tracks: [] });
  });

  test('a connection that loses sense data: what fits into the drive’s buffer can be burned', async () => {
    await using drive = await driveLike('hides-sense');
    expect((await burnNoise(drive, [310, 400], { verify: 'full' })).disc.status).toBe('complete');
  });
});
