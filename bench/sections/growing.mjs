import { join } from 'node:path';
import { costOf, inTurns } from '../support/cost.mjs';
import { printTable, ratio, seconds } from '../support/table.mjs';

/** Whether anything grows faster than what is burned: in one process, onto simulated drives in memory. */
export async function growing({ folder, rounds }) {
  const script = join(import.meta.dirname, '../support/many-burns.mjs');
  const burning = (burns, tracks, length) => () =>
    costOf(folder, [process.execPath, script, ...[burns, tracks, length].map(String)]);
  const costs = await inTurns(
    {
      '1 track of 5 minutes': burning(1, 1, 300),
      '1 track of 79 minutes': burning(1, 1, 4_740),
      '99 tracks of 45 seconds': burning(1, 99, 45),
      '1 burn of 10 seconds': burning(1, 1, 10),
      '500 burns of 10 seconds': burning(500, 1, 10),
    },
    rounds,
  );
  const row = (name, against, times) => {
    const { cpu, peakMiB } = costs[name];
    const grown = against === undefined ? '' : `${ratio(cpu / costs[against].cpu)} for ${times} times as much`;
    return [name, seconds(cpu), grown, peakMiB.toFixed(0)];
  };
  printTable([
    ['in memory', 'CPU s', 'grown', 'peak MiB'],
    row('1 track of 5 minutes'),
    row('1 track of 79 minutes', '1 track of 5 minutes', 15.8),
    row('99 tracks of 45 seconds', '1 track of 79 minutes', 0.94),
    row('1 burn of 10 seconds'),
    row('500 burns of 10 seconds', '1 burn of 10 seconds', 500),
  ]);
}
