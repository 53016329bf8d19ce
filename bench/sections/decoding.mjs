import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { costOf, inTurns } from '../support/cost.mjs';
import { makeMusic } from '../support/music.mjs';
import { printTable, ratio, seconds } from '../support/table.mjs';

const FLAC_SECONDS = 79 * 60;
/** lame takes a tenth of the time that it plays. */
const MP3_SECONDS = 10 * 60;

const script = join(import.meta.dirname, '../support/decode.mjs');

/** Decoding files to what a CD has, against the formats' own decoders. Start and end of the programs are included. */
export async function decoding({ folder, rounds }) {
  const [wav, flac, mp3] = ['sound.wav', 'sound.flac', 'sound.mp3'].map((name) => join(folder, name));
  await makeMusic(wav, MP3_SECONDS);
  costOf(folder, ['lame', '--quiet', '-V', '2', wav, mp3]);
  await makeMusic(wav, FLAC_SECONDS);
  costOf(folder, ['flac', '--silent', '--force', '-o', flac, wav]);
  rmSync(wav);
  const run =
    (...command) =>
    () =>
      costOf(folder, command);
  const ours = (path) => run(process.execPath, script, path);
  const costs = await inTurns(
    {
      'flac -d': run('flac', '--silent', '--force', '-d', '-o', '/dev/null', flac),
      'FLAC of 79 minutes': ours(flac),
      'mpg123 -w': run('mpg123', '-q', '-w', '/dev/null', mp3),
      'lame --decode': run('lame', '--quiet', '--decode', mp3, '/dev/null'),
      'MP3 of 10 minutes': ours(mp3),
    },
    rounds,
  );
  const row = (name, against) => [
    name,
    seconds(costs[name].cpu),
    against === undefined ? '' : ratio(costs[name].cpu / costs[against].cpu),
    against ?? '',
    seconds(costs[name].wall),
    costs[name].peakMiB.toFixed(0),
  ];
  printTable([
    ['decoding', 'CPU s', 'ratio', 'to', 'wall s', 'peak MiB'],
    row('flac -d'),
    row('FLAC of 79 minutes', 'flac -d'),
    row('mpg123 -w'),
    row('lame --decode'),
    row('MP3 of 10 minutes', 'mpg123 -w'),
  ]);
}
