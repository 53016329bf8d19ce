import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const folder = import.meta.dirname;
const run = promisify(execFile);

/** The sweep is JavaScript, which the compiler does not check. */
const load = (file: string): Promise<any> => import(join(folder, file));

test('a tiny sample of the fault sweep settles, and releases tray, drive and disc', async () => {
  const rig = join(folder, 'rig.mjs');
  // It also exits with 1 for unknown classes, but those are the business of `npm run test:faults`.
  const { stdout } = await run(process.execPath, [rig, '--runs', '60', '--processes', '1', '--groups', '0']).catch(
    (error) => error,
  );
  expect(stdout).toMatch(/^all +60 +60 /m);
  expect(stdout).toMatch(/^0 failures, /m);
});

test('the driver says what the sweep looks for in messages', async () => {
  const { WORDS } = await load('judge.mjs');
  const source = await wholeSource(join(folder, '../../src'));
  for (const words of Object.values<RegExp>(WORDS)) expect(source).toMatch(words);
});

async function wholeSource(path: string): Promise<string> {
  const files = (await readdir(path, { recursive: true })).filter((file) => file.endsWith('.ts'));
  return (await Promise.all(files.map((file) => readFile(join(path, file), 'utf8')))).join('\n');
}

test('the sweep detects a false success and a false statement', async () => {
  const { scenarioNamed } = await load('scenarios.mjs');
  const { judgeFailure, judgeSuccess } = await load('judge.mjs');
  const { lookAt } = await load('truth.mjs');
  const scenario = scenarioNamed('burn, closed');
  const blank = await lookAt(await scenario.disc(), scenario.wanted.tracks);
  const result = { disc: { status: 'complete', lastSession: 'complete', tracks: [] } };
  expect(judgeSuccess({ scenario, result, found: blank })).toEqual([
    'false success: the disc is not as wanted',
    'false success: the disc has other tracks',
    'success: wrong disc status',
    'success: wrong state of the last session',
  ]);
  const open = await lookAt(await scenarioNamed('close').disc(), scenario.wanted.tracks);
  const error = {
    name: 'BurnError',
    phase: 'writing',
    track: 4,
    lba: 2_000,
    disc: blank,
    message: '',
    remedy: 'Nothing was written',
  };
  const writes = { name: 'WRITE(10)', hit: true, cdb: Uint8Array.of(0x2a, 0, 0, 0, 5, 0, 0, 0, 1, 0) };
  const failure = { scenario, error, before: blank, atError: open, found: open, exchanges: [writes], asked: [] };
  expect(judgeFailure(failure)).toEqual([
    'wrong disc status',
    'wrong state of the last session',
    'wrong number of tracks',
    'LBA too high',
    '"Nothing was written"',
  ]);
  expect(judgeFailure({ ...failure, error: new TypeError('x') })).toEqual(['a bare TypeError']);
});
