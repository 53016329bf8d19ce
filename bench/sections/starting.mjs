import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { discwrightScript, repository } from '../../test/rigs/support/served-drive.mjs';
import { baselineModules } from '../support/baseline.mjs';
import { costOf, inTurns } from '../support/cost.mjs';
import { printTable, ratio } from '../support/table.mjs';

/** What it takes to start: against an empty Node. */
export async function starting({ folder, rounds }) {
  const baseline = baselineModules();
  const node =
    (...args) =>
    () =>
      costOf(folder, [process.execPath, ...args]);
  const importing = (modules) =>
    node('--input-type=module', '-e', `import ${JSON.stringify(pathToFileURL(join(modules, 'index.js')).href)}`);
  const of = (label, script, modules) => ({
    [`discwright --version${label}`]: node(script, '--version'),
    [`discwright info on sim:${label}`]: node(script, 'info', '--device', 'sim:'),
    [`import 'discwright'${label}`]: importing(modules),
  });
  const costs = await inTurns(
    {
      'node -e 0': node('-e', '0'),
      ...of('', discwrightScript, join(repository, 'dist')),
      ...(baseline === undefined ? {} : of(', before', join(baseline, 'cli/main.js'), baseline)),
    },
    rounds * 2,
  );
  const empty = costs['node -e 0'];
  printTable([
    ['starting', 'CPU ms', '/ node -e 0', 'wall ms', 'peak MiB'],
    ...Object.entries(costs).map(([name, { cpu, wall, peakMiB }]) => [
      name,
      (cpu * 1000).toFixed(0),
      ratio(cpu / empty.cpu),
      (wall * 1000).toFixed(0),
      peakMiB.toFixed(0),
    ]),
  ]);
}
