import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { discwrightScript } from '../../test/rigs/support/served-drive.mjs';
import { recorderEnvironment, SR } from '../recorder/build.mjs';
import { baselineModules } from '../support/baseline.mjs';
import { costOf, inTurns } from '../support/cost.mjs';
import { makeWav } from '../support/sound.mjs';
import { printTable, ratio, seconds } from '../support/table.mjs';

const BLOCKS = 300_000;
/** wodim waits so long before it writes, at least. */
const GRACE_SECONDS = 2;

/**
 * 705.6 MB as one track, as a test write: then no program reads anything back, and all do the same.
 * @param backends names for DISCWRIGHT_FFI
 */
export async function burning({ folder, recorder, rounds, backends }) {
  const wav = join(folder, 'long.wav');
  await makeWav(wav, BLOCKS);
  const counts = join(folder, 'counts.json');
  const environment = recorderEnvironment(recorder, { folder, sound: wav, counts });
  const run = (command, extra = {}) => {
    const cost = costOf(folder, command, { env: { ...environment, ...extra } });
    const { bytes, secondsWriting } = JSON.parse(readFileSync(counts, 'utf8'));
    if (bytes !== BLOCKS * 2352) throw new Error(`${command[0]} wrote ${bytes} bytes`);
    return { ...cost, writing: secondsWriting };
  };
  const discwright = (script, extra) => () =>
    run([process.execPath, script, 'burn', '--yes', '--simulate', '--device', SR, wav], extra);
  const baseline = baselineModules();
  const subjects = {
    ...Object.fromEntries(
      backends.map((name) => [`discwright, ${name}`, discwright(discwrightScript, { DISCWRIGHT_FFI: name })]),
    ),
    ...(baseline === undefined ? {} : { before: discwright(join(baseline, 'cli/main.js')) }),
    wodim: () => run(['wodim', '-s', `dev=${SR}`, '-dummy', `gracetime=${GRACE_SECONDS}`, '-tao', '-audio', wav]),
    cdrskin: () => run(['cdrskin', `dev=${SR}`, '-dummy', '-tao', '-audio', wav]),
  };
  const costs = await inTurns(subjects, rounds);
  const against = (name, other) => (costs[other] === undefined ? '' : ratio(costs[name].cpu / costs[other].cpu));
  printTable([
    ['705.6 MB, one track', 'CPU s', 's/GB', '/ before', '/ cdrskin', '/ wodim', 'wall s', 'of it writing', 'peak MiB'],
    ...Object.entries(costs).map(([name, { cpu, wall, writing, peakMiB }]) => [
      name,
      seconds(cpu),
      seconds(cpu / 0.7056),
      against(name, 'before'),
      against(name, 'cdrskin'),
      against(name, 'wodim'),
      seconds(wall),
      seconds(writing),
      peakMiB.toFixed(0),
    ]),
  ]);
}
