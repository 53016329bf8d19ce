import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { HResult, ImapiError, type TrackAtOnce } from '../../../src/imapi2/index.ts';
import type { SimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { CLOSE_TRACK_SESSION, closeFunctionOf, lbaOf, MODE_SELECT, PREVENT_ALLOW, WRITE } from '../../support/cdb.ts';
import { checkCondition } from '../../support/tampered-transport.ts';
import { audio, type Rig, resultOf, rig, writerOn, writtenDisc } from '../rig.ts';

const writeError = checkCondition(3, 0x0c, 0x00);

/** Waits until the drive has carried out the commands sent so far. */
const afterOthers = (simulated: SimulatedDrive) =>
  simulated.send({ cdb: new Uint8Array(6), data: { direction: 'none' }, timeoutMs: 1_000 });

/** What is left of the hold on the drive: nothing, if everything was released. */
const held = ({ simulated, transport }: Rig) => ({
  locked: simulated.burner.tray.locked,
  exclusive: transport.events.filter((event) => event !== 'closed').at(-1) !== 'shared',
});
const NOTHING = { locked: false, exclusive: false };
const EVERYTHING = { locked: true, exclusive: true };

describe('the drive is taken with prepareMedia, under the client name, and released', () => {
  test('with releaseMedia, with and without a track', async () => {
    for (const tracks of [0, 1]) {
      const one = await rig();
      const writer = writerOn(one.recorder, 'Record shop 1.0');
      await writer.prepareMedia();
      expect(held(one)).toEqual(EVERYTHING);
      expect(one.transport.events).toEqual(['exclusive Record shop 1.0']);
      expect(await one.recorder.exclusiveAccessOwner).toBe('Record shop 1.0');
      for (let track = 0; track < tracks; track++) await writer.addAudioTrack(audio(300));
      expect(held(one)).toEqual(EVERYTHING);
      await writer.releaseMedia();
      expect(held(one)).toEqual(NOTHING);
      expect(await one.recorder.exclusiveAccessOwner).toBe('');
      expect(one.transport.sent(CLOSE_TRACK_SESSION)).toHaveLength(tracks);
    }
  });

  test('when prepareMedia refuses', async () => {
    const refusals: [string, Promise<Rig>, (writer: TrackAtOnce, one: Rig) => void][] = [
      ['E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK', writtenDisc().then((disc) => rig({ disc })), () => {}],
      ['E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK', writtenDisc({ leaveOpen: true }).then((disc) => rig({ disc })), () => {}],
      [
        'E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE',
        rig(),
        (_writer, { transport }) => {
          transport.tamper = ({ cdb }, next) => (cdb[0] === 0x51 ? checkCondition(2, 0x30, 0x02) : next());
        },
      ],
    ];
    for (const [expected, opening, arrange] of refusals) {
      const one = await opening;
      const writer = writerOn(one.recorder);
      arrange(writer, one);
      expect(await resultOf(() => writer.prepareMedia())).toBe(expected);
      expect(held(one)).toEqual(NOTHING);
      expect(await resultOf(() => writer.releaseMedia())).toBe('E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED');
    }
  });

  test('when the tray cannot even be locked', async () => {
    const one = await rig();
    one.transport.tamper = ({ cdb }, next) => (cdb[0] === PREVENT_ALLOW ? checkCondition(2, 0x3a, 0x01) : next());
    expect(await resultOf(() => writerOn(one.recorder).prepareMedia())).toBe('E_IMAPI_RECORDER_MEDIA_NO_MEDIA');
    expect(held(one)).toEqual(NOTHING);
  });

  test('when somebody else has it', async () => {
    const one = await rig();
    const busy = new TransportError({
      kind: 'busy',
      path: 'sim:',
      operation: 'open',
      reason: 'mounted',
      remedy: 'Wait',
    });
    one.transport.takeExclusive = async () => {
      throw busy;
    };
    expect(await resultOf(() => writerOn(one.recorder).prepareMedia())).toBe('E_IMAPI_RECORDER_LOCKED');
    expect(one.simulated.burner.tray.locked).toBe(false);
  });

  test('when releaseMedia cannot close the session; another disc can then be prepared', async () => {
    const one = await rig();
    const writer = writerOn(one.recorder);
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300));
    one.transport.tamper = ({ cdb }, next) =>
      cdb[0] === CLOSE_TRACK_SESSION && closeFunctionOf(cdb) === 2 ? checkCondition(7, 0x27, 0x00) : next();
    expect(await resultOf(() => writer.releaseMedia())).toBe('E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED');
    one.transport.tamper = (_request, next) => next();
    expect(held(one)).toEqual(NOTHING);
    expect(await resultOf(() => writer.prepareMedia())).toBe('E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK');
  });

  test('when the drive is disconnected in the middle, with the first error', async () => {
    const one = await rig();
    const writer = writerOn(one.recorder);
    await writer.prepareMedia();
    one.transport.tamper = async ({ cdb }, next) => {
      if (cdb[0] === WRITE) await one.simulated.close();
      return next();
    };
    const gone = 'HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)';
    expect(await resultOf(() => writer.addAudioTrack(audio(2_000)))).toBe(gone);
    expect(await resultOf(() => writer.releaseMedia())).toBe(gone);
    expect(await resultOf(() => writer.releaseMedia())).toBe('E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED');
  });
});

