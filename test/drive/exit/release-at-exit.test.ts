import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// Each test starts a process: slow on a busy machine.
jest.setTimeout(60_000);

const BURNER = fileURLToPath(new URL('./burner.mjs', import.meta.url));
const LOCK = '1e0000000100';
const UNLOCK = '1e0000000000';

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly log: readonly string[];
}

async function run(way: string, helper: 'none' | 'exit' | 'signals'): Promise<Ended> {
  const log = join(temporaryFolder(), 'log');
  const child = spawn(process.execPath, [BURNER, log, way, helper], { stdio: 'ignore' });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...ended) => resolve(ended)),
  );
  const lines = await readFile(log, 'utf8');
  return { code, signal, log: lines.trimEnd().split('\n') };
}

test.each([
  ['process.exit()', 'exit', 'exit', { code: 3 }],
  ['an uncaught exception', 'throw', 'exit', { code: 1 }],
  ['an unhandled rejection', 'reject', 'exit', { code: 1 }],
  ['SIGTERM', 'SIGTERM', 'signals', { signal: 'SIGTERM' }],
  ['SIGHUP', 'SIGHUP', 'signals', { signal: 'SIGHUP' }],
  ['SIGINT', 'SIGINT', 'signals', { signal: 'SIGINT' }],
] as const)('%s gives the drive back if the program asked for that', async (_name, way, helper, end) => {
  const ended = await run(way, helper);
  expect(ended).toMatchObject(end);
  expect(ended.log.slice(0, 2)).toEqual(['exclusive', LOCK]);
  expect(ended.log.slice(-2)).toEqual([UNLOCK, 'closed']);
  // What was queued is dropped.
  expect(ended.log.length).toBeLessThan(50);
});

test('without it the tray stays locked', async () => {
  const { log } = await run('exit', 'none');
  expect(log).toContain(LOCK);
  expect(log).not.toContain(UNLOCK);
});

test('signals are left alone unless asked for', async () => {
  const { signal, log } = await run('SIGTERM', 'exit');
  expect(signal).toBe('SIGTERM');
  expect(log).not.toContain(UNLOCK);
});
