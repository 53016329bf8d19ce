import { describe, expect, test } from '@jest/globals';
import { pcmTrackFromBytes, pcmTrackFromIterable } from '../../../src/audio/index.ts';
import { type AudioTrackData, DiscRecorder2, type IDiscRecorder2, TrackAtOnce } from '../../../src/imapi2/index.ts';
import { Disc } from '../../../src/simulator/index.ts';
import { checkCondition, good } from '../../support/tampered-transport.ts';
import { audio, resultNow, resultOf, rig, SECTOR_BYTES, writerOn, writtenDisc } from '../rig.ts';

const NULL = null as never;
const NOT_PREPARED = 'E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED';
const WRITING = 'E_IMAPI_DF2TAO_WRITE_IN_PROGRESS';

/** Makes GET CONFIGURATION report another kind of disc. */
const profile = (code: number) => async (request: { cdb: Uint8Array }, next: () => Promise<any>) => {
  const reply = await next();
  if (request.cdb[0] !== 0x46 || reply.outcome !== 'answered') return reply;
  const data = reply.data.slice();
  data.set([Math.floor(code / 256), code % 256], 6);
  return good(data);
};

/** A source whose length nobody knows before it has been read. */
function* chunks(...parts: readonly Uint8Array[]): Generator<Uint8Array> {
  yield* parts;
}

describe('prepareMedia: no recorder, prepared, device errors, kind of disc, not blank, client name', () => {
  test('no recorder comes before the missing client name', async () => {
    expect(await resultOf(() => new TrackAtOnce().prepareMedia())).toBe('E_IMAPI_DF2TAO_NO_RECORDER_SPECIFIED');
  });

  test('no disc comes before the missing client name', async () => {
    const { recorder, simulated } = await rig();
    const writer = new TrackAtOnce();
    writer.recorder = recorder;
    await simulated.removeDisc();
    expect(await resultOf(() => writer.prepareMedia())).toBe('E_IMAPI_RECORDER_MEDIA_NO_MEDIA');
  });

  test('another kind of disc comes before not blank', async () => {
    const { recorder } = await rig({ disc: await writtenDisc() }, profile(0x11));
    expect(await resultOf(() => writerOn(recorder).prepareMedia())).toBe('E_IMAPI_DF2TAO_MEDIA_IS_NOT_SUPPORTED');
  });

  test('a drive that calls its finished CD-R a CD-ROM has a disc that is not blank', async () => {
    const { recorder } = await rig({ disc: await writtenDisc() }, profile(0x08));
    expect(await resultOf(() => writerOn(recorder).prepareMedia())).toBe('E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK');
  });

  test('a pressed disc is not supported', async () => {
    const asRom = profile(0x08);
    const { recorder } = await rig({ disc: await writtenDisc() }, async (request, next) =>
      request.cdb[0] === 0x43 ? checkCondition(5, 0x24, 0) : asRom(request, next),
    );
    expect(await resultOf(() => writerOn(recorder).prepareMedia())).toBe('E_IMAPI_DF2TAO_MEDIA_IS_NOT_SUPPORTED');
  });

  test('not blank comes before the missing client name, which comes last', async () => {
    const { recorder, simulated } = await rig({ disc: await writtenDisc({ leaveOpen: true }) });
    const writer = new TrackAtOnce();
    writer.recorder = recorder;
    expect(await resultOf(() => writer.prepareMedia())).toBe('E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK');
    await simulated.insert(Disc.blank());
    expect(await resultOf(() => writer.prepareMedia())).toBe('E_IMAPI_DF2TAO_CLIENT_NAME_IS_NOT_VALID');
    expect(simulated.burner.tray.locked).toBe(false);
  });

  test('a second call meanwhile fails because the disc is prepared', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    const first = writer.prepareMedia();
    expect(await resultOf(() => writer.prepareMedia())).toBe('E_IMAPI_DF2TAO_MEDIA_IS_PREPARED');
    expect(await resultOf(() => writer.addAudioTrack(audio(300)))).toBe(NOT_PREPARED);
    expect(await resultOf(() => writer.releaseMedia())).toBe(NOT_PREPARED);
    await first;
    await writer.releaseMedia();
  });
});

