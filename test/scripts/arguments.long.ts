import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: ROOT, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const SCRIPTS = [
  'test/faults/rig.mjs',
  'test/rigs/browser/rig.mjs',
  'test/rigs/kernel/rig.mjs',
  'test/rigs/libcdio/rig.mjs',
  'test/rigs/nodes/rig.mjs',
  'test/rigs/peers/rig.mjs',
  'test/rigs/shells/rig.mjs',
  'test/rigs/windows/rig.mjs',
  'scripts/api-report.mjs',
  'scripts/docs.mjs',
  'scripts/make-audio-fixtures.mjs',
  'bench/bench.mjs',
];

test.each(SCRIPTS)('%s says how to call it, and refuses options that it does not have', (script) => {
  const help = run(script, '--help');
  expect(help).toMatchObject({ status: 0, stderr: '' });
  expect(help.stdout).toMatch(/^Usage: /);
  const refused = run(script, '--nonsense');
  expect(refused).toMatchObject({ status: 2, stdout: '', stderr: "Unknown option '--nonsense'. See --help\n" });
});

test.each([
  [['--runs', 'many'], "--runs must be a whole number from 1, not 'many'. See --help"],
  [['--processes', '0'], "--processes must be a whole number from 1, not '0'. See --help"],
  [['--runs'], /argument missing/],
  [['--run', 'nonsense'], "there is no run 'nonsense': name one as close:14:3/72/00:once. See --help"],
  [['--scenario', 'nonsense'], /no run has that\. Scenarios: .*blank/],
] as const)('the fault sweep refuses %j', (args, message) => {
  const { status, stderr } = run('test/faults/rig.mjs', ...args);
  expect(status).toBe(2);
  if (typeof message === 'string') expect(stderr).toBe(`${message}\n`);
  else expect(stderr).toMatch(message);
});
