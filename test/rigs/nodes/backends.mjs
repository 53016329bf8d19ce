import assert from 'node:assert/strict';
import { cp, mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { sgIoHeaderType } from '../../../build/transport/linux/sg-io-header.js';
import { layoutHere } from '../../../build/transport/native/c-struct.js';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { assertTracks, soundsOf, wavsOf } from '../peers/discwright.mjs';
import { assertReleased } from '../peers/traces.mjs';
import { atVirtualDrive, SG, SR } from '../peers/virtual-drive.mjs';
import { runExpecting } from '../support/programs.mjs';
import { discwrightScript, repository } from '../support/served-drive.mjs';
import { assertNoWarning } from './checks.mjs';

const here = import.meta.dirname;
const CONTRACT = 'test/contract/hardware.test.ts';
/** It loses one error code in 80,000 to 1,240,000: see docs/native-code.md. */
const FFI_NAPI_RIGHT = 0.999;
const CONTRACT_LIMIT_MS = 240_000;

/** Asks a backend to load, and measures it. @returns what probe-ffi.mjs prints */
export async function probe({ binary, script }, backend) {
  const { stdout, stderr } = await runExpecting(0, binary, [...script, join(here, 'probe-ffi.mjs'), backend]);
  assertNoWarning(stderr);
  const answer = JSON.parse(stdout);
  assert.equal(answer.backend, backend);
  const least = backend === 'ffi-napi' ? FFI_NAPI_RIGHT : 1;
  assert.ok(answer.right >= least, `an error code was lost, or of another call: ${answer.right} were right`);
  return answer;
}

/** The same call in C, and whether our struct is the compiler's. @returns microseconds */
export function inC() {
  return withTemporaryFolder(async (folder) => {
    const program = join(folder, 'call');
    await runExpecting(0, 'gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', program, join(here, 'call.c')]);
    const { microseconds, layout } = JSON.parse((await runExpecting(0, program, [])).stdout);
    const { size, fields } = sgIoHeaderType(layoutHere(8));
    const ours = Object.entries(fields).map(([name, { offset }]) => [name, offset]);
    assert.deepEqual({ ...Object.fromEntries(ours), size }, layout);
    return microseconds;
  });
}

/** Burns and verifies a disc with one backend; the drive's node is seen through the preloaded library. */
export async function burn({ binary, script }, backend, { program = discwrightScript, devices = [SR] } = {}) {
  for (const device of devices) {
    await atVirtualDrive({}, async (drive) => {
      const sounds = soundsOf(81);
      const tracePath = join(drive.folder, 'burn.jsonl');
      const args = ['burn', '--yes', '--verify', 'full', '--trace', tracePath, ...(await wavsOf(drive, sounds))];
      const { stderr } = await drive.run(binary, [...script, program, ...args, '--device', device], {
        environment: backend === undefined ? {} : { DISCWRIGHT_FFI: backend },
      });
      assertNoWarning(stderr);
      await assertReleased(drive, tracePath);
      assertTracks(await drive.disc(), sounds);
    });
  }
}

export const BOTH_NODES = [SR, SG];

/** Runs the contract of test/contract on the drive, with the test runner that the runtime has. @returns how many tests passed */
export async function contract({ name, binary, script }, backend) {
  const [args, tally] = RUNNERS[name] ?? RUNNERS.Node;
  return atVirtualDrive({}, async (drive) => {
    const { both } = await drive.run(binary, [...(name === 'Deno' ? script : []), ...args], {
      cwd: repository,
      limitMs: CONTRACT_LIMIT_MS,
      environment: { DISCWRIGHT_FFI: backend, TEST_DRIVE: SR, TEST_DRIVE_BURN: '1', NODE_OPTIONS: '' },
    });
    const passed = Number(tally.exec(both)?.[1]);
    assert.ok(passed > 10, both.slice(-2_000));
    return passed;
  });
}

const jest = 'node_modules/jest/bin/jest.js';
const RUNNERS = {
  Node: [
    ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, '--runInBand', CONTRACT],
    /Tests: .*?(\d+) passed/,
  ],
  Bun: [['test', `./${CONTRACT}`], /(\d+) pass\b/],
  Deno: [
    ['--import-map', join(here, 'import-map.json'), join(here, 'run-declared.mjs'), join(repository, CONTRACT)],
    /"passed":(\d+)/,
  ],
};

const FFI_PACKAGES = new Set(['koffi', '@koromix', 'ffi-napi', 'ref-napi', 'ref-struct-di', '@makeomatic']);

/** Passes `use` the command line of a copy of the built package that has its other dependencies, but none that provides FFI. */
export function withoutPackages(use) {
  return withTemporaryFolder(async (folder) => {
    await cp(join(repository, 'dist'), join(folder, 'dist'), { recursive: true });
    await cp(join(repository, 'package.json'), join(folder, 'package.json'));
    await mkdir(join(folder, 'node_modules'));
    for (const name of await readdir(join(repository, 'node_modules'))) {
      if (name.startsWith('.') || FFI_PACKAGES.has(name)) continue;
      await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
    }
    return use(join(folder, 'dist/cli/main.js'));
  });
}

/** With nothing that could reach a real drive: simulated drives work, and the error for a real one says what to install. */
export function withNothing({ binary }) {
  return withoutPackages(async (program) => {
    await runExpecting(0, binary, [program, 'info', '--device', 'sim:']);
    const { stderr } = await runExpecting(3, binary, [program, 'info', '--device', SR]);
    assert.match(
      stderr,
      /koffi: the package is not installed; .*Node\.js 26.*; ffi-napi: the package is not installed/,
    );
    assert.match(stderr, /npm install koffi/);
  });
}
