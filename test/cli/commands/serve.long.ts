import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

const MAIN = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** Each test starts several processes: slow on a busy machine. */
jest.setTimeout(60_000);

let cwd = '';
let servers: ChildProcess[] = [];

beforeEach(() => {
  cwd = temporaryFolder();
  servers = [];
});

afterEach(() => {
  for (const server of servers) server.kill('SIGKILL');
});

interface Server {
  readonly process: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  readonly said: () => string;
}

/** Starts `discwright serve`, and resolves as soon as it can be used. */
function serve(...args: string[]): Promise<Server> {
  const child = spawn(process.execPath, [MAIN, 'serve', ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  servers.push(child);
  let said = '';
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Socket')) resolve({ process: child, ended, said: () => said });
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('close', () => reject(new Error(said)));
  });
}

test('under npx, which passes SIGTERM only to the shell that it started, the server ends with that shell', async () => {
  const command = `'${process.execPath}' '${MAIN}' serve --device sim:my.disc --socket s; true`;
  const shell = spawn('sh', ['-c', command], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_command: 'exec' },
    detached: true,
  });
  let said = '';
  const serving = new Promise<void>((resolve) => {
    shell.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Socket')) resolve();
    });
  });
  // The server holds the other end of the pipe: it closes when the server ends.
  const ended = new Promise((resolve) => shell.stdout.on('close', resolve));
  await serving;
  shell.kill('SIGTERM');
  const late = setTimeout(() => process.kill(-(shell.pid ?? 0), 'SIGKILL'), 20_000);
  await ended;
  clearTimeout(late);
  expect(said).toContain('While writing');
  expect(existsSync(join(cwd, 's'))).toBe(false);
  expect(existsSync(join(cwd, 's.lock'))).toBe(false);
});

test('a disc is burned through a server in another process, which saves the disc on SIGTERM', async () => {
  const server = await serve('--device', 'sim:my.disc', '--socket', 's');
  expect(server.said()).toContain('--device unix:s');
  const audio = fileURLToPath(new URL('../../../fixtures/audio/01-short-bell.wav', import.meta.url));
  const burned = await discwright(['burn', audio, '--device', 'unix:s', '--yes'], { cwd });
  expect(burned).toMatchObject({ code: 0 });

  server.process.kill('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(existsSync(join(cwd, 's'))).toBe(false);

  const toc = await discwright(['toc', '--device', 'sim:my.disc', '--json'], { cwd });
  expect(JSON.parse(toc.stdout)).toMatchObject({ sessions: [{ tracks: [{ number: 1 }] }] });
});

test('the next server takes over the socket and the disc of one that was killed', async () => {
  const first = await serve('--device', 'sim:my.disc', '--socket', 's');
  first.process.kill('SIGKILL');
  await first.ended;
  expect(existsSync(join(cwd, 's'))).toBe(true);

  await serve('--device', 'sim:my.disc', '--socket', 's');
  expect((await discwright(['info', '--device', 'unix:s'], { cwd })).stdout).toContain('blank');
});

test('a second server on the same socket is refused, and the first keeps running', async () => {
  await serve('--device', 'sim:', '--socket', 's');
  const second = await discwright(['serve', '--device', 'sim:', '--socket', 's'], { cwd });
  expect(second).toMatchObject({ code: 3, stderr: expect.stringContaining('is serving a drive there') });
  expect((await discwright(['info', '--device', 'unix:s'], { cwd })).code).toBe(0);
});

test.each([
  [['serve', '--socket', 's'], /no drive is named/],
  [['serve', '--device', 'sim:'], /--socket FILE, --tcmu/],
  [['serve', '--device', 'sim:', '--socket', 's', '--time', 'slow'], /--time/],
])('%j is refused', async (args, message) => {
  expect(await discwright(args, { cwd })).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
});

const asRoot = process.getuid?.() === 0;

(asRoot ? test.skip : test)(
  `without the required rights, --tcmu says what they are${asRoot ? ' (skipped: root has them)' : ''}`,
  async () => {
    const refused = await discwright(['serve', '--device', 'sim:', '--tcmu'], { cwd });
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/--socket instead/);
  },
);
