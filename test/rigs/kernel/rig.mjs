// Debian's own kernel in QEMU, with the virtual burner and with QEMU's own CD drives: `npm run test:kernel [WORD...]`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { reportScenarios } from '../support/scenarios.mjs';
import { requireTools } from '../support/tools.mjs';
import { readWords } from '../support/words.mjs';
import { bootGuest } from './boot.mjs';
import { guests } from './guests.mjs';

const RIG = 'The real kernel';
/** Each guest has one emulated processor; the smallest machines that this is meant for have two. */
const GUESTS_AT_ONCE = 2;

// The PATH of users other than root does not include the folders of depmod and modprobe.
process.env.PATH += ':/usr/sbin:/sbin';

const here = import.meta.dirname;
const words = readWords(
  'test:kernel',
  "Runs Debian's own kernel in QEMU, with the virtual burner as its drive. A guest's name as a word boots only that guest.",
);
requireTools('test:kernel', join(here, 'packages.txt'), [
  ...['qemu-system-x86_64', 'busybox', 'depmod', 'cpio', 'xz', 'zstd', 'dpkg-deb'],
  ...['sg_inq', 'wodim', 'cdrskin', 'genisoimage', 'cd-info', 'cdparanoia', 'setpriv'],
]);
if (process.arch !== 'x64') {
  console.log('test:kernel: needs Debian on x86-64: nothing was tested.');
  process.exit(process.env.CI === 'true' ? 1 : 0);
}
const built = spawnSync('bash', [join(here, 'build.sh')], { stdio: ['ignore', 'inherit', 'inherit'] });
if (built.status !== 0) process.exit(1);

const beganMs = performance.now();
// If a word is a guest's name, only that guest is booted.
const named = guests.filter(({ name }) => words.some((word) => word.startsWith(name)));
const waiting = named.length > 0 ? named : [...guests];
const rows = [];

async function bootOneAfterTheOther() {
  for (let guest = waiting.shift(); guest !== undefined; guest = waiting.shift())
    rows.push(...(await bootGuest(guest, words)));
}

await Promise.all(Array.from({ length: GUESTS_AT_ONCE }, bootOneAfterTheOther));
rows.sort((a, b) => order(a) - order(b));
reportScenarios(RIG, rows, performance.now() - beganMs);

function order({ guest }) {
  return guests.findIndex(({ name }) => name === guest);
}
