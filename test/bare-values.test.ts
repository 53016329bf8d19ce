import { expect, test } from '@jest/globals';
import { parseCueSheet, treeNodeFromPath } from '../src/image/index.ts';
import * as root from '../src/index.ts';
import { barPicture, discMap, discPicture, mapInLines, ripReport, traceReport } from '../src/picture/index.ts';
import { faultBehaviour, readFaults, SimulatedDrive } from '../src/simulator/index.ts';
import { parseTrace } from '../src/trace/index.ts';
import { blocksOfNoise } from './support/sources.ts';
import { TamperedTransport } from './support/tampered-transport.ts';

const map = () => discMap({ status: 'blank', tracks: [] } as never);
const job = root.jobOfTracks([]);

type Call = (drive: root.Drive) => unknown;

/** Each as a program might write it that takes options for positions; never type-checked. */
const calls: readonly [string, unknown, string][] = (
  [
    ['exportWavs', (drive: never) => root.exportWavs(drive, 'rips' as never), "Give an object: { directory: 'rips' }"],
    ['exportIso', (drive: never) => root.exportIso(drive, 'x.iso' as never), "{ path: 'x.iso' }"],
    ['exportBinCue', (drive: never) => root.exportBinCue(drive, 'x.cue' as never), "{ cuePath: 'x.cue' }"],
    ['ripDisc', (drive: never) => root.ripDisc(drive, 'rips' as never), "{ directory: 'rips' }"],
    [
      'readAudioBlocks',
      (drive: never) => root.readAudioBlocks(drive, 0 as never),
      '{ startLba: ..., lengthBlocks: ... }',
    ],
    ['requestWriteSpeed', (drive: never) => root.requestWriteSpeed(drive, 706 as never), '{ writeSpeedKBps: 706 }'],
    ['ejectDisc', (drive: never) => root.ejectDisc(drive, 'me' as never), "{ owner: 'me' }"],
    ['closeDisc', (drive: never) => root.closeDisc(drive, 'leave-open' as never), "{ ending: 'leave-open' }"],
    ['blankDisc', (drive: never) => root.blankDisc(drive, 'full' as never), "{ type: 'full' }"],
    ['formatDisc', (drive: never) => root.formatDisc(drive, 'full' as never), "{ type: 'full' }"],
    ['patchDisc', (drive: never) => root.patchDisc(drive, blocksOfNoise(1), 16 as never), '{ lba: 16 }'],
    ['chooseDataRecipe', (drive: never) => root.chooseDataRecipe(drive, 'sao' as never), "{ writeType: 'sao' }"],
    ['normalizeJob', () => root.normalizeJob(job, -16 as never), '{ targetLufs: -16 }'],
    ['albumGain', () => root.albumGain({ lufs: -9, peakDb: 0 }, -16 as never), '{ targetLufs: -16 }'],
    ['jobOfTracks', () => root.jobOfTracks([], ['loud'] as never), '{ warnings: ... }'],
    ['parseCueSheet', () => parseCueSheet('', 'x.cue' as never), "{ name: 'x.cue' }"],
    ['parseTrace', () => parseTrace('', 'x.jsonl' as never), "{ name: 'x.jsonl' }"],
    ['treeNodeFromPath', () => treeNodeFromPath('.', 'x' as never), "{ name: 'x' }"],
    ['readFaults', () => readFaults('x.json', 'sim:' as never), "{ device: 'sim:' }"],
    ['faultBehaviour', () => faultBehaviour({} as never, 0 as never), '{ sinceMs: 0 }'],
    ['barPicture', () => barPicture(map(), 'A' as never), "{ title: 'A' }"],
    ['discPicture', () => discPicture(map(), 'A' as never), "{ title: 'A' }"],
    ['mapInLines', () => mapInLines(map(), 80 as never), '{ columns: 80 }'],
    ['ripReport', () => ripReport({} as never, 'A' as never), "{ title: 'A' }"],
    ['traceReport', () => traceReport({} as never, 'A' as never), "{ title: 'A' }"],
  ] as const
).map(([name, call, words]) => [name, call, words]);

test.each(calls)('%s() with a bare value says which option it is', async (name, call, words) => {
  const transport = new TamperedTransport(new SimulatedDrive());
  const error = await Promise.resolve()
    .then(() => (call as Call)(new root.Drive(transport)))
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toMatch(new RegExp(`^${name}\\(\\): the options are `));
  expect((error as Error).message).toContain(words);
  expect([transport.cdbs, transport.events]).toEqual([[], []]);
});

test.each([
  ['pcmTrackFromBytes', root.pcmTrackFromBytes],
  ['pcmTrackFromIterable', root.pcmTrackFromIterable],
  ['openAudioStream', root.openAudioStream],
])('%s() with a name in the first place shows the call', async (name, call) => {
  const calling = Promise.resolve().then(() => call('song' as never, new Uint8Array(4) as never));
  await expect(calling).rejects.toThrow(`Give the source first: ${name}(source, { name: 'song' })`);
});
