import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../../src/simulator/index.ts';
import type { BurnOptions } from '../../../../src/write/burn.ts';
import { burnAudio } from '../../../../src/write/burn-audio.ts';
import { BurnError } from '../../../../src/write/engine/burn-error.ts';
import { TrackFormats } from '../../../../src/write/engine/track-format.ts';
import type { TrackSource } from '../../../../src/write/engine/track-source.ts';
import { closeDisc } from '../../../../src/write/repair/close-disc.ts';
import { recoverDisc } from '../../../../src/write/repair/recover-disc.ts';
import { READ_TRACK_INFORMATION, SYNCHRONIZE_CACHE, WRITE } from '../../../support/cdb.ts';
import { rejectionOf } from '../../../support/rejection.ts';
import { blocksOfNoise, noise, sourceOf } from '../../../support/sources.ts';
import { checkCondition, drainGenerator, type Tamper, TamperedTransport } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';
import { CD_TEXT, write } from './support.ts';

const lbaOf = (cdb: Uint8Array): number => new DataView(cdb.buffer, cdb.byteOffset).getInt32(2);

/** Answers the first WRITE at or after an address itself. */
function atLba(lba: number, answer: Tamper): Tamper {
  let done = false;
  return (request, next) => {
    if (done || request.cdb[0] !== WRITE || lbaOf(request.cdb) < lba) return next();
    done = true;
    return answer(request, next);
  };
}

/** A disc with a session of one track, in a drive with a small buffer. */
async function withSession() {
  const simulated = new SimulatedDrive({ bufferBytes: 256 * 1_024 });
  await drainGenerator(burnAudio(new Drive(simulated), [blocksOfNoise(310)], { ending: 'close-session' }));
  const transport = new TamperedTransport(simulated);
  return { simulated, transport, drive: new Drive(transport) };
}

const SECOND_PREGAP_LBA = 11_562;

describe('a second session', () => {
  test.each([
    ['in its pregap', SECOND_PREGAP_LBA + 60],
    ['at the start of its track, all of whose pregap is in the buffer', SECOND_PREGAP_LBA + 150],
  ])('that loses its power %s has nothing on the disc: the address is that of the pregap', async (_name, lba) => {
    const { simulated, transport, drive } = await withSession();
    transport.tamper = atLba(lba, async (_request, next) => {
      await simulated.burner.losePower();
      return next();
    });
    const error = await rejectionOf(write(drive, [blocksOfNoise(600, 2)], { fifoBytes: 0 }), BurnError);
    expect(error).toMatchObject({ phase: 'writing', track: 2, lba: SECOND_PREGAP_LBA });
    expect(error.disc?.tracks).toHaveLength(1);
    expect(error.remedy).toMatch(/^The disc has no track of this session, and plays as before\./);
  });

  test('is continued in its pregap where the drive says it is', async () => {
    const { transport, drive } = await withSession();
    transport.tamper = atLba(SECOND_PREGAP_LBA + 60, () => checkCondition(5, 0x2c, 0x00));
    const { result } = await write(drive, [blocksOfNoise(600, 2)], { verify: 'full' });
    expect(result).toMatchObject({ disc: { status: 'complete' }, comparisons: [{ track: 2 }] });
  });

  test.each([
    [
      'inside the session before it',
      100,
      /would begin another session at LBA 100, inside the one that ends at LBA 312/,
    ],
    ['where no CD has an address', 404_000, /would end beyond every address of a CD/],
  ])('is not begun %s, whatever the drive reports', async (_name, place, words) => {
    const { transport, drive } = await withSession();
    transport.tamper = async (request, next) => {
      const reply = await next();
      if (request.cdb[0] !== READ_TRACK_INFORMATION || reply.outcome !== 'answered') return reply;
      const view = new DataView(reply.data.buffer, reply.data.byteOffset);
      if (reply.data.length >= 16 && view.getUint8(2) === 2) view.setInt32(12, place);
      return reply;
    };
    const error = await rejectionOf(write(drive, [blocksOfNoise(1_600, 2)]), BurnError);
    expect(error).toMatchObject({ phase: 'preparing', code: 'NO_NEXT_ADDRESS' });
    expect(error.message).toMatch(words);
    expect(transport.sent(WRITE)).toEqual([]);
  });
});

