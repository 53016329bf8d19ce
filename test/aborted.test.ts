import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as image from '../src/image/index.ts';
import * as root from '../src/index.ts';
import { testUnitReady } from '../src/mmc/index.ts';
import { SimulatedDrive } from '../src/simulator/index.ts';
import { openReplay, readTrace } from '../src/trace/index.ts';
import { blocksOfNoise } from './support/sources.ts';
import { TamperedTransport } from './support/tampered-transport.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const folder = temporaryFolder();
const REASON = new Error('changed my mind');
const sources = [blocksOfNoise(310)];
const TREE: image.TreeFolder = { kind: 'folder', name: '', children: [] };

type Call = (options: { readonly signal: AbortSignal }, drive: root.Drive) => PromiseLike<unknown>;

const calls: Readonly<Record<string, Call>> = {
  ask: (options, drive) => root.ask(drive, testUnitReady(), options),
  blankDisc: (options, drive) => root.blankDisc(drive, options),
  burn: (options, drive) => root.burn(drive, root.cdTrackAtOnce, sources, options),
  burnAudio: (options, drive) => root.burnAudio(drive, sources, options),
  burnData: (options, drive) => root.burnData(drive, blocksOfNoise(310), options),
  checkSessions: (options, drive) => root.checkSessions(drive, [], options),
  chooseDataRecipe: (options, drive) => root.chooseDataRecipe(drive, options),
  chooseRecipe: (options, drive) => root.chooseRecipe(drive, sources, options),
  closeDisc: (options, drive) => root.closeDisc(drive, options),
  copyDisc: (options, drive) => root.copyDisc(drive, new root.Drive(new SimulatedDrive()), options),
  ejectDisc: (options, drive) => root.ejectDisc(drive, options),
  exportBinCue: (options, drive) => root.exportBinCue(drive, { ...options, cuePath: join(folder, 'x.cue') }),
  exportIso: (options, drive) => root.exportIso(drive, { ...options, path: join(folder, 'x.iso') }),
  exportWavs: (options, drive) => root.exportWavs(drive, { ...options, directory: join(folder, 'x') }),
  formatDisc: (options, drive) => root.formatDisc(drive, options),
  identifyFile: (options) => root.identifyFile('none', options),
  listDrives: (options) => root.listDrives(options),
  measureLoudness: (options) => root.measureLoudness([], options),
  normalizeJob: (options) => root.normalizeJob(root.jobOfTracks([]), options),
  openAudioFile: (options) => root.openAudioFile('none.wav', options),
  openAudioStream: (options) => root.openAudioStream([], { ...options, name: 'none' }),
  openDataFile: (options) => root.openDataFile('none.iso', options),
  openDrive: (options) => root.openDrive('sim:', options),
  openJob: (options) => root.openJob('none.cue', options),
  openTransport: (options) => root.openTransport('sim:', options),
  patchDisc: (options, drive) => root.patchDisc(drive, blocksOfNoise(1), { ...options, lba: 0 }),
  planSessions: (options, drive) => root.planSessions(drive, root.jobOfTracks([]), options),
  readAudioBlocks: (options, drive) => root.readAudioBlocks(drive, { ...options, startLba: 0, lengthBlocks: 1 }),
  readDiscDetails: (options, drive) => root.readDiscDetails(drive, options),
  readDiscState: (options, drive) => root.readDiscState(drive, options),
  readMultisession: (options, drive) => root.readMultisession(drive, options),
  readTableOfContents: (options, drive) => root.readTableOfContents(drive, options),
  recoverDisc: (options, drive) => root.recoverDisc(drive, options),
  requestWriteSpeed: (options, drive) => root.requestWriteSpeed(drive, { ...options, writeSpeedKBps: 706 }),
  ripDisc: (options, drive) => root.ripDisc(drive, { ...options, directory: join(folder, 'rip') }),
  serveDrive: (options) => root.serveDrive({ ...options, device: 'sim:', socketPath: join(folder, 'socket') }),
  spoolTrack: (options) => root.spoolTrack(blocksOfNoise(310) as never, options),
  waitUntilReady: (options, drive) => root.waitUntilReady(drive, { ...options, activity: 'x', limitMs: 1_000 }),
  extractTree: (options) => image.extractTree(TREE, join(folder, 'out'), options),
  openFileSystem: (options) => image.openFileSystem({ readBlocks: async () => new Uint8Array() }, options),
  planIsoImage: (options) => image.planIsoImage(TREE, options),
  planUdfImage: (options) => image.planUdfImage(TREE, options),
  treeFromFolder: (options) => image.treeFromFolder('none', options),
  treeNodeFromPath: (options) => image.treeNodeFromPath('none', options),
  writeImage: (options) => image.writeImage(blocksOfNoise(1), join(folder, 'x.iso'), options),
  openReplay: (options) => openReplay('none.jsonl', options),
  readTrace: (options) => readTrace('none.jsonl', options),
};

