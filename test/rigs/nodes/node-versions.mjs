import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runExpecting } from '../support/programs.mjs';
import { repository } from '../support/served-drive.mjs';

const MAJORS = ['20', '22', '24', '26'];
/** The first that has node:ffi without a flag. */
const HAS_FFI = '26';

export const OLDEST_NODE = `Node ${MAJORS.at(0)}`;
export const NEWEST_NODE = `Node ${MAJORS.at(-1)}`;

const { platform, arch } = process;
const bunArchitecture = arch === 'arm64' ? 'aarch64' : arch;

/**
 * The runtimes of JavaScript that the package supports, as packages of npm that contain their binary.
 * `script`: what comes before a script on the command line; `backends`: what reaches a real drive in it, as `DISCWRIGHT_FFI` has it
 */
export const runtimes = [
  ...MAJORS.map((major) => ({
    name: `Node ${major}`,
    node: true,
    package: `node-${platform}-${arch}@${major}`,
    file: 'bin/node',
    version: new RegExp(`^v${major}\\.`),
    script: [],
    backends: ['koffi', 'ffi-napi', ...(major === HAS_FFI ? ['node:ffi'] : [])],
  })),
  {
    name: 'Bun',
    package: `@oven/bun-${platform}-${bunArchitecture}@1`,
    file: 'bin/bun',
    version: /^1\./,
    script: [],
    backends: ['bun:ffi'],
  },
  {
    name: 'Deno',
    package: `@deno/${platform}-${arch}-glibc@2`,
    file: 'deno',
    version: /^deno 2\./,
    script: ['run', '-A', '--no-check'],
    backends: ['Deno.dlopen'],
  },
];

/**
 * The newest of a runtime, installed by npm and kept: only the first run needs the network.
 * @returns its binary and version
 */
export async function installed(runtime) {
  const home = join(repository, 'node_modules/.cache/nodes', runtime.name.replace('Node ', ''));
  const binary = join(home, 'node_modules', runtime.package.replace(/@[^@]*$/, ''), runtime.file);
  if (!existsSync(binary)) {
    mkdirSync(home, { recursive: true });
    const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', home];
    await runExpecting(0, 'npm', [...install, runtime.package], { limitMs: 300_000 });
  }
  const { stdout } = await runExpecting(0, binary, ['--version']);
  const [version] = stdout.split('\n');
  if (!runtime.version.test(version)) throw new Error(`${binary} is ${version}, not ${runtime.name}`);
  return { binary, version };
}
