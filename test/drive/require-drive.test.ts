import { expect, test } from '@jest/globals';
import * as root from '../../src/index.ts';
import { blocksOfNoise } from '../support/sources.ts';

const sources = [blocksOfNoise(310)];

/** Every public function that is given a drive. */
const calls: readonly [string, (drive: never) => unknown][] = [
  ['burn()', (drive) => root.burn(drive, root.cdTrackAtOnce, sources).next()],
  ['burnAudio()', (drive) => root.burnAudio(drive, sources).next()],
  ['burnData()', (drive) => root.burnData(drive, blocksOfNoise(310)).next()],
  ['readMultisession()', (drive) => root.readMultisession(drive)],
  ['driveBlocks()', (drive) => root.driveBlocks(drive)],
  ['chooseRecipe()', (drive) => root.chooseRecipe(drive, sources)],
  ['ripDisc()', (drive) => root.ripDisc(drive, { directory: 'x' }).next()],
  ['WriteSession.open()', (drive) => root.WriteSession.open(drive, root.cdTrackAtOnce)],
  ['closeDisc()', (drive) => root.closeDisc(drive).next()],
  ['recoverDisc()', (drive) => root.recoverDisc(drive).next()],
  ['blankDisc()', (drive) => root.blankDisc(drive).next()],
  ['exportBinCue()', (drive) => root.exportBinCue(drive, { cuePath: 'x.cue' }).next()],
  ['exportWavs()', (drive) => root.exportWavs(drive, { directory: 'x' }).next()],
  ['exportIso()', (drive) => root.exportIso(drive, { path: 'x.iso' }).next()],
  ['copyDisc()', (drive) => root.copyDisc(drive, () => drive).next()],
  ['planSessions()', (drive) => root.planSessions(drive, root.jobOfTracks([]))],
  ['ejectDisc()', (drive) => root.ejectDisc(drive)],
  ['closeTray()', (drive) => root.closeTray(drive)],
  ['readDiscState()', (drive) => root.readDiscState(drive)],
  ['readTableOfContents()', (drive) => root.readTableOfContents(drive)],
  ['readAudioBlocks()', (drive) => root.readAudioBlocks(drive, { startLba: 0, lengthBlocks: 1 })],
  ['currentProfile()', (drive) => root.currentProfile(drive)],
  ['currentWriteSpeed()', (drive) => root.currentWriteSpeed(drive)],
  ['supportedWriteSpeeds()', (drive) => root.supportedWriteSpeeds(drive)],
  ['requestWriteSpeed()', (drive) => root.requestWriteSpeed(drive, { writeSpeedKBps: 706 })],
  ['waitUntilReady()', (drive) => root.waitUntilReady(drive, { activity: 'x', limitMs: 1 }).next()],
];

const failureOf = (call: () => unknown): Promise<Error> =>
  Promise.resolve()
    .then(call)
    .then(
      () => new Error('it succeeded'),
      (error: unknown) => error as Error,
    );

test.each(calls)('%s says how a drive is opened when it gets a path', async (name, call) => {
  const error = await failureOf(() => call('sim:' as never));
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toBe(
    `${name}: the drive is the string 'sim:', not a Drive. Open it first: await openDrive('sim:')`,
  );
});

test.each(calls)('%s says so when the await was forgotten, or there is nothing', async (name, call) => {
  for (const [given, words] of [
    [root.openDrive('sim:'), 'a promise'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, 'of type object'],
  ] as const) {
    const error = await failureOf(() => call(given as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(`${name}: the drive is ${words}, not a Drive. Give what await openDrive(`);
  }
});

test('new Drive() of a path names openDrive()', () => {
  expect(() => new root.Drive('sim:' as never)).toThrow(/not a transport\. Use await openDrive\(/);
});

test('a drive that this program has closed says so, whatever is asked of it', async () => {
  const drive = await root.openDrive('sim:');
  await drive.close();
  const closed = {
    name: 'TransportError',
    kind: 'closed',
    message: expect.stringMatching(/this program has closed the drive\. Open it again$/),
  };
  await expect(root.readDiscState(drive)).rejects.toMatchObject(closed);
  await expect(root.burnAudio(drive, sources).next()).rejects.toMatchObject(closed);
  await expect(root.ejectDisc(drive)).rejects.toMatchObject(closed);
  await expect(drive.exclusive('test')).rejects.toMatchObject(closed);
  await drive.close();
});
