import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const TOOLS = ['cd-info', 'cd-read'];

/** The version that the tools name; undefined where one is missing. */
export function libcdioVersion() {
  const outputs = TOOLS.map((tool) => spawnSync(tool, ['--version'], { encoding: 'utf8' }));
  if (outputs.some(({ error }) => error !== undefined)) return undefined;
  return /version (\S+)/.exec(outputs[0].stdout)?.[1] ?? 'unknown';
}

/** What cd-info reads out of an image: tracks with their start and kind, where the lead-out is, catalogue number, texts. */
export async function cdInfo(cuePath) {
  const args = ['--no-header', '--no-device-info', '--no-analyze', `--cue-file=${cuePath}`];
  const { stdout } = await exec('cd-info', args);
  const rows = [...stdout.matchAll(/^\s*(\d+): (\d\d:\d\d:\d\d)\s+(\d{6}) (\w+)/gm)].map(([, number, , lsn, kind]) => ({
    number: Number(number),
    startLba: Number(lsn),
    kind,
  }));
  const leadOut = rows.find(({ kind }) => kind === 'leadout');
  const catalog = /\(MCN\): (\d{13})/.exec(stdout)?.[1];
  return { tracks: rows.filter((row) => row !== leadOut), leadOutLba: leadOut?.startLba, catalog, text: stdout };
}

/** Audio that cd-read reads out of an image. */
export async function cdRead(cuePath, startLba, lengthBlocks, outPath) {
  const range = ['--start', String(startLba), '--number', String(lengthBlocks)];
  const how = ['--mode=audio', '--no-header', '--no-hexdump', `--output-file=${outPath}`];
  await exec('cd-read', [`--cue-file=${cuePath}`, ...how, ...range]);
  return readFile(outPath);
}
