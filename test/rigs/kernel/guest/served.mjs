import { readdirSync, readFileSync } from 'node:fs';
import { startProgram } from '../../support/programs.mjs';
import { discwright } from './users.mjs';

const START_LIMIT_MS = 120_000;
const RUN_LIMIT_MS = 600_000;
const TARGETS = '/sys/kernel/config/target';

/** `discwright serve --tcmu` on a saved disc, once it has nodes. */
export async function serve(disc) {
  const args = discwright('root', 'serve', '--device', `sim:${disc}`, '--tcmu', '--json');
  const server = startProgram(...args, { limitMs: RUN_LIMIT_MS });
  let late;
  const lateness = new Promise((_, reject) => {
    late = setTimeout(() => reject(new Error('the server did not become ready')), START_LIMIT_MS);
  });
  try {
    await Promise.race([server.said(/^}/m), lateness]);
  } finally {
    clearTimeout(late);
  }
  return {
    kill: server.kill,
    /** Ends it with a signal; it must exit with status 0. */
    async stop(signal = 'SIGTERM') {
      server.kill(signal);
      const { status, both } = await server.ended;
      if (status !== 0) throw new Error(`the server ended with ${status}: ${both}`);
      return both;
    },
    ended: server.ended,
  };
}

/** The names of discwright's entries in the target core, and of the nodes of optical drives. */
export const targets = () => [...namesIn(`${TARGETS}/core`), ...namesIn(`${TARGETS}/loopback`)].filter(isOurs);
export const nodes = () => namesIn('/dev').filter((name) => /^s[rg]\d+$/.test(name));

const isOurs = (name) => /^user_|^naa\./.test(name);

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What the kernel's cdrom driver reports about a drive: `Can write CD-R`. */
export function cdromInfo(what) {
  const line = readFileSync('/proc/sys/dev/cdrom/info', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(what));
  return line?.slice(what.length).replace(':', '').trim();
}
