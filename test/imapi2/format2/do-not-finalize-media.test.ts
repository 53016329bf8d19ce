import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { type LeaveOpen, TrackAtOnce } from '../../../src/imapi2/index.ts';
import { MultiSession, writeParametersPage } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { Disc } from '../../../src/simulator/index.ts';
import { closeFunctionOf } from '../../support/cdb.ts';
import { checkCondition } from '../../support/tampered-transport.ts';
import { audio, resultNow, resultOf, rig, writerOn, writtenDisc } from '../rig.ts';

const BLANK_ONLY = 'E_IMAPI_DF2TAO_PROPERTY_FOR_BLANK_MEDIA_ONLY';
const PREPARED = 'E_IMAPI_DF2TAO_MEDIA_IS_PREPARED';
const WRITING = 'E_IMAPI_DF2TAO_WRITE_IN_PROGRESS';
const NOT_BLANK = 'E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK';

/** Sets it to the other value, synchronously, and returns the result's name. */
function set(writer: TrackAtOnce): string {
  const before = writer.doNotFinalizeMedia;
  const result = resultNow(() => {
    writer.doNotFinalizeMedia = !before;
  });
  expect(writer.doNotFinalizeMedia).toBe(result === 'S_OK' ? !before : before);
  return result;
}

describe('what it returns', () => {
  test('is false at first, and can be set without a recorder', () => {
    const writer = new TrackAtOnce();
    expect(writer.doNotFinalizeMedia).toBe(false);
    expect(set(writer)).toBe('S_OK');
    expect(writer.doNotFinalizeMedia).toBe(true);
  });

  test('on a blank disc: before prepareMedia, refused until releaseMedia, and again afterwards', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    expect(set(writer)).toBe('S_OK');
    const preparing = writer.prepareMedia();
    expect(set(writer)).toBe(PREPARED);
    await preparing;
    expect(set(writer)).toBe(PREPARED);
    const seen = new Set<string>();
    writer.on('update', () => seen.add(set(writer)));
    await writer.addAudioTrack(audio(300));
    expect(seen).toEqual(new Set([WRITING]));
    expect(set(writer)).toBe(PREPARED);
    const releasing = writer.releaseMedia();
    expect(set(writer)).toBe(WRITING);
    await releasing;
    expect(set(writer)).toBe('S_OK');
    expect(set(writer)).toBe('S_OK');
  });

  test('after releaseMedia without a track', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    await writer.releaseMedia();
    expect(set(writer)).toBe('S_OK');
  });

  test('on a disc that was already written to: seen when the recorder was assigned', async () => {
    const { recorder } = await rig({ disc: await writtenDisc() });
    const writer = new TrackAtOnce();
    expect(set(writer)).toBe('S_OK');
    writer.recorder = recorder;
    expect(set(writer)).toBe(BLANK_ONLY);
    writer.recorder = null;
    expect(set(writer)).toBe('S_OK');
  });

  test('an open disc of an earlier session counts as written to', async () => {
    const { recorder } = await rig({ disc: await writtenDisc({ leaveOpen: true }) });
    expect(set(writerOn(recorder))).toBe(BLANK_ONLY);
  });

  test.each([0, 10_000])(
    'a disc that nobody has seen is not a reason to refuse, however long one waits (%d ms)',
    async (ms) => {
      const { recorder, simulated, drive } = await rig();
      await simulated.insert(await writtenDisc());
      const writer = writerOn(recorder);
      await drive.clock.sleep(ms);
      expect(set(writer)).toBe('S_OK');
      expect(await resultOf(() => writer.prepareMedia())).toBe(NOT_BLANK);
      expect(set(writer)).toBe(BLANK_ONLY);
    },
  );

  test('on a disc that was already written to: seen by a refused prepareMedia', async () => {
    const { recorder, simulated } = await rig();
    const writer = writerOn(recorder);
    expect(set(writer)).toBe('S_OK');
    await simulated.insert(await writtenDisc());
    expect(set(writer)).toBe('S_OK');
    expect(await resultOf(() => writer.prepareMedia())).toBe(NOT_BLANK);
    expect(set(writer)).toBe(BLANK_ONLY);
  });

  test.each<[string, (writer: TrackAtOnce) => unknown]>([
    ['prepareMedia and releaseMedia', (writer) => writer.prepareMedia().then(() => writer.releaseMedia())],
    ['mediaPhysicallyBlank', (writer) => writer.mediaPhysicallyBlank],
    ['currentPhysicalMediaType', (writer) => writer.currentPhysicalMediaType],
    ['isCurrentMediaSupported', (writer) => writer.recorder && writer.isCurrentMediaSupported(writer.recorder)],
  ])('is refused until another disc has been seen, by %s', async (_name, look) => {
    const { recorder, simulated } = await rig({ disc: await writtenDisc() });
    const writer = writerOn(recorder);
    expect(await resultOf(() => writer.prepareMedia())).toBe(NOT_BLANK);
    await simulated.insert(Disc.blank());
    expect(set(writer)).toBe(BLANK_ONLY); // inserted, but not read yet
    await look(writer);
    expect(set(writer)).toBe('S_OK');
  });

  test('an empty drive has no disc that was written to', async () => {
    const { recorder, simulated } = await rig({ disc: await writtenDisc() });
    const writer = writerOn(recorder);
    await simulated.removeDisc();
    expect(await resultOf(() => writer.mediaPhysicallyBlank)).toBe('E_IMAPI_RECORDER_MEDIA_NO_MEDIA');
    expect(set(writer)).toBe('S_OK');
  });

  test('another written disc is refused like the one before', async () => {
    const { recorder, simulated } = await rig({ disc: await writtenDisc() });
    const writer = writerOn(recorder);
    await simulated.insert(await writtenDisc());
    expect(await writer.mediaPhysicallyBlank).toBe(false);
    expect(set(writer)).toBe(BLANK_ONLY);
  });

  test('this object’s own disc does not count as already written to, even when prepareMedia refuses it', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300));
    await writer.releaseMedia();
    expect(await resultOf(() => writer.prepareMedia())).toBe(NOT_BLANK);
    expect(await writer.mediaPhysicallyBlank).toBe(false);
    expect(set(writer)).toBe('S_OK');
  });

  test('nor does it where the drive reports a changed medium after the session is closed', async () => {
    let closing = false;
    const { recorder } = await rig({}, async ({ cdb }, next) => {
      if (cdb[0] === 0x5b) closing = true;
      if (cdb[0] === 0x51 && closing) {
        closing = false;
        return checkCondition(6, 0x28, 0x00);
      }
      return next();
    });
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300));
    await writer.releaseMedia();
    expect(await writer.mediaPhysicallyBlank).toBe(false);
    expect(set(writer)).toBe('S_OK');
  });

  test('for a second object on the recorder, the first one’s disc counts as already written to', async () => {
    const { recorder } = await rig();
    const first = writerOn(recorder);
    const second = writerOn(recorder);
    expect(set(second)).toBe('S_OK');
    await first.prepareMedia();
    await first.addAudioTrack(audio(300));
    expect([set(first), set(second)]).toEqual([PREPARED, BLANK_ONLY]);
    await first.releaseMedia();
    // The tray is unlocked: the disc may be removed unseen, and until it is read again nothing is known about it.
    expect([set(first), set(second)]).toEqual(['S_OK', 'S_OK']);
    expect(await second.mediaPhysicallyBlank).toBe(false);
    expect([set(first), set(second)]).toEqual(['S_OK', BLANK_ONLY]);
  });
});

