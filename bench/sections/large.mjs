import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { discwrightScript } from '../../test/rigs/support/served-drive.mjs';
import { buildRecorder, recorderEnvironment, SR } from '../recorder/build.mjs';
import { costOf, inTurns } from '../support/cost.mjs';
import { makeNoise } from '../support/sound.mjs';
import { printTable, ratio, seconds } from '../support/table.mjs';

const SCRIPT = join(import.meta.dirname, '../support/large-burn.mjs');
/** 25 GB, in whole blocks. */
const WHOLE_DISC = 12_207_031 * 2_048;
const TWO_GIGABYTES = 976_562 * 2_048;
/** Of 32 blocks each: no program has to fill one up. */
const CLUSTERS = 30_517;

function burn(bytes, time) {
  const ran = spawnSync(process.execPath, [SCRIPT, String(bytes), time], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`large-burn.mjs ended with ${ran.status}:\n${ran.stderr}`);
  return JSON.parse(ran.stdout);
}

/** A BD-R at 16x, in memory that keeps nothing: all of it in virtual time, and two gigabytes in real time. Then next to others. */
export async function large({ folder, rounds }) {
  await inOneProcess(rounds);
  await nextToOthers(folder, rounds);
}

/**
 * Two gigabytes onto a BD-R that takes everything at once. discwright distrusts such a drive, and compares all of the disc
 * afterwards: what counts is the CPU time until the track ends.
 */
async function nextToOthers(folder, rounds) {
  const image = join(folder, 'image.iso');
  await makeNoise(image, CLUSTERS * 32 * 2_048);
  const counts = join(folder, 'counts.json');
  const env = recorderEnvironment(await buildRecorder('BD-R'), { folder, image, counts });
  const run = (command) => () => {
    const cost = costOf(folder, command, { env });
    const { cpuWriting, cpuToTrackEnd, secondsWriting } = JSON.parse(readFileSync(counts, 'utf8'));
    return { ...cost, cpu: cpuToTrackEnd, cpuWriting, writing: secondsWriting };
  };
  const own = ['data', '--yes', '--device', SR, '--leave-open', '--pad', '0', '--verify', 'none', image];
  const costs = await inTurns(
    {
      discwright: run([process.execPath, discwrightScript, ...own]),
      xorriso: run(['xorriso', '-as', 'cdrecord', `dev=${SR}`, '-multi', image]),
      cdrskin: run(['cdrskin', `dev=${SR}`, '-multi', image]),
      growisofs: run([
        'growisofs',
        '-use-the-force-luke=notray',
        '-use-the-force-luke=spare=none',
        '-Z',
        `${SR}=${image}`,
      ]),
    },
    rounds,
  );
  printTable([
    [
      '2 GB onto a BD-R',
      'CPU s to the end of the track',
      '/ xorriso',
      'of it writing',
      '/ xorriso',
      'writing, wall s',
      'peak MiB',
    ],
    ...Object.entries(costs).map(([name, { cpu, cpuWriting, writing, peakMiB }]) => [
      name,
      seconds(cpu),
      ratio(cpu / costs.xorriso.cpu),
      seconds(cpuWriting),
      ratio(cpuWriting / costs.xorriso.cpuWriting),
      seconds(writing),
      peakMiB.toFixed(0),
    ]),
  ]);
}

async function inOneProcess(rounds) {
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
