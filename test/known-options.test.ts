import { describe, expect, test } from '@jest/globals';
import { BinCueImage, parseCueSheet } from '../src/image/index.ts';
import * as root from '../src/index.ts';
import { openSimulatedDrive, SimulatedDrive } from '../src/simulator/index.ts';
import { describeEntries, openTraceFile, RecordingTransport } from '../src/trace/index.ts';
import { blocksOfNoise } from './support/sources.ts';
import { TamperedTransport } from './support/tampered-transport.ts';

const { Drive, OptionsError } = root;

function open() {
  const transport = new TamperedTransport(new SimulatedDrive());
  return { transport, drive: new Drive(transport) };
}

/** As a JavaScript program would give it. */
const wrong = (extra: object = {}): never => ({ ...extra, verfy: 'full' }) as never;

type Call = (drive: root.Drive) => unknown;

const calls: readonly [string, Call][] = [
  ['burn()', (drive) => root.burn(drive, root.cdTrackAtOnce, [blocksOfNoise(310)], wrong())],
  ['burnAudio()', (drive) => root.burnAudio(drive, [blocksOfNoise(310)], wrong())],
  ['burnData()', (drive) => root.burnData(drive, blocksOfNoise(310), wrong())],
  ['WriteSession.open()', (drive) => root.WriteSession.open(drive, root.cdTrackAtOnce, wrong())],
  ['closeDisc()', (drive) => root.closeDisc(drive, wrong())],
  ['formatDisc()', (drive) => root.formatDisc(drive, wrong())],
  ['ripDisc()', (drive) => root.ripDisc(drive, wrong({ directory: 'x' }))],
  ['recoverDisc()', (drive) => root.recoverDisc(drive, wrong())],
  ['blankDisc()', (drive) => root.blankDisc(drive, wrong())],
  ['exportBinCue()', (drive) => root.exportBinCue(drive, wrong({ cuePath: 'x.cue' }))],
  ['exportWavs()', (drive) => root.exportWavs(drive, wrong({ directory: 'x' }))],
  ['exportIso()', (drive) => root.exportIso(drive, wrong({ path: 'x.iso' }))],
  ['copyDisc()', (drive) => root.copyDisc(drive, () => drive, wrong())],
  ['planSessions()', (drive) => root.planSessions(drive, root.jobOfTracks([]), wrong())],
  ['waitUntilReady()', (drive) => root.waitUntilReady(drive, wrong({ activity: 'x', limitMs: 1 }))],
  ['openAudioFile()', () => root.openAudioFile('x.wav', wrong())],
  ['openDataFile()', () => root.openDataFile('x.iso', wrong())],
  ['openTransport()', () => root.openTransport('sim:', wrong())],
  ['openDrive()', () => root.openDrive('sim:', wrong())],
  ['checkSessions()', (drive) => root.checkSessions(drive, [], wrong())],
  ['serveDrive()', () => root.serveDrive(wrong({ device: 'sim:', socketPath: 's' }))],
  ['releaseDrivesAtExit()', () => root.releaseDrivesAtExit(wrong())],
  ['parseCueSheet()', () => parseCueSheet('', wrong({ name: 'x.cue' }))],
  ['BinCueImage.open()', () => BinCueImage.open('x.cue', wrong())],
  ['openSimulatedDrive()', () => openSimulatedDrive('', wrong())],
  ['SimulatedDrive', () => new SimulatedDrive(wrong())],
  ['RecordingTransport', () => new RecordingTransport(new SimulatedDrive(), () => {}, wrong())],
  ['describeEntries()', () => describeEntries([], wrong())],
  ['openTraceFile()', () => openTraceFile('x.jsonl', wrong())],
];

test.each(calls)('%s refuses an option that it does not have, before it sends anything', async (name, call) => {
  const { transport, drive } = open();
  const error = await Promise.resolve()
    .then(() => call(drive))
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OptionsError);
  expect((error as Error).message).toContain(`${name}: there is no option 'verfy'. The options are `);
  expect(transport.cdbs).toEqual([]);
  expect(transport.events).toEqual([]);
});

