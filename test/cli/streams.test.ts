import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Each row starts a process: slow on a busy machine.
jest.setTimeout(60_000);

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Runs a command whose reader is gone before it writes anything. */
function withoutReader(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: temporaryFolder(), stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stderr }));
  });
}

test.each([
  ['--version'],
  ['--help'],
  ['help'],
  ['help burn'],
  ['drives'],
  ['info --device sim:'],
  ['info --device sim: --json'],
  ['features --device sim:'],
  ['toc --device sim:'],
  ['speeds --device sim:'],
  ['completion bash'],
])('discwright %s | head -0 is quiet', async (line) => {
  expect(await withoutReader(line.split(' '))).toEqual({ code: 0, stderr: '' });
});