describe('what it does', () => {
  async function burned(doNotFinalizeMedia: boolean, leaveOpen?: LeaveOpen) {
    const { recorder, drive, transport } = await rig();
    const writer = writerOn(recorder);
    writer.doNotFinalizeMedia = doNotFinalizeMedia;
    if (leaveOpen !== undefined) writer.leaveOpen = leaveOpen;
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300, 1));
    await writer.addAudioTrack(audio(320, 2));
    await writer.releaseMedia();
    const pages = transport.selectedPages(0x05).map((page) => writeParametersPage.decode(page).multiSession);
    const closed = transport.sent(0x5b).filter((cdb) => closeFunctionOf(cdb) === 2).length;
    return { multiSession: new Set(pages), closed, disc: await readDiscState(drive) };
  }

  test('false: no next session is allowed, the session is closed and the disc is complete', async () => {
    const { multiSession, closed, disc } = await burned(false);
    expect(multiSession).toEqual(new Set([MultiSession.NoNextSession]));
    expect(closed).toBe(1);
    expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete', sessions: 1 });
    expect(disc.tracks).toHaveLength(2);
  });

  test('true: a next session is allowed, the session stays open and its tracks are there', async () => {
    const { multiSession, closed, disc } = await burned(true);
    expect(multiSession).toEqual(new Set([MultiSession.NextSessionAllowed]));
    expect(closed).toBe(0);
    expect(disc).toMatchObject({ status: 'appendable', lastSession: 'incomplete' });
    expect(disc.tracks.map(({ lengthBlocks, open }) => [lengthBlocks, open])).toEqual([
      [300, false],
      [320, false],
    ]);
  });

  test("true with leaveOpen 'medium': the session is closed, and another can follow", async () => {
    const { multiSession, closed, disc } = await burned(true, 'medium');
    expect(multiSession).toEqual(new Set([MultiSession.NextSessionAllowed]));
    expect(closed).toBe(1);
    expect(disc).toMatchObject({ status: 'appendable', lastSession: 'empty', sessions: 1 });
  });

  test.each([
    ['false', false, 'complete', 1],
    ['true', true, 'appendable', 0],
  ] as const)("%s with leaveOpen 'session' is as without it", async (_what, doNotFinalizeMedia, status, closes) => {
    const { closed, disc } = await burned(doNotFinalizeMedia, 'session');
    expect(closed).toBe(closes);
    expect(disc).toMatchObject({ status });
  });
});

describe('leaveOpen', () => {
  test("is 'session' at first, and refused like doNotFinalizeMedia while a disc is prepared", async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    const medium = () =>
      resultNow(() => {
        writer.leaveOpen = 'medium';
      });
    expect(writer.leaveOpen).toBe('session');
    await writer.prepareMedia();
    expect(medium()).toBe(PREPARED);
    const seen = new Set<string>();
    writer.on('update', () => seen.add(medium()));
    await writer.addAudioTrack(audio(300));
    expect(seen).toEqual(new Set([WRITING]));
    await writer.releaseMedia();
    expect(medium()).toBe('S_OK');
    expect(writer.leaveOpen).toBe('medium');
  });

  test.each(['disc', true, undefined, 'toString'])('is not %j', (value) => {
    const writer = new TrackAtOnce();
    const result = resultNow(() => {
      writer.leaveOpen = value as never;
    });
    expect(result).toBe('E_INVALIDARG');
    expect(writer.leaveOpen).toBe('session');
  });
});
