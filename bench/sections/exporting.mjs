import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { discwrightScript } from '../../test/rigs/support/served-drive.mjs';
import { baselineModules } from '../support/baseline.mjs';
import { costOf, inTurns } from '../support/cost.mjs';
import { makeWav } from '../support/sound.mjs';
import { printTable, ratio, seconds } from '../support/table.mjs';

/** 835 MB: 79 minutes. */
const BLOCKS = 355_000;

/** Exporting and verifying a full saved disc, and opening it. */
export async function exporting({ folder, rounds }) {
  const wav = join(folder, 'full.wav');
  await makeWav(wav, BLOCKS);
  const baseline = baselineModules();
  const programs = {
    '': discwrightScript,
    ...(baseline === undefined ? {} : { ', before': join(baseline, 'cli/main.js') }),
  };
  const subjects = {};
  for (const [label, script] of Object.entries(programs)) {
    const disc = `sim:${join(folder, `full${label === '' ? '' : '-before'}.disc`)}`;
    const run = (...args) => costOf(folder, [process.execPath, script, ...args]);
    run('burn', '--yes', '--verify', 'none', '--device', disc, wav);
    const burn = (verify) => () => {
      const path = join(folder, 'burned.disc');
      rmSync(path, { force: true });
      return run('burn', '--yes', '--verify', verify, '--device', `sim:${path}`, wav);
    };
    subjects[`burn, verify none${label}`] = burn('none');
    subjects[`burn, verify full${label}`] = burn('full');
    subjects[`export --cue${label}`] = () =>
      run('export', '--overwrite', '--cue', join(folder, 'export.cue'), '--device', disc);
    subjects[`info on the full disc${label}`] = () => run('info', '--device', disc);
    subjects[`info on a blank disc${label}`] = () => run('info', '--device', 'sim:');
  }
  const costs = await inTurns(subjects, rounds);
  rmSync(wav);
  const rows = Object.keys(programs).flatMap((label) => {
    const of = (name) => costs[`${name}${label}`];
    const verify = of('burn, verify full').cpu - of('burn, verify none').cpu;
    const opening = of('info on the full disc').wall - of('info on a blank disc').wall;
    const row = (name, value, against) => [`${name}${label}`, value, against];
    return [
      row('burn, verify none', seconds(of('burn, verify none').cpu), ''),
      row('verify full (the difference)', seconds(verify), ''),
      row('export --cue', seconds(of('export --cue').cpu), `${ratio(of('export --cue').cpu / verify)} of verify full`),
      row('opening the full disc', seconds(opening), 'more wall time than a blank one'),
    ];
  });
  printTable([['835 MB on a saved disc', 'CPU s', ''], ...rows]);
  if (baseline !== undefined) {
    const faster = costs['export --cue, before'].cpu / costs['export --cue'].cpu;
    console.log(`Exporting costs ${ratio(1 / faster)} of what it did before.\n`);
  }
}
