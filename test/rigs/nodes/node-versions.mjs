import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runExpecting } from '../support/programs.mjs';
import { repository } from '../support/served-drive.mjs';

export const MAJORS = ['20', '22', '24', '26'];

const packageName = `node-${process.platform}-${process.arch}`;
const homeOf = (major) => join(repository, 'node_modules/.cache/nodes', major);
const binaryOf = (major) => join(homeOf(major), 'node_modules', packageName, 'bin/node');

/**
 * The newest Node of a major version, installed by npm and kept: only the first run needs the network.
 * @returns its binary and version
 */
export async function nodeOfMajor(major) {
  const home = homeOf(major);
  if (!existsSync(binaryOf(major))) {
    mkdirSync(home, { recursive: true });
    const install = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', home];
    await runExpecting(0, 'npm', [...install, `${packageName}@${major}`], { limitMs: 300_000 });
  }
  const { stdout } = await runExpecting(0, binaryOf(major), ['--version']);
  const version = stdout.trim();
  if (!version.startsWith(`v${major}.`)) throw new Error(`${binaryOf(major)} is ${version}, not a Node ${major}`);
  return { binary: binaryOf(major), version };
}
