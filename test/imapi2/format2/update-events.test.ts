import { describe, expect, jest, test } from '@jest/globals';
import {
  IMAPI_FORMAT2_TAO_WRITE_ACTION as Action,
  type IDiscFormat2TrackAtOnceEventArgs,
  IMAPI_BURN_VERIFICATION_LEVEL as Level,
  TrackAtOnce,
} from '../../../src/imapi2/index.ts';
import { audio, resultNow, rig, writerOn } from '../rig.ts';

const PREPARING = Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_PREPARING;
const WRITING = Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING;
const FINISHING = Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_FINISHING;
const VERIFYING = Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_VERIFYING;

/** Each action once, in the order of arrival. */
const order = (events: readonly IDiscFormat2TrackAtOnceEventArgs[]) =>
  events.map(({ currentAction }) => currentAction).filter((action, index, all) => action !== all[index - 1]);

async function listening() {
  const { recorder, drive } = await rig();
  const writer = writerOn(recorder);
  const events: IDiscFormat2TrackAtOnceEventArgs[] = [];
  const times: number[] = [];
  writer.on('update', (object, progress) => {
    expect(object).toBe(writer);
    events.push(progress);
    times.push(drive.clock.now());
  });
  return { writer, events, times, recorder };
}

describe('update events', () => {
  test('each track reports preparing, writing and finishing, and the session reports finishing again', async () => {
    const { writer, events } = await listening();
    await writer.prepareMedia();
    expect(events).toEqual([]);
    await writer.addAudioTrack(audio(400));
    expect(order(events)).toEqual([PREPARING, WRITING, FINISHING]);
    await writer.addAudioTrack(audio(300));
    events.splice(0);
    await writer.releaseMedia();
    expect(order(events)).toEqual([FINISHING]);
    expect(events[0]?.currentTrackNumber).toBe(2);
  });

  test('with quick verification, each reports verifying at its end', async () => {
    const { writer, events } = await listening();
    writer.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_QUICK;
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(400));
    expect(order(events)).toEqual([PREPARING, WRITING, FINISHING, VERIFYING]);
    events.splice(0);
    await writer.releaseMedia();
    expect(order(events)).toEqual([FINISHING, VERIFYING]);
  });

  test('they come about every half second of the drive’s time, and once when everything is written', async () => {
    const { writer, events, times } = await listening();
    await writer.prepareMedia();
    await writer.setWriteSpeed(8 * 75, false);
    await writer.addAudioTrack(audio(60 * 75));
    const written = times.filter((_time, index) => events[index]?.currentAction === WRITING);
    const gaps = written.slice(1, -1).map((time, index) => time - (written[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(8);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(500);
    expect(Math.max(...gaps)).toBeLessThan(750);
    expect(events.filter(({ currentAction }) => currentAction === WRITING).at(-1)?.lastWrittenLba).toBe(60 * 75);
  });

  test('they report where the track is and how far the write has come', async () => {
    const { writer, events } = await listening();
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300));
    events.splice(0);
    await writer.addAudioTrack(audio(30 * 75 * 4));
    let last = 0;
    for (const event of events) {
      expect(event).toMatchObject({ currentTrackNumber: 2, startLba: 452, sectorCount: 9_000 });
      expect(event.lastWrittenLba).toBeGreaterThanOrEqual(Math.max(event.startLba, last));
      expect(event.lastReadLba).toBeGreaterThanOrEqual(event.lastWrittenLba);
      expect(event.lastReadLba).toBeLessThanOrEqual(event.startLba + event.sectorCount);
      expect(event.usedSystemBuffer + event.freeSystemBuffer).toBe(event.totalSystemBuffer);
      expect(Number.isInteger(event.elapsedTime) && Number.isInteger(event.remainingTime)).toBe(true);
      expect(event.remainingTime).toBeGreaterThanOrEqual(0);
      last = event.lastWrittenLba;
    }
    expect(events[0]).toMatchObject({ elapsedTime: 0, lastWrittenLba: 452 });
    expect(events[0]?.remainingTime).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ remainingTime: 0, lastWrittenLba: 9_452 });
    expect(events.at(-1)?.elapsedTime).toBeGreaterThan(1);
  });

  test('a listener that fails, immediately or later, does not stop the burn or silence other listeners', async () => {
    const { writer, events } = await listening();
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    writer.on('update', () => {
      throw new Error('at once');
    });
    writer.on('update', (async () => {
      throw new Error('later');
    }) as () => void);
    let heard = 0;
    writer.on('update', () => {
      heard++;
    });
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300));
    await writer.releaseMedia();
    await new Promise(setImmediate);
    const warnings = warn.mock.calls.map(([warning]) => String(warning));
    warn.mockRestore();
    expect(heard).toBe(events.length);
    expect(warnings).toEqual([expect.stringContaining('at once'), expect.stringContaining('later')]);
  });

  test.each([null, undefined, 'update', {}])(
    '%p is not a listener and is refused before anything is written',
    (nobody) => {
      const writer = new TrackAtOnce();
      expect(resultNow(() => writer.on('update', nobody as never))).toBe('E_INVALIDARG');
    },
  );

  test('off() ends the events for its listener', async () => {
    const { writer } = await listening();
    let heard = 0;
    const listener = () => {
      heard++;
      writer.off('update', listener);
    };
    writer.on('update', listener);
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300));
    expect(heard).toBe(1);
  });
});

test('verification is off at first, quick can be set, and full is not available', async () => {
  const { writer } = await listening();
  expect(writer.burnVerificationLevel).toBe(Level.IMAPI_BURN_VERIFICATION_NONE);
  const set = (level: number) =>
    resultNow(() => {
      writer.burnVerificationLevel = level as Level;
    });
  expect(set(Level.IMAPI_BURN_VERIFICATION_QUICK)).toBe('S_OK');
  expect(set(Level.IMAPI_BURN_VERIFICATION_FULL)).toBe('E_INVALIDARG');
  expect(set(7)).toBe('E_INVALIDARG');
  expect(writer.burnVerificationLevel).toBe(Level.IMAPI_BURN_VERIFICATION_QUICK);
});