describe('a session that is stopped', () => {
  const stopped = async (sources: readonly TrackSource[], lba: number, options: BurnOptions = {}) => {
    const controller = new AbortController();
    const { drive } = tamperedDrive(
      atLba(lba, (_request, next) => {
        controller.abort();
        return next();
      }),
    );
    const { result } = await write(drive, sources, { signal: controller.signal, fifoBytes: 0, ...options });
    return result;
  };

  test('exactly between two tracks has the first one', async () => {
    const result = await stopped([blocksOfNoise(310), blocksOfNoise(310, 2)], 310 - 13);
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' }, tracks: [{ number: 1 }] });
    expect(result.warnings).toEqual([expect.stringMatching(/stopped before all of it was written/)]);
  });

  test('between data and sound has the data', async () => {
    const data = { ...sourceOf(noise(400 * 2_048)), format: TrackFormats.mode1 };
    const result = await stopped([data, blocksOfNoise(310, 2)], 460);
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' } });
    expect(result.tracks).toMatchObject([{ number: 1, lengthBlocks: 400 }]);
  });

  test.each([
    ['lead-in', -1_000],
    ['first pregap', -60],
  ])('in its %s has no track, and a warning says that the disc is no longer untouched', async (_part, lba) => {
    const result = await stopped([blocksOfNoise(310)], lba, { cdText: CD_TEXT });
    expect(result).toMatchObject({ cancelled: true, tracks: [] });
    expect(result.warnings).toEqual([expect.stringMatching(/none of its tracks is on the disc, but the start/)]);
  });
});

describe('a session whose program died before the flush, when all of it had been sent', () => {
  async function unflushed(ending: 'finalize' | 'close-session') {
    const simulated = new SimulatedDrive();
    const transport = new TamperedTransport(simulated.connect(), (request, next) => {
      if (request.cdb[0] === SYNCHRONIZE_CACHE) throw new Error('killed');
      return next();
    });
    await rejectionOf(write(new Drive(transport), [blocksOfNoise(310)], { ending }), BurnError);
    await transport.close();
    return new Drive(simulated);
  }

  test.each([
    ['finalize', 'finalize', 'complete', []],
    ['close-session', 'close-session', 'appendable', []],
    ['close-session', 'finalize', 'appendable', [/the drive ended the session as its burn had asked for: another/]],
    ['finalize', 'close-session', 'complete', [/the drive ended the session as its burn had asked for: nothing can/]],
  ] as const)('that was to %s is ended by the drive (%s asked for)', async (burned, ending, status, words) => {
    const warnings = words.map((each) => expect.stringMatching(each));
    const closed = await drainGenerator(closeDisc(await unflushed(burned), { ending }));
    expect(closed.result).toMatchObject({ status, warnings, tracks: [{ number: 1, lengthBlocks: 310 }] });
    const recovered = await drainGenerator(recoverDisc(await unflushed(burned), { ending }));
    expect(recovered.result).toMatchObject({ finished: true, disc: { status }, warnings });
  });
});

test('a session that fails in its lead-in is not said to have left the disc untouched', async () => {
  const { drive } = tamperedDrive(atLba(-1_000, () => checkCondition(3, 0x0c, 0x00)));
  const error = await rejectionOf(write(drive, [blocksOfNoise(310)], { cdText: CD_TEXT }), BurnError);
  expect(error).toMatchObject({ part: 'lead-in', disc: { status: 'blank' } });
  expect(error.remedy).toMatch(/^The drive takes the disc for blank, but the start of the session may be on it/);
});
