import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inTurns } from '../support/cost.mjs';
import { printTable, seconds } from '../support/table.mjs';

const SCRIPT = join(import.meta.dirname, '../support/large-burn.mjs');
/** 25 GB, in whole blocks. */
const WHOLE_DISC = 12_207_031 * 2_048;
const TWO_GIGABYTES = 976_562 * 2_048;

function burn(bytes, time) {
  const ran = spawnSync(process.execPath, [SCRIPT, String(bytes), time], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`large-burn.mjs ended with ${ran.status}:\n${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

/** A BD-R at 16x, in memory that keeps nothing: all of it in virtual time, and two gigabytes in real time. */
export async function large({ rounds }) {
  const costs = await inTurns(
    {
      '25 GB in virtual time': () => burn(WHOLE_DISC, 'virtual'),
      '2 GB in real time': () => burn(TWO_GIGABYTES, 'real'),
    },
    rounds,
  );
  printTable([
    ['BD-R at 16x', 'wall s', 'MB/s', 'CPU s', 'peak MiB', 'underruns', 'dips', 'FIFO at least', 'event loop p99 ms'],
    ...Object.entries(costs).map(([name, cost]) => [
      name,
      seconds(cost.wall),
      cost.megabytesPerSecond.toFixed(1),
      seconds(cost.cpu),
      cost.peakMiB.toFixed(0),
      String(cost.underruns),
      String(cost.dips),
      `${Math.round(100 * cost.lowestFifo)} %`,
      cost.loopP99.toFixed(1),
    ]),
  ]);
}
