import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDrive, readAudioBlocks, ripDisc } from '../../dist/index.js';
import { preloadEnvironment } from '../../test/rigs/preload/build.mjs';
import { discwrightScript, serveDrive } from '../../test/rigs/support/served-drive.mjs';
import { costOf, inTurns } from '../support/cost.mjs';
import { makeWav } from '../support/sound.mjs';
import { printTable, ratio, seconds } from '../support/table.mjs';

/** 705.6 MB. */
const BLOCKS = 300_000;
const GIGABYTES = (BLOCKS * 2_352) / 1e9;
const BLOCKS_PER_READ = 27;
const SR = '/dev/sr0';

/** What work in this process costs. */
async function costHere(work) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - start) / 1_000, cpu: (user + system) / 1e6 };
}

/** READ CD of every block, three under way, and nothing done with the bytes. */
async function readRaw(drive) {
  const underWay = [];
  for (let lba = 0; lba < BLOCKS; lba += BLOCKS_PER_READ) {
    underWay.push(readAudioBlocks(drive, { startLba: lba, lengthBlocks: Math.min(BLOCKS_PER_READ, BLOCKS - lba) }));
    if (underWay.length === 3) await underWay.shift();
  }
  await Promise.all(underWay);
}

async function rip(drive, directory, options) {
  const ripping = ripDisc(drive, { directory, ...options });
  while (!(await ripping.next()).done);
}

/** Ripping a saved disc, against READ CD of the same bytes, and against cdparanoia on the same preloaded drive. */
export async function ripping({ folder, rounds }) {
  const wav = join(folder, 'rip.wav');
  await makeWav(wav, BLOCKS);
  const disc = `sim:${join(folder, 'rip.disc')}`;
  costOf(folder, [process.execPath, discwrightScript, 'burn', '--yes', '--verify', 'none', '--device', disc, wav]);
  rmSync(wav);
  const files = join(folder, 'ripped');

  const drive = await openDrive(disc);
  const ripHere = (options) => () => {
    rmSync(files, { recursive: true, force: true });
    return costHere(() => rip(drive, files, options));
  };
  const here = await inTurns(
    {
      raw: () => costHere(() => readRaw(drive)),
      'rip, one pass without C2': ripHere({ passes: 1, c2: false }),
      'rip, one pass': ripHere({ passes: 1 }),
      rip: ripHere({}),
    },
    rounds,
  );
  await drive.close();
  printTable([
    ['705.6 MB of a saved disc, in one process', 'wall s', '/ raw', 'CPU s', '/ raw'],
    ...Object.entries(here).map(([name, { wall, cpu }]) => [
      name === 'raw' ? 'READ CD, nothing else' : name,
      seconds(wall),
      ratio(wall / here.raw.wall),
      seconds(cpu),
      ratio(cpu / here.raw.cpu),
    ]),
  ]);

  const socket = join(folder, 'rip.socket');
  const server = await serveDrive(disc, socket);
  const env = { ...process.env, ...preloadEnvironment(socket, { sr: SR }) };
  const once = ['--passes', '1', '--no-c2', '--overwrite'];
  const ripped = [process.execPath, discwrightScript, 'rip', files, ...once, '--device', SR];
  const costs = await inTurns(
    {
      discwright: () => costOf(folder, ripped, { env }),
      'cdparanoia -Z': () => costOf(folder, ['cdparanoia', '-Z', '-q', '-d', SR, '1', join(folder, 'p.wav')], { env }),
    },
    rounds,
  );
  await server.stop();
  printTable([
    ['through SG_IO of a served drive, one pass', 'CPU s', 's/GB', '/ cdparanoia -Z', 'wall s'],
    ...Object.entries(costs).map(([name, { cpu, wall }]) => [
      name,
      seconds(cpu),
      seconds(cpu / GIGABYTES),
      ratio(cpu / costs['cdparanoia -Z'].cpu),
      seconds(wall),
    ]),
  ]);
}
