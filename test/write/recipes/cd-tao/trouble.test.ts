import { describe, expect, test } from '@jest/globals';
import { AUDIO_BLOCK_BYTES } from '../../../../src/cd/geometry.ts';
import { readDiscState } from '../../../../src/drive/disc-state.ts';
import type { Drive } from '../../../../src/drive/drive.ts';
import type { ScsiReply } from '../../../../src/transport/transport.ts';
import { TransportError } from '../../../../src/transport/transport-error.ts';
import type { BurnOptions } from '../../../../src/write/burn.ts';
import { BurnError } from '../../../../src/write/engine/burn-error.ts';
import type { TrackSource } from '../../../../src/write/engine/track-source.ts';
import { burnAudio } from '../../../../src/write/recipes/cd-tao/burn-audio.ts';
import { closeDisc } from '../../../../src/write/repair/close-disc.ts';
import {
  CLOSE_TRACK_SESSION,
  closeFunctionOf,
  GET_CONFIGURATION,
  lbaOf,
  MODE_SELECT,
  PREVENT_ALLOW,
  READ_CD,
  READ_DISC_INFORMATION,
  READ_TRACK_INFORMATION,
  SEND_OPC,
  SYNCHRONIZE_CACHE,
  TEST_UNIT_READY,
  WRITE,
} from '../../../support/cdb.ts';
import { rejectionOf } from '../../../support/rejection.ts';
import { blocksOfNoise, noise } from '../../../support/sources.ts';
import { checkCondition, drainGenerator, good, type Tamper } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';

const on = (
  opcode: number,
  answer: (count: number, next: () => Promise<ScsiReply>) => Promise<ScsiReply> | ScsiReply,
): Tamper => {
  let count = 0;
  return (request, next) => (request.cdb[0] === opcode ? answer(++count, next) : next());
};

const burn = (drive: Drive, sources: readonly TrackSource[] = [blocksOfNoise(400)], options: BurnOptions = {}) =>
  drainGenerator(burnAudio(drive, sources, options));

describe('a WRITE that fails', () => {
  test('is reported with its address, the sense in words, the state of the disc and what to do; the tray is unlocked', async () => {
    const { drive, transport } = await tamperedDrive(
      on(WRITE, (count, next) => (count === 20 ? checkCondition(3, 0x0c, 0x00) : next())),
    );
    const error = await rejectionOf(burn(drive, [blocksOfNoise(300), blocksOfNoise(1_000, 2)]), BurnError);
    expect(error).toMatchObject({ phase: 'writing', track: 2, disc: { status: 'appendable' } });
    expect(error.message).toMatch(/writing track 2 at LBA \d+: WRITE\(10\): MEDIUM ERROR 3\/0C\/00 write error/i);
    expect(error.message).toMatch(/1 complete track|2 complete tracks/);
    expect(error.message).toMatch(/discwright close/);
    expect(transport.sent(PREVENT_ALLOW).at(-1)?.[4]).toBe(0);
    expect(transport.events.at(-1)).toBe('shared');

    transport.tamper = (_request, next) => next();
    transport.events.length = 0;
    const { result } = await drainGenerator(closeDisc(drive));
    expect(result.status).toBe('complete');
    expect(transport.events).toEqual(['exclusive discwright', 'shared']);
  });

  test('or one that left a disc open is not closed while another program has the drive', async () => {
    const { drive, transport } = await tamperedDrive();
    await burn(drive, undefined, { ending: 'leave-open' });
    const busy = { kind: 'busy', path: 'x', operation: 'open', reason: 'another program has it', remedy: 'Close it.' };
    transport.takeExclusive = () => Promise.reject(new TransportError({ ...busy, kind: 'busy' }));
    await expect(drainGenerator(closeDisc(drive))).rejects.toMatchObject({ kind: 'busy' });
    expect(transport.sent(CLOSE_TRACK_SESSION)).toEqual([]);
  });

  test('as a deferred error blames an earlier WRITE', async () => {
    const { drive } = await tamperedDrive(
      on(WRITE, (count, next) => (count === 5 ? checkCondition(3, 0x0c, 0x00, { deferred: true }) : next())),
    );
    const error = await rejectionOf(burn(drive), BurnError);
    expect(error.message).toMatch(/an earlier WRITE failed/);
  });

  test('because the drive is gone still gives everything back', async () => {
    const gone = new TransportError({
      kind: 'gone',
      path: 'x',
      operation: 'SG_IO',
      reason: 'no such device',
      remedy: 'Plug it in.',
    });
    let unplugged = false;
    const { drive, transport } = await tamperedDrive((request, next) => {
      unplugged ||= request.cdb[0] === WRITE && transport.sent(WRITE).length === 4;
      return unplugged ? Promise.reject(gone) : next();
    });
    const error = await burn(drive).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/no such device/);
    expect(transport.events.at(-1)).toBe('shared');
  });

  test('because of a reset in the middle of a burn is not repeated', async () => {
    const { drive, transport } = await tamperedDrive(
      on(WRITE, (count, next) => (count === 3 ? checkCondition(6, 0x29, 0x00) : next())),
    );
    await rejectionOf(burn(drive), BurnError);
    expect(transport.sent(WRITE)).toHaveLength(3);
  });
});