describe('addAudioTrack: no data, not prepared, write in progress, 99 tracks, data, space', () => {
  const bad = new Uint8Array(6);

  test('no data comes first of all, not prepared before the data', async () => {
    const writer = new TrackAtOnce();
    expect(await resultOf(() => writer.addAudioTrack(NULL))).toBe('E_POINTER');
    expect(await resultOf(() => writer.addAudioTrack(bad))).toBe(NOT_PREPARED);
  });

  test('a write in progress comes before the data', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    const writing = writer.addAudioTrack(audio(300));
    expect(await resultOf(() => writer.addAudioTrack(bad))).toBe(WRITING);
    expect(await resultOf(() => writer.addAudioTrack(NULL))).toBe('E_POINTER');
    expect(await resultOf(() => writer.releaseMedia())).toBe(WRITING);
    await writing;
    const releasing = writer.releaseMedia();
    expect(await resultOf(() => writer.addAudioTrack(audio(300)))).toBe(WRITING);
    expect(await resultOf(() => writer.releaseMedia())).toBe(WRITING);
    await releasing;
  });

  test('99 tracks, then the limit, before the data', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    writer.doNotFinalizeMedia = true;
    await writer.prepareMedia();
    const short = new Uint8Array(SECTOR_BYTES);
    for (let track = 1; track <= 99; track++) await writer.addAudioTrack(short);
    expect(writer.numberOfExistingTracks).toBe(99);
    expect(await resultOf(() => writer.addAudioTrack(bad))).toBe('E_IMAPI_DF2TAO_TRACK_LIMIT_REACHED');
    await writer.releaseMedia();
  });

  test.each<[string, AudioTrackData]>([
    ['nothing in it', new Uint8Array()],
    ['half a sample', bad],
    ['no audio at all', 'audio' as never],
    ['a track of no length', { ...pcmTrackFromBytes(audio(4), { name: 'x' }), lengthBytes: 0 }],
  ])('data with %s cannot be used; nothing is sent for it', async (_name, data) => {
    const { recorder, transport } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    const commands = transport.cdbs.length;
    expect(await resultOf(() => writer.addAudioTrack(data))).toBe('E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED');
    expect(transport.cdbs).toHaveLength(commands);
    expect(writer.numberOfExistingTracks).toBe(0);
  });

  test('a source that yields less than it announced is not supported, and what arrived becomes a track', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    const track = pcmTrackFromIterable(chunks(audio(1_000)), { name: 'short', announcedBytes: 1_200 * SECTOR_BYTES });
    expect(await resultOf(() => writer.addAudioTrack(track))).toBe('E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED');
    expect(writer.numberOfExistingTracks).toBe(1);
    await writer.releaseMedia();
  });

  test('nothing is sent for a source that is too long', async () => {
    const { recorder, transport } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    const commands = transport.cdbs.length;
    const sectors = writer.freeSectorsOnMedia + 1;
    const track = pcmTrackFromIterable(chunks(), { name: 'long', announcedBytes: sectors * SECTOR_BYTES });
    expect(await resultOf(() => writer.addAudioTrack(track))).toBe('E_IMAPI_DF2TAO_NOT_ENOUGH_SPACE');
    expect(transport.cdbs).toHaveLength(commands);
  });
});

describe('setters', () => {
  test('a bad client name is refused in every state', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    const set = (name: string) => {
      writer.clientName = name;
    };
    for (const name of ['', 'tab\t', 'ä', 'a'.repeat(64), NULL, 7 as never]) {
      expect(resultNow(() => set(name))).toBe('E_IMAPI_DF2TAO_CLIENT_NAME_IS_NOT_VALID');
    }
    expect(resultNow(() => set('a'.repeat(63)))).toBe('E_IMAPI_DF2TAO_MEDIA_IS_PREPARED');
    await writer.releaseMedia();
    expect(resultNow(() => set('Az 09.,:;_-'))).toBe('S_OK');
    expect(writer.clientName).toBe('Az 09.,:;_-');
  });

  test('an unsuitable recorder is refused, and null is accepted', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    const set = (value: IDiscRecorder2 | null | undefined) =>
      resultNow(() => {
        writer.recorder = value as IDiscRecorder2 | null;
      });
    const uninitialized = new DiscRecorder2(async () => {
      throw new Error('not asked for');
    });
    const reader = await rig({}, async (request, next) => {
      const answer = await next();
      if (request.cdb[0] !== 0x46 || answer.outcome !== 'answered') return answer;
      const data = answer.data.slice();
      for (let at = 8; at < data.length; at += 4 + (data[at + 3] ?? 0)) if (data[at + 1] === 0x2d) data[at + 1] = 0x99;
      return good(data);
    });
    expect(set(uninitialized)).toBe('E_IMAPI_DF2TAO_RECORDER_NOT_SUPPORTED');
    expect(set(reader.recorder)).toBe('E_IMAPI_DF2TAO_RECORDER_NOT_SUPPORTED');
    expect(await writer.isRecorderSupported(reader.recorder)).toBe(false);
    expect(await writer.isCurrentMediaSupported(reader.recorder)).toBe(false);
    expect(writer.recorder).toBe(recorder);
    expect(set(undefined)).toBe('S_OK');
    expect(writer.recorder).toBeNull();
    expect(await resultOf(() => writer.isRecorderSupported(NULL))).toBe('E_POINTER');
    expect(await resultOf(() => writer.isCurrentMediaSupported(uninitialized))).toBe('E_POINTER');
  });

  test('without a disc, members that need one say so', async () => {
    const { recorder, simulated } = await rig();
    const writer = writerOn(recorder);
    await simulated.removeDisc();
    for (const ask of [
      () => writer.isCurrentMediaSupported(recorder),
      () => writer.currentPhysicalMediaType,
      () => writer.mediaPhysicallyBlank,
      () => writer.supportedWriteSpeeds,
    ]) {
      expect(await resultOf(ask)).toBe('E_IMAPI_RECORDER_MEDIA_NO_MEDIA');
    }
  });
});
