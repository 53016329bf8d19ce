import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { reserveTrack } from '../../../src/mmc/commands/reserve-track.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { MultiSession, WriteType } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import {
  type Behaviour,
  openSimulatedDrive,
  type SimulatedDrive,
  type SimulatedDriveSettings,
} from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { TrackFormats } from '../../../src/write/engine/track-format.ts';
import { setWriteParameters } from '../../../src/write/engine/write-parameters.ts';
import { blankDisc } from '../../../src/write/erase/blank.ts';
import { closeDisc } from '../../../src/write/repair/close-disc.ts';
import { recoverDisc } from '../../../src/write/repair/recover-disc.ts';
import { asCd } from '../../support/cd.ts';
import { CLOSE_TRACK_SESSION, closeFunctionOf, READ_TRACK_INFORMATION } from '../../support/cdb.ts';
import { blocksOfNoise, noise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

const BLOCK_BYTES = 2_352;

async function open(settings: SimulatedDriveSettings = {}): Promise<{ drive: Drive; simulated: SimulatedDrive }> {
  const simulated = await openSimulatedDrive('', settings);
  return { drive: new Drive(simulated), simulated };
}

/** A complete track, with the session left open. */
const burnOne = (drive: Drive) => drainGenerator(burnAudio(drive, [blocksOfNoise(310)], { ending: 'leave-open' }));

/** WRITEs at the next writable address, without anything that would end the track. */
async function beginTrack(drive: Drive, blocks: number): Promise<void> {
  await setWriteParameters(drive, {
    writeType: WriteType.TrackAtOnce,
    multiSession: MultiSession.NoNextSession,
    format: TrackFormats.audio,
    testWrite: false,
    bufferUnderrunFree: true,
  });
  const { nextWritableLba } = await readDiscState(drive);
  const audio = noise(blocks * BLOCK_BYTES, 9);
  for (let sent = 0; sent < blocks; sent += 27) {
    const part = audio.slice(sent * BLOCK_BYTES, (sent + 27) * BLOCK_BYTES);
    const lengthBlocks = part.length / BLOCK_BYTES;
    await drive.execute(write10({ lba: (nextWritableLba ?? 0) + sent, lengthBlocks }, part));
  }
}

async function close(drive: Drive) {
  const { yielded, result } = await drainGenerator(closeDisc(drive));
  return { disc: result, did: yielded.flatMap((each) => (each.phase === 'repairing' ? [each.did] : [])) };
}

const habit = (answer: Behaviour['answer']): Behaviour => ({ name: 'of this test', answer });
const refusal = (...[key, asc, ascq]: [number, number, number]) => ({
  status: 0x02,
  sense: Uint8Array.of(0x70, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, asc, ascq, 0, 0, 0, 0),
  data: new Uint8Array(),
});

describe('closing a disc that an earlier burn left unfinished', () => {
  test('ends a track that was left open', async () => {
    const { drive } = await open();
    await burnOne(drive);
    await beginTrack(drive, 400);
    const { disc, did } = await close(drive);
    expect(did).toEqual(['Track 2 was left open: it is complete now, with 400 blocks (00:05:25)']);
    expect(disc).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 310 }, { lengthBlocks: 400 }] });
  });

  test('ends it with CLOSE TRACK where a flush does not', async () => {
    const { drive } = await open({ personality: 'keeps-track-open' });
    await beginTrack(drive, 400);
    const { disc, did } = await close(drive);
    expect(did).toEqual(['Track 1 was left open: it is complete now, with 400 blocks (00:05:25)']);
    expect(disc.status).toBe('complete');
  });

  test('pads a short track where the drive refuses to close it', async () => {
    const tooShort = habit(async ({ drive, cdb }, next) =>
      cdb[0] === CLOSE_TRACK_SESSION && (asCd(drive.disc).openTrack?.lengthBlocks ?? 300) < 300
        ? refusal(5, 0x72, 0x03)
        : next(),
    );
    const { drive } = await open({ personality: 'keeps-track-open', behaviours: [tooShort] });
    await beginTrack(drive, 54);
    const { disc, did } = await close(drive);
    expect(did).toEqual([
      'Track 1 was left open, padded with 246 blocks of silence: it is complete now, with 300 blocks (00:04:00)',
    ]);
    expect(disc).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 300 }] });
    expect(
      Buffer.compare(
        await readAudioBlocks(drive, { startLba: 0, lengthBlocks: 27 }),
        noise(54 * BLOCK_BYTES, 9).subarray(0, 27 * BLOCK_BYTES),
      ),
    ).toBe(0);
    expect((await readAudioBlocks(drive, { startLba: 54, lengthBlocks: 27 })).every((byte) => byte === 0)).toBe(true);
  });

  test.each([[true], [false]])(
    'repairs a track that a power failure interrupted (CLOSE TRACK refused: %s)',
    async (refused) => {
      const stubborn = habit(async ({ cdb }, next) =>
        refused && cdb[0] === CLOSE_TRACK_SESSION && closeFunctionOf(cdb) === 1 ? refusal(5, 0x2c, 0x00) : next(),
      );
      const { drive, simulated } = await open({ behaviours: [stubborn], bufferBytes: 512 * 1_024 });
      await burnOne(drive);
      simulated.inject({ at: { command: 'WRITE(10)', nth: 40 }, does: { powerLoss: 'restart' } });
      await expect(drainGenerator(burnAudio(drive, [blocksOfNoise(3_000, 2)]))).rejects.toThrow(BurnError);
      const found = await readDiscState(drive);
      expect(found).toMatchObject({ lastSession: 'damaged', tracks: [{ damaged: false }, { damaged: true }] });
      const { disc, did } = await close(drive);
      expect(did).toEqual([
        expect.stringMatching(
          /^Track 2 had been interrupted: it ends where it was cut off, and is complete now, with \d+ blocks/,
        ),
      ]);
      expect(disc).toMatchObject({
        status: 'complete',
        tracks: [{ lengthBlocks: 310 }, { damaged: false, open: false }],
      });
    },
  );

  test('closes a session again when a power failure interrupted closing it', async () => {
    const { drive, simulated } = await open();
    await burnOne(drive);
    simulated.inject({ at: { command: 'CLOSE TRACK/SESSION' }, does: { powerLoss: 'restart' } });
    expect(await close(drive)).toMatchObject({
      did: [],
      disc: { status: 'complete', tracks: [{ lengthBlocks: 310 }] },
    });
  });

  test('closes a track that the drive did not report, when it refuses with 5/72/03', async () => {
    const secretive = habit(async (call, next) => {
      const answer = await next();
      const answersTracks = call.cdb[0] === READ_TRACK_INFORMATION && answer.status === 0x00;
      if (answersTracks && asCd(call.drive.tray.disc).openTrack !== undefined) answer.data[7] = 0;
      return answer;
    });
    const { drive } = await open({ behaviours: [secretive], personality: 'keeps-track-open' });
    await beginTrack(drive, 400);
    const { disc, did } = await close(drive);
    expect(did).toEqual(['The drive had an open track that it did not report: it is closed now']);
    expect(disc).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 400 }] });
  });

  test('writes silence into a reserved track because of which the drive refuses with 5/72/04', async () => {
    const { drive } = await open();
    await burnOne(drive);
    await drive.execute(reserveTrack({ reservationBlocks: 450 }));
    await expect(drive.execute(closeTrackSession({ closeFunction: 2 }))).rejects.toThrow(/5\/72\/04/);
    const { disc, did } = await close(drive);
    expect(did).toEqual([
      'Track 2 is reserved but not fully written: 450 blocks of silence (00:06:00) are written to it',
    ]);
    expect(disc).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 310 }, { lengthBlocks: 450 }] });
  });

  test('does not need a next writable address', async () => {
    const forgetful = habit(async (call, next) =>
      call.cdb[0] === READ_TRACK_INFORMATION && call.cdb[5] === 0xff ? refusal(5, 0x24, 0x00) : next(),
    );
    const { drive } = await open({ behaviours: [forgetful] });
    await burnOne(drive);
    expect(await close(drive)).toMatchObject({ did: [], disc: { status: 'complete' } });
  });
});