/** Exported async functions without a signal, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  openSimulatedDrive: 'opens one local file; nothing in it waits',
  readFaults: 'reads one short local file',
};

const ASYNC = /^export function (\w+)(?:<.*?>)?\(.*(?:Options|Settings)\b.*\): (?:Promise|Operation)</gm;

test('every exported async function that has options has a signal, or a reason why not', () => {
  const reports = ['discwright', 'image', 'picture', 'simulator', 'trace'].map((entry) =>
    readFileSync(join(import.meta.dirname, '../api', `${entry}.api.md`), 'utf8'),
  );
  const found = reports.flatMap((report) => [...report.matchAll(ASYNC)].map(([, name = '']) => name));
  expect(found.toSorted()).toEqual([...Object.keys(calls), ...Object.keys(WITHOUT)].toSorted());
});

test.each(Object.entries(calls))(
  '%s() rejects with the reason of a signal that was aborted before',
  async (_, call) => {
    const transport = new TamperedTransport(new SimulatedDrive());
    const failure = await call({ signal: AbortSignal.abort(REASON) }, new root.Drive(transport)).then(
      () => 'it succeeded',
      (error: unknown) => error,
    );
    expect(failure).toBe(REASON);
    expect(transport.cdbs).toEqual([]);
    expect(transport.events).toEqual([]);
  },
);

const READING = ['readDiscState', 'readDiscDetails', 'readMultisession'] as const;

test.each(READING)('%s() sends nothing more once its signal is aborted', async (name) => {
  const transport = new TamperedTransport(new SimulatedDrive());
  const drive = new root.Drive(transport);
  await root.burnAudio(drive, sources, { ending: 'close-session', verify: 'none' });
  const call = calls[name] as Call;
  transport.cdbs.length = 0;
  await call({ signal: new AbortController().signal }, drive);
  const commands = transport.cdbs.length;
  expect(commands).toBeGreaterThan(1);
  for (let last = 1; last < commands; last++) {
    const stop = new AbortController();
    let sent = 0;
    transport.tamper = (_request, next) => {
      if (++sent === last) stop.abort(REASON);
      return next();
    };
    await expect(call({ signal: stop.signal }, drive)).rejects.toBe(REASON);
    expect(sent).toBe(last);
  }
});

describe('once its signal is aborted,', () => {
  test('readAudioBlocks() reads no more blocks', async () => {
    const transport = new TamperedTransport(new SimulatedDrive());
    const drive = new root.Drive(transport);
    await root.burnAudio(drive, sources, { verify: 'none' });
    const stop = new AbortController();
    transport.cdbs.length = 0;
    transport.tamper = (_request, next) => {
      stop.abort(REASON);
      return next();
    };
    const reading = root.readAudioBlocks(drive, { startLba: 0, lengthBlocks: 100, signal: stop.signal });
    await expect(reading).rejects.toBe(REASON);
    expect(transport.cdbs).toHaveLength(1);
  });

  test('measureLoudness() closes what it reads', async () => {
    const stop = new AbortController();
    const events: string[] = [];
    const track = {
      lengthBytes: 4_000_000,
      async openReader() {
        events.push('opened');
        return {
          async read(target: Uint8Array) {
            stop.abort(REASON);
            events.push('read');
            return target.length;
          },
          async close() {
            events.push('closed');
          },
        };
      },
    };
    await expect(root.measureLoudness([track, track], { signal: stop.signal })).rejects.toBe(REASON);
    expect(events).toEqual(['opened', 'read', 'closed']);
  });

  test('openDrive() closes the drive', async () => {
    const disc = join(mkdtempSync(join(folder, 'disc-')), 'x.disc');
    const stop = new AbortController();
    const opening = root.openDrive(`sim:${disc}`, { signal: stop.signal });
    stop.abort(REASON);
    await expect(opening).rejects.toBe(REASON);
    // Nobody else could open it while it is held.
    await (await root.openDrive(`sim:${disc}`)).close();
  });

  test('openFileSystem() stops, and what it found before stays readable', async () => {
    const plan = await image.planIsoImage({ ...TREE, children: [{ kind: 'folder', name: 'one', children: [] }] });
    const bytes = new Uint8Array(plan.lengthBytes);
    const source = await plan.openReader();
    await source.read(bytes);
    await source.close();
    const stop = new AbortController();
    const blocks = {
      readBlocks: async (lba: number, count: number) => bytes.slice(lba * 2_048, (lba + count) * 2_048),
    };
    const found = await image.openFileSystem(blocks, { signal: stop.signal });
    stop.abort(REASON);
    expect((await found.tree()).children.map(({ name }) => name)).toEqual(['one']);
    await expect(image.openFileSystem(blocks, { signal: stop.signal })).rejects.toBe(REASON);
  });

  test('serveDrive() leaves no socket', async () => {
    const socketPath = join(folder, 'aborted.socket');
    const stop = new AbortController();
    const serving = root.serveDrive({ device: 'sim:', socketPath, signal: stop.signal });
    stop.abort(REASON);
    await expect(serving).rejects.toBe(REASON);
    await (await root.serveDrive({ device: 'sim:', socketPath })).close();
  });
});
