import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** The version that cd-info reports. */
export function libcdioVersion() {
  const { stdout } = spawnSync('cd-info', ['--version'], { encoding: 'utf8' });
  return /version (\S+)/.exec(stdout)?.[1] ?? 'unknown';
}

/** What cd-info reads from an image: tracks with start and kind, start of the lead-out, catalogue number, texts. */
export async function cdInfo(cuePath) {
  const { stdout } = await exec('cd-info', ['--no-header', '--no-device-info', `--cue-file=${cuePath}`]);
  const rows = [...stdout.matchAll(/^\s*(\d+): (?:\d\d:){2}\d\d\s+(\d{6}) (\w+)/gm)].map(([, number, lsn, kind]) => ({
    number: Number(number),
    start: Number(lsn),
    kind,
  }));
  const leadOut = rows.find(({ kind }) => kind === 'leadout');
  const textsOf = (place) => {
    const [, block = ''] = new RegExp(`^CD-TEXT for ${place}:\n((?:\t.*\n?)*)`, 'm').exec(stdout) ?? [];
    return Object.fromEntries([...block.matchAll(/^\t([A-Z]+): (.*)$/gm)].map(([, key, text]) => [key, text]));
  };
  return {
    tracks: rows.filter((row) => row !== leadOut),
    leadOut: leadOut?.start,
    catalog: /\(MCN\): (\d{13})/.exec(stdout)?.[1],
    album: textsOf('Disc'),
    titles: rows.filter((row) => row !== leadOut).map(({ number }) => textsOf(`Track +${number}`).TITLE),
  };
}

/** Audio that cd-read reads from an image. */
export async function cdRead(cuePath, startBlock, lengthBlocks, outPath) {
  const range = ['--start', String(startBlock), '--number', String(lengthBlocks)];
  const how = ['--mode=audio', '--no-header', '--no-hexdump', `--output-file=${outPath}`];
  await exec('cd-read', [`--cue-file=${cuePath}`, ...how, ...range]);
  return readFile(outPath);
}
