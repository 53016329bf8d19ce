import { describe, expect, test } from '@jest/globals';
import { BurnError } from '../../../../src/write/engine/burn-error.ts';
import { closeDisc } from '../../../../src/write/repair/close-disc.ts';
import { recoverDisc } from '../../../../src/write/repair/recover-disc.ts';
import { asCd } from '../../../support/cd.ts';
import { blocksOf, lbaOf, WRITE } from '../../../support/cdb.ts';
import { rejectionOf } from '../../../support/rejection.ts';
import { blocksOfNoise } from '../../../support/sources.ts';
import { checkCondition, drainGenerator, on, type Tamper } from '../../../support/tampered-transport.ts';
import { atLba, burnRaw, fromLba, LEAD_IN_LBA, rawDrive } from './support.ts';

const TRACKS = [blocksOfNoise(310, 1), blocksOfNoise(400, 2)];
const LEAD_OUT_LBA = 710;
const writeError: Tamper = () => checkCondition(3, 0x0c, 0x00);

const endOf = (writes: readonly Uint8Array[]): number => Math.max(...writes.map((cdb) => lbaOf(cdb) + blocksOf(cdb)));

const failing = async (lba: number, tamper: Tamper = writeError) => {
  const { drive, transport } = rawDrive(atLba(lba, tamper));
  return { error: await rejectionOf(burnRaw(drive, TRACKS), BurnError), drive, transport };
};

