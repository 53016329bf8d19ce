import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, jest, test } from '@jest/globals';
import { AbandonedWriters } from '../../../src/imapi2/format2/abandoned-writers.ts';
import { DiscFormat2RawCD, TrackAtOnce } from '../../../src/imapi2/index.ts';
import { audio, type Rig, rig } from '../rig.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** In a function of its own, so that nothing refers to the writer afterwards. */
async function abandon({ recorder }: Rig): Promise<void> {
  const writer = new TrackAtOnce();
  writer.recorder = recorder;
  writer.clientName = 'a careless program';
  writer.on('update', () => {});
  await writer.prepareMedia();
  await writer.addAudioTrack(audio(300));
}

test('a TrackAtOnce that nobody refers to releases its drive, and says so', async () => {
  const one = await rig();
  const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  await abandon(one);
  expect(await one.recorder.exclusiveAccessOwner).toBe('a careless program');
  for (let turn = 0; turn < 200 && (await one.recorder.exclusiveAccessOwner) !== ''; turn++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await one.recorder.exclusiveAccessOwner).toBe('');
  expect(one.simulated.burner.tray.locked).toBe(false);
  expect(warning).toHaveBeenCalledTimes(1);
  expect(warning).toHaveBeenCalledWith(
    expect.stringMatching(/^a TrackAtOnce on sim:, after 1 track, was abandoned between prepareMedia\(\)/),
    'AbandonedWriterWarning' as never,
  );
  warning.mockRestore();
  const next = new TrackAtOnce();
  next.recorder = one.recorder;
  next.clientName = 'the next program';
  await expect(next.prepareMedia()).rejects.toMatchObject({ hresultName: 'E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK' });
});

test('a DiscFormat2RawCD that nobody refers to releases its drive, and says so', async () => {
  const { recorder, simulated } = await rig();
  const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  await (async () => {
    const writer = new DiscFormat2RawCD();
    writer.recorder = recorder;
    writer.clientName = 'a careless program';
    await writer.prepareMedia();
  })();
  expect(simulated.burner.tray.locked).toBe(true);
  for (let turn = 0; turn < 200 && (await recorder.exclusiveAccessOwner) !== ''; turn++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await recorder.exclusiveAccessOwner).toBe('');
  expect(simulated.burner.tray.locked).toBe(false);
  expect(warning).toHaveBeenCalledWith(
    expect.stringMatching(/^a DiscFormat2RawCD on sim:, was abandoned between prepareMedia\(\)/),
    'AbandonedWriterWarning' as never,
  );
  warning.mockRestore();
});

test('a drive that cannot be released is reported, whatever was thrown', async () => {
  const warnings: string[] = [];
  const warning = jest.spyOn(process, 'emitWarning').mockImplementation((what) => void warnings.push(String(what)));
  const writers = new AbandonedWriters();
  (() => {
    writers.watch({}, 'TrackAtOnce').session = {
      inWords: 'sim:',
      [Symbol.asyncDispose]: () => Promise.reject('the cable is out'),
    };
  })();
  for (let turn = 0; turn < 200 && warnings.length < 2; turn++) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  warning.mockRestore();
  expect(warnings[1]).toBe('the drive of an abandoned TrackAtOnce could not be released: the cable is out');
});