describe('a failed write', () => {
  test('the caller sees its own error; what was written is closed and counted, and releaseMedia works', async () => {
    const one = await rig();
    const writer = writerOn(one.recorder);
    await writer.prepareMedia();
    one.transport.tamper = async ({ cdb }, next) => {
      if (cdb[0] !== WRITE || lbaOf(cdb) < 1_000) return next();
      await afterOthers(one.simulated);
      return checkCondition(3, 0x0c, 0x09);
    };
    const error = await writer.addAudioTrack(audio(3_000)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ImapiError);
    expect(error).toMatchObject({ hresult: HResult.E_IMAPI_LOSS_OF_STREAMING, member: 'addAudioTrack()' });
    expect(held(one)).toEqual(EVERYTHING);
    expect(writer.numberOfExistingTracks).toBe(1);
    await writer.releaseMedia();
    expect(held(one)).toEqual(NOTHING);
    const disc = await readDiscState(one.drive);
    expect(disc).toMatchObject({ status: 'complete', tracks: [{ number: 1, open: false }] });
    expect(disc.tracks[0]?.lengthBlocks).toBeGreaterThanOrEqual(999);
  });

  test('even where the drive then refuses to close the track, releaseMedia closes it', async () => {
    const one = await rig();
    const writer = writerOn(one.recorder);
    await writer.prepareMedia();
    let failed = false;
    let refusals = 0;
    one.transport.tamper = async ({ cdb }, next) => {
      if (cdb[0] === WRITE && lbaOf(cdb) >= 1_000) {
        await afterOthers(one.simulated);
        failed = true;
        return writeError;
      }
      if (failed && cdb[0] === 0x35 && refusals++ < 2) return checkCondition(4, 0x09, 0x00);
      return next();
    };
    expect(await resultOf(() => writer.addAudioTrack(audio(3_000)))).toBe('E_FAIL');
    expect(writer.numberOfExistingTracks).toBe(0);
    expect(await resultOf(() => writer.addAudioTrack(audio(300)))).toBe('E_FAIL'); // a track is unfinished
    await writer.releaseMedia();
    expect(await readDiscState(one.drive)).toMatchObject({ status: 'complete', tracks: [{ open: false }] });
    expect(held(one)).toEqual(NOTHING);
  });

  test('before anything was written: the disc stays blank and usable', async () => {
    const one = await rig();
    const writer = writerOn(one.recorder);
    await writer.prepareMedia();
    one.transport.tamper = async ({ cdb }, next) => (cdb[0] === MODE_SELECT ? checkCondition(5, 0x26, 0) : next());
    expect(await resultOf(() => writer.addAudioTrack(audio(300)))).toBe('E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS');
    one.transport.tamper = (_request, next) => next();
    await writer.addAudioTrack(audio(300));
    await writer.releaseMedia();
    expect(await readDiscState(one.drive)).toMatchObject({ status: 'complete', tracks: [{ number: 1 }] });
  });

  test('a burn that left no trace fails its verification, even at level none', async () => {
    const one = await rig();
    const writer = writerOn(one.recorder);
    await writer.prepareMedia();
    one.transport.tamper = async (request, next) => {
      const reply = await next();
      if (request.cdb[0] !== 0x52 || request.cdb[5] !== 1 || reply.outcome === 'skipped' || reply.status !== 0x00)
        return reply;
      const data = reply.data.slice();
      data[11] = 50; // the track begins somewhere else
      return { ...reply, data };
    };
    expect(await resultOf(() => writer.addAudioTrack(audio(300)))).toBe('E_IMAPI_BURN_VERIFICATION_FAILED');
    one.transport.tamper = (_request, next) => next();
    await writer.releaseMedia();
    expect(held(one)).toEqual(NOTHING);
  });
});