describe('a raw burn that fails', () => {
  test('in the lead-out: the tracks are whole, and the error says that only the lead-out is missing', async () => {
    const { drive } = rawDrive(fromLba(LEAD_OUT_LBA + 1_000, writeError));
    const error = await rejectionOf(burnRaw(drive, TRACKS), BurnError);
    expect(error).toMatchObject({ phase: 'writing', part: 'lead-out', track: undefined, lba: LEAD_OUT_LBA });
    expect(error.message).toMatch(/^writing the lead-out at LBA 710: WRITE\(10\): MEDIUM ERROR/);
    expect(error.message).toMatch(/2 complete tracks/);
    expect(error.remedy).toMatch(
      /^All tracks are on the disc, .*Only the lead-out is cut off, which nothing can complete/,
    );
  });

  test.each([
    ['an error of the medium', writeError],
    ['an error of the drive', () => checkCondition(4, 0x09, 0x00)],
    ['a deferred error', () => checkCondition(3, 0x0c, 0x00, { deferred: true })],
    ['RESERVATION CONFLICT', () => ({ ...checkCondition(0, 0, 0), status: 0x18, sense: new Uint8Array(0) })],
  ])('once in the lead-out by %s: the lead-out is continued, and all tracks are compared', async (_, answer) => {
    const { drive, transport } = rawDrive(atLba(LEAD_OUT_LBA + 1_000, answer));
    const { result, yielded } = await burnRaw(drive, TRACKS, { verify: 'none' });
    expect(result).toMatchObject({ cancelled: false, disc: { status: 'complete' } });
    expect(result.warnings[0]).toEqual(expect.stringMatching(/^writing: the lead-out was continued at LBA 1[67]\d\d,/));
    expect(endOf(transport.sent(WRITE))).toBe(LEAD_OUT_LBA + 6_750);
    const verified = yielded.filter(({ phase }) => phase === 'verifying').map((step) => 'track' in step && step.track);
    expect(new Set(verified)).toEqual(new Set([1, 2]));
  });

  test('once in the lead-out, where the end of the last track is lost: the comparison finds it', async () => {
    const { drive, transport } = rawDrive();
    const fails = atLba(LEAD_OUT_LBA + 100, writeError);
    transport.tamper = (request, next) => {
      const { cdb, data } = request;
      const spoils = cdb[0] === WRITE && data.direction === 'out' && lbaOf(cdb) < LEAD_OUT_LBA && lbaOf(cdb) > 600;
      if (spoils) data.bytes.fill(0);
      return fails(request, next);
    };
    expect(await rejectionOf(burnRaw(drive, TRACKS, { verify: 'none' }), BurnError)).toMatchObject({
      phase: 'verifying',
      track: 2,
    });
  });

  test('once in the lead-out, with a source that cannot be read again: it ends there, since nothing can be compared', async () => {
    const { drive } = rawDrive(atLba(LEAD_OUT_LBA + 1_000, writeError));
    const once = TRACKS.map((source) => ({ ...source, repeatable: false }));
    expect(await rejectionOf(burnRaw(drive, once), BurnError)).toMatchObject({ part: 'lead-out' });
  });

  test('in the lead-out by a reset that loses the end of a track: the address is that of the first lost block', async () => {
    const { drive, transport, simulated } = rawDrive(undefined, 256 * 1_024);
    transport.tamper = atLba(LEAD_OUT_LBA, async (_request, next) => {
      await simulated.burner.losePower();
      return next();
    });
    const error = await rejectionOf(burnRaw(drive, TRACKS), BurnError);
    const written = asCd(simulated.burner.tray.disc).tracks[1]?.track;
    expect(written?.lengthBlocks).toBeLessThan(400);
    expect(error).toMatchObject({ track: 2, part: undefined, lba: 310 + (written?.lengthBlocks ?? 0) });
    expect(error.remedy).toMatch(/cannot be continued.*probably unusable: burn another disc/);
  });

  test('far into the lead-out by a reset: only the lead-out is lost', async () => {
    const { drive, transport, simulated } = rawDrive(undefined, 256 * 1_024);
    transport.tamper = atLba(LEAD_OUT_LBA + 2_000, async (_request, next) => {
      await simulated.burner.losePower();
      return next();
    });
    expect(await rejectionOf(burnRaw(drive, TRACKS), BurnError)).toMatchObject({
      part: 'lead-out',
      lba: LEAD_OUT_LBA,
      disc: { tracks: [{ lengthBlocks: 310 }, { lengthBlocks: 400 }] },
    });
  });

  test.each([
    ['lead-in', LEAD_IN_LBA + 200, undefined],
    ['pregap', -100, 1],
  ] as const)('in the %s: the disc is probably unusable, whatever the drive reports', async (part, lba, track) => {
    const { error } = await failing(lba);
    expect(error).toMatchObject({ part, track, lba: LEAD_IN_LBA });
    expect(error.remedy).toMatch(/^A disc that is written raw cannot be continued.*Whatever the drive reports/);
  });

  test('with a first WRITE that is refused: nothing is on the disc', async () => {
    const { drive } = rawDrive(on(0x2a, () => checkCondition(5, 0x64, 0x00)));
    const error = await rejectionOf(burnRaw(drive, TRACKS), BurnError);
    expect(error).toMatchObject({ disc: { status: 'blank' } });
    expect(error.remedy).toBe('Nothing is on the disc: fix the cause and burn again');
  });

  test.each([
    ['lead-in', LEAD_IN_LBA + 200],
    ['pregap', -100],
    ['first track', 100],
    ['lead-out', LEAD_OUT_LBA + 1_000],
  ])(
    'in the %s with an answer that only asks for patience is continued, and compared with its source',
    async (_, lba) => {
      let refused = 0;
      const { drive } = rawDrive((request, next) =>
        request.cdb[0] === 0x2a && new DataView(request.cdb.buffer).getInt32(2) >= lba && ++refused === 1
          ? checkCondition(5, 0x2c, 0x00)
          : next(),
      );
      const { result, yielded } = await burnRaw(drive, TRACKS, { verify: 'full' });
      expect(result).toMatchObject({ disc: { status: 'complete' }, comparisons: [{ track: 1 }, { track: 2 }] });
      expect(yielded).toContainEqual(
        expect.objectContaining({
          warning: expect.stringMatching(/was continued at LBA .*, where the drive says it is/),
        }),
      );
    },
  );
});

