import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BUILT = pathToFileURL(resolve(import.meta.dirname, '../../dist/index.js')).href;
const BEGINNING = `
import { burnAudio, openDrive, Operation, pcmTrackFromBytes, waitUntilReady } from ${JSON.stringify(BUILT)};
const drive = await openDrive('sim:');
const tracks = [pcmTrackFromBytes(new Uint8Array(310 * 2_352), { name: 'silence' })];
const failing = () => new Operation('fail()', async function* () { yield 1; throw new Error('it failed'); });
`;

/** Runs a program with the package as it is built. */
async function run(lines: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const path = join(temporaryFolder(), 'program.mjs');
  await writeFile(path, BEGINNING + lines);
  const running = promisify(execFile)(process.execPath, ['--expose-gc', path]);
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

const UNUSED =
  'burnAudio() was called, but its result was never used, so it did nothing. ' +
  'Write `await burnAudio(...)`, or `for await (const progress of burnAudio(...))`';

test('an operation that is never used is reported at the end of the program, once, with its line', async () => {
  const { code, stderr } = await run('burnAudio(drive, tracks); burnAudio(drive, tracks);\n');
  expect(code).toBe(0);
  expect(stderr.split(UNUSED)).toHaveLength(2);
  expect(stderr).toContain('[DISCWRIGHT_UNUSED]');
  expect(stderr).toMatch(/Called at .*program\.mjs:6:(1|27)$/m);
});

test('an operation that is never used is reported when it is collected', async () => {
  const { stdout, stderr } = await run(`
    process.once('warning', ({ code }) => { console.log(code); process.exit(); });
    const timer = setInterval(() => gc(), 5);
    (() => { burnAudio(drive, tracks); })();
  `);
  expect(stdout).toBe('DISCWRIGHT_UNUSED\n');
  expect(stderr).toContain(UNUSED);
});

test('operations that are used in any way are not reported', async () => {
  const { code, stderr } = await run(`
    await waitUntilReady(drive, { activity: 'waiting', limitMs: 1_000 });
    for await (const _ of waitUntilReady(drive, { activity: 'waiting', limitMs: 1_000 }));
    waitUntilReady(drive, { activity: 'waiting', limitMs: 1_000 }).addEventListener('done', () => {});
    waitUntilReady(drive, { activity: 'waiting', limitMs: 1_000 }).toReadableStream();
    waitUntilReady(drive, { activity: 'waiting', limitMs: 1_000 }).cancel();
    await waitUntilReady(drive, { activity: 'waiting', limitMs: 1_000 }).return();
  `);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a failure is no unhandled rejection where it was listened to or iterated', async () => {
  const { code, stdout, stderr } = await run(`
    failing().addEventListener('error', ({ detail }) => console.log('event:', detail.message));
    try { for await (const _ of failing()); } catch (error) { console.log('loop:', error.message); }
    try { for await (const _ of failing().toReadableStream()); } catch (error) { console.log('stream:', error.message); }
  `);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trim().split('\n').sort()).toEqual(['event: it failed', 'loop: it failed', 'stream: it failed']);
});

test('a failure that nothing of the program sees is a warning', async () => {
  const { code, stderr } = await run("failing().addEventListener('progress', () => {});\n");
  expect(code).toBe(0);
  expect(stderr).toContain('[DISCWRIGHT_UNSEEN_ERROR]');
  expect(stderr).toContain("listen to 'error' too. The error: it failed");
});

test('a failure that is awaited and not caught ends the program, as with every promise', async () => {
  const { code, stderr } = await run('failing().then(() => {});\n');
  expect(code).toBe(1);
  expect(stderr).toContain('it failed');
});