describe('two writers on one recorder', () => {
  test('one at a time: the second learns that the drive is taken, and by whom; then it is its turn', async () => {
    const one = await rig();
    const first = writerOn(one.recorder, 'the first');
    const second = writerOn(one.recorder, 'the second');
    await first.prepareMedia();
    expect(await resultOf(() => second.prepareMedia())).toBe('E_IMAPI_RECORDER_LOCKED');
    expect(await resultOf(() => second.setWriteSpeed(-1, false))).toBe('E_IMAPI_RECORDER_LOCKED');
    expect(await one.recorder.exclusiveAccessOwner).toBe('the first');
    expect(held(one)).toEqual(EVERYTHING);
    await first.releaseMedia();
    await second.prepareMedia();
    expect(await one.recorder.exclusiveAccessOwner).toBe('the second');
    await second.addAudioTrack(audio(300));
    await second.releaseMedia();
    expect(held(one)).toEqual(NOTHING);
  });

  test('when both call together, one of them gets the drive', async () => {
    const one = await rig();
    const results = await Promise.all(
      ['a', 'b'].map((name) => resultOf(() => writerOn(one.recorder, name).prepareMedia())),
    );
    expect(results).toEqual(['S_OK', 'E_IMAPI_RECORDER_LOCKED']);
  });

  test('while one writes, the queries of both are answered without a command to the drive', async () => {
    const one = await rig();
    const [first, second] = [writerOn(one.recorder), writerOn(one.recorder)];
    const before = await Promise.all([
      first.supportedWriteSpeeds,
      first.currentWriteSpeed,
      first.currentPhysicalMediaType,
    ]);
    await first.prepareMedia();
    let asked: Promise<unknown>[] | undefined;
    let commands: number[] = [];
    first.on('update', (_writer, { lastWrittenLba }) => {
      if (asked !== undefined || lastWrittenLba === 0) return;
      const count = one.transport.opcodes.length;
      asked = [first, second].map(async (writer) => {
        const facts = [writer.supportedWriteSpeeds, writer.currentWriteSpeed, writer.currentPhysicalMediaType] as const;
        expect(await Promise.all(facts)).toEqual(before);
        expect(await writer.supportedWriteSpeedDescriptors).toHaveLength(before[0].length);
        expect(await writer.mediaPhysicallyBlank).toBe(true); // as before the write
        expect(await writer.isCurrentMediaSupported(one.recorder)).toBe(true);
        commands = one.transport.opcodes.slice(count);
      });
    });
    await first.addAudioTrack(audio(5_000));
    expect(asked).toHaveLength(2);
    await Promise.all(asked ?? []);
    expect(new Set(commands)).toEqual(new Set(commands.length === 0 ? [] : [WRITE]));
    expect(await second.mediaPhysicallyBlank).toBe(false);
  });

  test('the recorder’s own tray stays shut while a disc is prepared', async () => {
    const one = await rig();
    const writer = writerOn(one.recorder);
    await writer.prepareMedia();
    expect(await resultOf(() => one.recorder.ejectMedia())).toBe('E_IMAPI_RECORDER_LOCKED');
    await writer.releaseMedia();
    expect(await resultOf(() => one.recorder.ejectMedia())).toBe('S_OK');
    expect(one.simulated.burner.tray.open).toBe(true);
    await one.recorder.closeTray();
    expect(await writer.mediaPhysicallyBlank).toBe(true);
  });
});