describe('options', () => {
  test('in another case are named as they should be', async () => {
    const burning = root.burnAudio(open().drive, [blocksOfNoise(310)], { Verify: 'full' } as never);
    await expect(burning.next()).rejects.toThrow("there is no option 'Verify'. It is called 'verify'");
  });

  test.each([
    ['verfy', 'verify'],
    ['verrify', 'verify'],
    ['vreify', 'verify'],
    ['wholly', undefined],
    ['writeSpeed', 'writeSpeedKBps'],
    ['cdtex', 'cdText'],
  ])('with a slip, %s, are named as they may have been meant', async (written, meant) => {
    const burning = root.burnAudio(open().drive, [blocksOfNoise(310)], { [written]: 1 } as never);
    const { message } = await burning.then(
      () => new Error('it burned'),
      (error: unknown) => error as Error,
    );
    expect(message).toContain(`there is no option '${written}'. The options are `);
    expect(/Did you mean '(.*)'\?$/.exec(message)?.[1]).toBe(meant);
  });

  test.each<[string, Call]>([
    ['closeDisc()', (drive) => root.closeDisc(drive, { signal: {} } as never)],
    ['blankDisc()', (drive) => root.blankDisc(drive, { signal: true } as never)],
    ['exportWavs()', (drive) => root.exportWavs(drive, { directory: 'x', signal: 1 } as never)],
  ])('of %s with a signal that is none are refused', async (name, call) => {
    const { drive, transport } = open();
    await expect(call(drive)).rejects.toThrow(
      new RegExp(`^${name.replace('()', '..')}: signal is .*Give an AbortSignal`),
    );
    expect(transport.cdbs).toEqual([]);
  });

  test.each([[null], [3], ['full'], [[]]])('that are %j are refused', async (options) => {
    await expect(root.closeDisc(open().drive, options as never).next()).rejects.toThrow(OptionsError);
  });

  test('of openDrive are no function: it is the option wrap', async () => {
    const wrap = (transport: root.ScsiTransport) => transport;
    await expect(root.openDrive('sim:', wrap as never)).rejects.toThrow('Give it as an option: { wrap:');
    await expect(root.openDrive('sim:', { wrap: 'x' as never })).rejects.toThrow("wrap is the string 'x'");
    await using drive = await root.openDrive('sim:', { wrap });
    expect(drive).toBeInstanceOf(root.Drive);
  });

  test('of openDrive do not exist', async () => {
    await expect(root.openDrive('sim:', { readOnly: true } as never)).rejects.toThrow(OptionsError);
  });
});

test.each([[undefined], [null], [0]])('the path %j of a drive is refused, with what one looks like', async (path) => {
  for (const open of [root.openDrive, root.openTransport]) {
    const error = await open(path as never).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OptionsError);
    expect((error as Error).message).toMatch(/the path is .*'\/dev\/sr0', 'D:' or 'sim:'/);
  }
});

test.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 5, 65_535])(
  'a FIFO of %s bytes is refused, before anything is sent',
  async (fifoBytes) => {
    const { transport, drive } = open();
    const burning = root.burnAudio(drive, [blocksOfNoise(310)], { fifoBytes }).next();
    await expect(burning).rejects.toThrow(new RegExp(`fifoBytes is ${fifoBytes}\\. Give a whole number`));
    expect(transport.cdbs).toEqual([]);
  },
);

describe('values that only JavaScript can give are refused before anything is sent:', () => {
  test.each<[string, object, RegExp]>([
    ['a speed of 0', { writeSpeedKBps: 0 }, /writeSpeedKBps is 0\. Give the speed in units of 1,000 bytes/],
    ['a speed in words', { writeSpeedKBps: '16x' }, /writeSpeedKBps is the string '16x'\./],
    ['a signal that is none', { signal: true }, /signal is true\. Give an AbortSignal/],
    ['a test write in words', { testWrite: 'false' }, /testWrite is the string 'false'\. Give true or false/],
    ['a switch of null', { bufferUnderrunFree: null }, /bufferUnderrunFree is null\./],
  ])('%s', async (_, options, message) => {
    const { transport, drive } = open();
    for (const burning of [
      root.burnAudio(drive, [blocksOfNoise(310)], options as never),
      root.burn(drive, root.cdTrackAtOnce, [blocksOfNoise(310)], options as never),
    ]) {
      const error = await burning.next().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(OptionsError);
      expect((error as Error).message).toMatch(message);
    }
    expect(transport.cdbs).toEqual([]);
  });

  test('a promise in place of a track', async () => {
    const burning = root.burnAudio(open().drive, [Promise.resolve(blocksOfNoise(310))] as never);
    await expect(burning.next()).rejects.toThrow(/track 1 is a promise, not a track source/);
  });

  test.each([[undefined], [null], [Promise.resolve('a.wav')]])('%p in place of a path', async (path) => {
    await expect(root.openAudioFile(path as never)).rejects.toThrow(/openAudioFile\(\): the path is .*, not a string/);
  });
});