describe('a raw burn that is stopped', () => {
  const stopping = (lba: number) => {
    const controller = new AbortController();
    const { drive } = rawDrive(
      atLba(lba, (_request, next) => {
        controller.abort();
        return next();
      }),
    );
    return burnRaw(drive, TRACKS, { signal: controller.signal });
  };

  test('in the lead-out has been stopped, not failed: all tracks are there, and a warning says what is missing', async () => {
    const { result } = await stopping(LEAD_OUT_LBA + 500);
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' } });
    expect(result.tracks.map(({ lengthBlocks, stopped }) => [lengthBlocks, stopped])).toEqual([
      [310, false],
      [400, false],
    ]);
    expect(result.warnings).toEqual([expect.stringMatching(/stopped in the lead-out\. All tracks are on the disc/)]);
  });

  test('after a short track has that one, made longer by the drive', async () => {
    const controller = new AbortController();
    const { drive } = rawDrive(
      atLba(150, (_request, next) => {
        controller.abort();
        return next();
      }),
    );
    const short = { ...blocksOfNoise(178, 1), pregapBlocks: 90 };
    const { result } = await burnRaw(drive, [short, blocksOfNoise(400, 2)], { signal: controller.signal });
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' } });
    expect(result.disc.tracks[0]).toMatchObject({ number: 1, lengthBlocks: 300 });
  });

  test('exactly between two tracks has the first one', async () => {
    const { result } = await stopping(310 - 26);
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' }, tracks: [{ number: 1 }] });
    expect(result.warnings).toEqual([expect.stringMatching(/lists tracks that are not there/)]);
  });
});

describe('the disc of a raw burn that failed before its first track', () => {
  const failedEarly = async () => {
    const { drive } = await failing(-50);
    return drive;
  };

  test('is closed by `close`, which says that nothing of the track reached it', async () => {
    const { result, yielded } = await drainGenerator(closeDisc(await failedEarly()));
    expect(result).toMatchObject({ status: 'complete', tracks: [{ number: 1, lengthBlocks: 300 }] });
    expect(yielded).toContainEqual({
      phase: 'repairing',
      track: 1,
      did: 'Track 1 was left open and accepts no more blocks: it is complete now, with 300 blocks (00:04:00)',
    });
    expect(result.losses).toEqual([
      'Track 1 holds only silence, 300 blocks (00:04:00): nothing of it reached the disc',
    ]);
    expect(result.warnings).toEqual([]);
  });

  test('is closed by `recover` in the same words', async () => {
    const { result } = await drainGenerator(recoverDisc(await failedEarly()));
    expect(result).toMatchObject({ finished: true, disc: { status: 'complete' }, warnings: [] });
    expect(result.repairs).toEqual([expect.stringMatching(/accepts no more blocks/)]);
    expect(result.losses).toEqual([expect.stringMatching(/nothing of it reached the disc/)]);
  });

  test('is closed where a few blocks of the track are on it', async () => {
    const { drive } = await failing(60);
    const { result } = await drainGenerator(closeDisc(drive));
    expect(result).toMatchObject({ status: 'complete', tracks: [{ number: 1, lengthBlocks: 300 }] });
  });
});

test('a raw burn that is faster than any drive writes is read back, and believed when it is equal', async () => {
  const { drive, transport } = rawDrive();
  const frozen = { now: () => 0, sleep: (milliseconds: number) => transport.clock.sleep(milliseconds) };
  Object.defineProperty(drive, 'clock', { value: frozen });
  const { result } = await burnRaw(drive, TRACKS, { verify: 'none' });
  expect(result.warnings).toEqual(
    [1, 2].map((track) =>
      expect.stringMatching(new RegExp(`track ${track} was written in no time, .* all of it is on`)),
    ),
  );
});

test('a raw burn that is faster than any drive writes is not believed when its sound is missing', async () => {
  const { drive, transport } = rawDrive((request, next) => {
    if (request.cdb[0] === 0x2a && request.data.direction === 'out') {
      const { bytes } = request.data;
      for (let at = 0; at < bytes.length; at += 2_448) bytes.subarray(at, at + 2_352).fill(0);
    }
    return next();
  });
  const frozen = { now: () => 0, sleep: (milliseconds: number) => transport.clock.sleep(milliseconds) };
  Object.defineProperty(drive, 'clock', { value: frozen });
  expect(await rejectionOf(burnRaw(drive, TRACKS, { verify: 'none' }), BurnError)).toMatchObject({
    code: 'NOTHING_RECORDED',
    track: 1,
  });
});
