import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';

const repository = resolve(import.meta.dirname, '../../..');
const artefacts = process.env.RIG_DIR ?? join(repository, 'node_modules/.cache/kernel-rig');

/** Booting takes a few seconds; this limit allows for a machine that is very busy. */
const BOOT_LIMIT_MS = 120_000;
const LOOK_EVERY_MS = 500;
const LAST_LINES = 25;

/**
 * Boots a guest, has it run its scenarios, and reports each as it ends. A guest that does not come up is tried once more;
 * a scenario that failed in a running guest is not.
 * @returns a row for each scenario, as reportScenarios expects them, with `guest`
 */
export async function bootGuest(guest, words) {
  for (let attempt = 1; ; attempt++) {
    const rows = await withTemporaryFolder(async (share) => {
      const run = await runOnce(guest, words, share);
      if (run.up) return rowsOf(guest, run, share);
      console.log(`${guest.name}: the guest did not come up${attempt === 1 ? '; trying again' : ''}`);
      return attempt === 2 ? [neverUp(guest, share)] : undefined;
    });
    if (rows !== undefined) return rows;
  }
}

async function runOnce(guest, words, share) {
  await guest.prepare?.(share);
  await writeFile(join(share, 'script.sh'), script(guest, words));
  const qemu = spawn('qemu-system-x86_64', argumentsFor(guest, share), { stdio: ['ignore', 'pipe', 'pipe'] });
  let console_ = '';
  for (const stream of [qemu.stdout, qemu.stderr])
    stream.setEncoding('latin1').on('data', (text) => {
      console_ += text;
    });
  const leave = () => qemu.kill('SIGKILL');
  process.once('exit', leave);
  const began = performance.now();
  const report = { lines: [], up: false, timedOut: false };
  let ended = false;
  const end = Promise.race([once(qemu, 'close'), once(qemu, 'error')]).then(() => {
    ended = true;
  });
  while (!ended) {
    await Promise.race([end, sleep(LOOK_EVERY_MS)]);
    follow(guest, share, report);
    const spent = performance.now() - began;
    if (spent <= (report.up ? guest.limitMs : BOOT_LIMIT_MS)) continue;
    report.timedOut = true;
    qemu.kill('SIGKILL');
    await end;
  }
  process.off('exit', leave);
  await writeFile(join(share, 'console.txt'), console_);
  return report;
}

/** In the guest, REPO and NODE have the same paths as here; guest/start.sh does the rest. */
const script = (guest, words) =>
  [
    `export REPO='${repository}' NODE='${process.execPath}' GUEST='${guest.name}'`,
    `set -- ${words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')}`,
    `. "$REPO/test/rigs/kernel/guest/start.sh"`,
    '',
  ].join('\n');

/** Software emulation: -accel kvm hangs inside some virtual machines. */
const argumentsFor = ({ modules, devices }, share) => [
  ...['-machine', 'pc', '-accel', 'tcg', '-m', '1024', '-smp', '1', '-display', 'none', '-nodefaults', '-no-reboot'],
  ...['-serial', 'stdio', '-kernel', join(artefacts, 'vmlinux'), '-initrd', join(artefacts, 'initramfs.cpio')],
  '-append',
  `console=ttyS0 quiet loglevel=3 panic=-1 random.trust_cpu=on mitigations=off nokaslr tsc=reliable rig.modules=${modules.join(',')}`,
  ...shared('host', '/', 'readonly=on,'),
  ...shared('rig', share, ''),
  ...devices(share),
];

const shared = (tag, path, options) => [
  ...['-fsdev', `local,id=${tag},path=${path},security_model=none,${options}multidevs=remap`],
  ...['-device', `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`],
];

/** Reads what the guest has reported since the last call. */
function follow(guest, share, report) {
  const path = join(share, 'report.jsonl');
  if (!existsSync(path)) return;
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  for (const line of lines.slice(report.lines.length)) {
    const said = JSON.parse(line);
    report.lines.push(said);
    report.up = true;
    if (said.event === 'ended')
      console.log(`${said.result === 'passed' ? 'ok' : said.result} ${guest.name}: ${said.name} ${said.seconds} s`);
  }
}

function rowsOf(guest, { lines, timedOut }, share) {
  const planned = lines.find(({ event }) => event === 'planned')?.names;
  const ended = lines.filter(({ event }) => event === 'ended');
  const begun = lines.filter(({ event }) => event === 'began').map(({ name }) => name);
  const rows = ended.map(({ name, result, seconds, seen, failure }) =>
    row(guest, name, result, seconds, seen, failure),
  );
  const status = lastOf(share, 'status').trim();
  const missing = (planned ?? ['its scenarios']).filter((name) => !ended.some((each) => each.name === name));
  for (const name of missing) {
    const reason = timedOut
      ? 'the guest was stopped: its time had run out'
      : `the guest ended with status ${status || '?'}`;
    const where = begun.includes(name) ? `while this scenario ran\n${lastWords(share)}` : 'before this scenario began';
    rows.push(row(guest, name, 'FAILED', 0, '', `${reason}, ${where}`));
  }
  const unsaid = planned === undefined || (missing.length > 0 && !missing.some((name) => begun.includes(name)));
  if (unsaid) rows.push(row(guest, 'what the guest said last', 'FAILED', 0, '', lastWords(share)));
  if (missing.length === 0 && (timedOut || status !== '0'))
    rows.push(row(guest, 'the guest ends by itself', 'FAILED', 0, '', lastWords(share)));
  return rows;
}

const neverUp = (guest, share) => row(guest, 'the guest comes up', 'FAILED', 0, '', lastWords(share));

const row = (guest, name, result, seconds, seen, failure) => ({
  guest: guest.name,
  scenario: `${guest.name}: ${name}`,
  result,
  seconds,
  seen,
  ...(failure === undefined ? {} : { failure }),
});

function lastWords(share) {
  return ['output.txt', 'dmesg.txt', 'console.txt'].map((name) => `--- ${name}\n${lastOf(share, name)}`).join('\n');
}

function lastOf(share, name) {
  const path = join(share, name);
  return existsSync(path) ? readFileSync(path, 'latin1').split('\n').slice(-LAST_LINES).join('\n') : '';
}