describe('closing and recovering say the same losses', () => {
  const finished = {
    closeDisc: (drive: Drive) => drainGenerator(closeDisc(drive)),
    recoverDisc: (drive: Drive) => drainGenerator(recoverDisc(drive)),
  };
  const tooShort = habit(async ({ drive, cdb }, next) =>
    cdb[0] === CLOSE_TRACK_SESSION && (asCd(drive.disc).openTrack?.lengthBlocks ?? 300) < 300
      ? refusal(5, 0x72, 0x03)
      : next(),
  );
  const endsAt = (track: number, end: string) =>
    `Track ${track} ends after ${end}: if more was to follow, it never reached the disc`;

  test.each(Object.entries(finished))('of a track that is padded with silence (%s)', async (_, finish) => {
    const { drive } = await open({ personality: 'keeps-track-open', behaviours: [tooShort] });
    await beginTrack(drive, 54);
    expect((await finish(drive)).result).toMatchObject({
      losses: [endsAt(1, '54 blocks (00:00:54), and silence follows')],
    });
  });

  test.each(Object.entries(finished))('of a track that was left open (%s)', async (_, finish) => {
    const { drive } = await open();
    await burnOne(drive);
    await beginTrack(drive, 400);
    expect((await finish(drive)).result).toMatchObject({ losses: [endsAt(2, '400 blocks (00:05:25)')] });
  });

  test.each(Object.entries(finished))('of a disc whose tracks are whole: none (%s)', async (_, finish) => {
    const { drive } = await open();
    await burnOne(drive);
    expect((await finish(drive)).result).toMatchObject({ losses: [] });
  });
});