describe('a source that fails', () => {
  test('leaves the track closed and shorter, and says which source it was', async () => {
    const source = blocksOfNoise(2_000, 1, {
      name: 'broken.wav',
      onRead: (position) => {
        if (position > 1_000_000) throw new Error('input/output error');
      },
    });
    const { drive } = await tamperedDrive();
    const error = await rejectionOf(burn(drive, [source]), BurnError);
    expect(error.message).toMatch(/broken\.wav could not be read to its end: input\/output error/);
    const disc = await readDiscState(drive);
    expect(disc).toMatchObject({ status: 'appendable', tracks: [{ number: 1, open: false }] });
    expect(disc.tracks[0]?.lengthBlocks).toBeGreaterThanOrEqual(300);
  });

  test('before the first block leaves the disc blank', async () => {
    const source: TrackSource = {
      ...blocksOfNoise(300),
      openReader: () => Promise.reject(new Error('gone')),
    };
    const { drive } = await tamperedDrive();
    const error = await rejectionOf(burn(drive, [source]), BurnError);
    expect(error.disc?.status).toBe('blank');
    expect(error.remedy).toBe('Nothing is on the disc: remove the cause, and burn again');
  });
});

describe('drives that bend the truth', () => {
  test('a liar that says GOOD to every WRITE and writes nothing is caught', async () => {
    const { drive } = await tamperedDrive((request, next) => {
      const opcode = request.cdb[0];
      return opcode === WRITE || opcode === SYNCHRONIZE_CACHE || opcode === CLOSE_TRACK_SESSION ? good() : next();
    });
    const error = await rejectionOf(burn(drive), BurnError);
    expect(error.phase).toBe('verifying');
    expect(error.message).toMatch(/reported success/);
  });

  test('a burn that is faster than discs turn is not believed', async () => {
    const { drive, transport } = await tamperedDrive();
    const frozen = { now: () => 0, sleep: (milliseconds: number) => transport.clock.sleep(milliseconds) };
    Object.defineProperty(drive, 'clock', { value: frozen });
    expect((await rejectionOf(burn(drive), BurnError)).message).toMatch(/faster than any drive/);
  });

  test('a page 05h that is accepted and not kept stops the burn before anything is written', async () => {
    const { drive, transport } = await tamperedDrive(on(MODE_SELECT, () => good()));
    const error = await rejectionOf(burn(drive, undefined, { ending: 'leave-open' }), BurnError);
    expect(error.message).toMatch(/multiSession is 0 instead of 3/);
    expect(transport.sent(WRITE)).toEqual([]);
    expect(transport.sent(PREVENT_ALLOW).at(-1)?.[4]).toBe(0);
  });

  test('an edited page that is refused is made from zeros instead', async () => {
    const { drive } = await tamperedDrive(
      on(MODE_SELECT, (count, next) => (count === 1 ? checkCondition(5, 0x26, 0x00) : next())),
    );
    expect((await burn(drive)).result.disc.status).toBe('complete');
  });

  test('an NWA of -150 on a blank disc means the start of the track', async () => {
    const { drive } = await tamperedDrive(
      on(READ_TRACK_INFORMATION, async (_count, next) => {
        const reply = await next();
        if (reply.outcome === 'answered' && (reply.data[6] ?? 0) & 0x40) {
          new DataView(reply.data.buffer, reply.data.byteOffset).setInt32(12, -150);
        }
        return reply;
      }),
    );
    expect((await burn(drive)).result.disc.tracks[0]).toMatchObject({ startLba: 0, lengthBlocks: 400 });
  });

  test('a drive without SEND OPC is no error, a failed calibration is, before anything is written', async () => {
    const without = await tamperedDrive(on(SEND_OPC, () => checkCondition(5, 0x20, 0x00)));
    expect((await burn(without.drive)).result.disc.status).toBe('complete');
    const failing = await tamperedDrive(on(SEND_OPC, () => checkCondition(3, 0x73, 0x03)));
    const error = await rejectionOf(burn(failing.drive), BurnError);
    expect(error.phase).toBe('calibrating');
    expect(failing.transport.sent(WRITE)).toEqual([]);
  });

  test('TEST UNIT READY that is GOOD while the drive closes does not end the wait', async () => {
    let busyAnswers = 0;
    const { drive, transport } = await tamperedDrive((request, next) => {
      if (request.cdb[0] === TEST_UNIT_READY) return good();
      if (
        request.cdb[0] === READ_DISC_INFORMATION &&
        transport.opcodes.includes(CLOSE_TRACK_SESSION) &&
        busyAnswers < 5
      ) {
        busyAnswers++;
        return checkCondition(2, 0x04, 0x07, { progress: busyAnswers / 10 });
      }
      return next();
    });
    const { yielded, result } = await burn(drive);
    expect(result.disc.status).toBe('complete');
    expect(busyAnswers).toBe(5);
    const fractions = yielded.flatMap((each) =>
      each.phase === 'closing the session' && each.fraction ? [each.fraction] : [],
    );
    expect(fractions.length).toBeGreaterThanOrEqual(5);
  });

  test('a close that never ends is given up with a message, not waited for for ever', async () => {
    const { drive, transport } = await tamperedDrive((request, next) =>
      request.cdb[0] === TEST_UNIT_READY && transport.opcodes.includes(CLOSE_TRACK_SESSION)
        ? checkCondition(2, 0x04, 0x07)
        : next(),
    );
    expect((await rejectionOf(burn(drive), BurnError)).message).toMatch(/still closing the session after 1800 s/);
  });

  test('Immed refused: the command is sent again without it', async () => {
    const { drive } = await tamperedDrive((request, next) => {
      const immediate = request.cdb[0] === CLOSE_TRACK_SESSION ? request.cdb[1] === 1 : request.cdb[1] === 2;
      const long = request.cdb[0] === CLOSE_TRACK_SESSION || request.cdb[0] === SYNCHRONIZE_CACHE;
      return long && immediate ? checkCondition(5, 0x24, 0x00) : next();
    });
    expect((await burn(drive)).result.disc.status).toBe('complete');
  });

  test('a track that is still open after the flush is closed by CLOSE TRACK', async () => {
    const { drive, transport } = await tamperedDrive(on(SYNCHRONIZE_CACHE, () => good()));
    expect((await burn(drive)).result.disc.status).toBe('complete');
    expect(transport.sent(CLOSE_TRACK_SESSION).map(closeFunctionOf)).toEqual([1, 2]);
  });

  test('a write offset of the drive is no difference; one wrong sample is', async () => {
    for (const shift of [0, 48, -120, 2_940]) {
      const { drive, transport } = await tamperedDrive();
      transport.tamper = shifted(shift);
      const { result } = await burn(drive, [blocksOfNoise(OFFSET_BLOCKS)], { verify: 'full' });
      expect(result.comparisons[0]?.offsetSamples).toBeCloseTo(shift / 4);
    }
    const { drive } = await tamperedDrive(
      on(READ_CD, async (count, next) => {
        const reply = await next();
        if (reply.outcome === 'answered' && count === 4) reply.data[5_000] = (reply.data[5_000] ?? 0) ^ 1;
        return reply;
      }),
    );
    const error = await rejectionOf(burn(drive, [blocksOfNoise(OFFSET_BLOCKS)], { verify: 'full' }), BurnError);
    expect(error).toMatchObject({ phase: 'verifying', track: 1, lba: 3 * 27 + 2 });
  });
});

