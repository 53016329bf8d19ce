import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../../..');
export const discwrightScript = join(repository, 'dist/cli/main.js');
/** For a server to start, and to stop: one that does neither must not block a rig. */
const LIMIT_MS = 120_000;

/**
 * Runs `discwright serve` as a separate process.
 * @param device sim: or sim:PATH, with options after a `?`
 * @param socketPath where it listens
 * @param node the Node that runs it
 * @returns `stop()`: ends it with SIGTERM (the disc is saved) and throws if it fails; `kill()`: ends it with SIGKILL
 */
export async function serveDrive(device, socketPath, args = [], node = process.execPath) {
  const parameters = ['serve', '--device', device, '--socket', socketPath, '--json', ...args];
  const server = spawn(node, [discwrightScript, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ended = once(server, 'close');
  const ready = new Promise((resolveReady) => {
    const listen = (text) => {
      said += text;
      if (/^}/m.test(said)) resolveReady(true);
    };
    server.stdout.setEncoding('utf8').on('data', listen);
    server.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  });
  const killedLate = (work) => {
    const limit = setTimeout(() => server.kill('SIGKILL'), LIMIT_MS);
    return work.finally(() => clearTimeout(limit));
  };
  if (!(await killedLate(Promise.race([ready, ended.then(() => false)]))))
    throw new Error(`discwright serve ended: ${said}`);
  return {
    pid: server.pid,
    async stop() {
      server.kill('SIGTERM');
      const [status] = await killedLate(ended);
      if (status !== 0) throw new Error(`discwright serve ended with ${status}: ${said}`);
    },
    /** Like a power cut: the disc has what was already written to its file. */
    async kill() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}