describe('a disc that cannot be closed', () => {
  const refused = async (drive: Drive): Promise<BurnError> => {
    const error = await close(drive).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BurnError);
    return error as BurnError;
  };

  test('is refused, and the error says what to do instead', async () => {
    const { drive } = await open();
    expect((await refused(drive)).message).toMatch(/no track on the disc.*Burn something first/);
    await drainGenerator(burnAudio(drive, [blocksOfNoise(310)]));
    expect((await refused(drive)).message).toMatch(/already closed.*nothing to do/);
  });

  test('a CD-RW whose erase was interrupted must be erased again', async () => {
    const { drive, simulated } = await open({ medium: 'CD-RW' });
    await drainGenerator(burnAudio(drive, [blocksOfNoise(310)]));
    const erasing = blankDisc(drive);
    for (let step = 0; step < 4; step++) await erasing.next();
    simulated.inject({ at: {}, does: { powerLoss: 'restart' } });
    await drainGenerator(erasing).catch(() => {});
    expect((await refused(drive)).message).toMatch(/an erase .* was interrupted.*`discwright blank`/);
    await drainGenerator(blankDisc(drive));
    expect((await readDiscState(drive)).status).toBe('blank');
  });

  test('if the drive keeps refusing, its reason is reported after everything possible was tried', async () => {
    const never = habit(async ({ cdb }, next) =>
      cdb[0] === CLOSE_TRACK_SESSION && closeFunctionOf(cdb) === 2 ? refusal(5, 0x72, 0x03) : next(),
    );
    const { drive } = await open({ behaviours: [never] });
    await burnOne(drive);
    const { message } = await refused(drive);
    expect(message).toMatch(/^closing the session: .*5\/72\/03.*Try `discwright close` again, in another drive/);
  });
});

test('closing is not begun while another program has the drive', async () => {
  const { drive, transport } = await tamperedDrive();
  await burn(drive, undefined, { ending: 'leave-open' });
  const busy = { kind: 'busy', path: 'x', operation: 'open', reason: 'another program has it', remedy: 'Close it.' };
  transport.takeExclusive = () => Promise.reject(new TransportError({ ...busy, kind: 'busy' }));
  await expect(drainGenerator(closeDisc(drive))).rejects.toMatchObject({ kind: 'busy' });
  expect(transport.sent(CLOSE_TRACK_SESSION)).toEqual([]);
});