test('a drive that writes no CDs is not asked for a blank one', async () => {
  // A CD-ROM drive with a CD-ROM in it: profile 0008h, which is the only one in its list.
  const configuration = Uint8Array.of(0, 0, 0, 12, 0, 0, 0, 8, 0, 0, 3, 4, 0, 8, 1, 0);
  const { drive, transport } = await tamperedDrive(on(GET_CONFIGURATION, () => good(configuration)));
  const error = await rejectionOf(burn(drive), BurnError);
  expect(error).toMatchObject({
    phase: 'planning',
    message: expect.stringMatching(/this drive does not write CDs.*recorder/s),
  });
  expect(transport.sent(WRITE)).toEqual([]);
});

const OFFSET_BLOCKS = 333;

/** Answers READ CD with the audio of `blocksOfNoise(333)` at LBA 0, late by that many bytes, as a drive with an offset does. */
function shifted(bytes: number): Tamper {
  const audio = noise(OFFSET_BLOCKS * AUDIO_BLOCK_BYTES);
  return (request, next) => {
    if (request.cdb[0] !== READ_CD || request.data.direction !== 'in') return next();
    const first = lbaOf(request.cdb) * AUDIO_BLOCK_BYTES - bytes;
    return good(Uint8Array.from({ length: request.data.lengthBytes }, (_, index) => audio[first + index] ?? 0));
  };
}
