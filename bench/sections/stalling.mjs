import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recorderEnvironment, SR } from '../recorder/build.mjs';
import { BLOCK_BYTES } from '../support/sound.mjs';
import { STALL_MS } from '../support/stall.mjs';
import { printTable } from '../support/table.mjs';

/** 20 s of writing at this speed, in pieces of 100 blocks. */
const SPEED = 52;
const BLOCKS = 78_000;

/** In real time at 52x: a source and a main thread that stand still for three seconds. */
export async function stalling({ folder, recorder }) {
  const counts = join(folder, 'counts.json');
  const script = (name) => join(import.meta.dirname, '../support', name);
  const run = (command) => {
    const env = recorderEnvironment(recorder, { folder, counts, speed: SPEED });
    const [program, ...args] = command;
    const ran = spawnSync(program, args, { env, encoding: 'utf8', input: '' });
    if (ran.status !== 0) throw new Error(`${command.join(' ')} ended with ${ran.status}:\n${ran.stdout}${ran.stderr}`);
    return { ...JSON.parse(readFileSync(counts, 'utf8')), said: ran.stdout };
  };
  const ours = (what) => () => run([process.execPath, script('stalled-burn.mjs'), SR, String(BLOCKS), what]);
  /** The library is preloaded into the burning program alone. */
  const fed =
    (...burner) =>
    () => {
      const preloaded = `env LD_PRELOAD="$1" ${burner.join(' ')}`;
      const { LD_PRELOAD, ...env } = recorderEnvironment(recorder, { folder, counts, speed: SPEED });
      const pipe = `"${process.execPath}" "${script('stalling-pipe.mjs')}" ${BLOCKS} | ${preloaded}`;
      const ran = spawnSync('sh', ['-c', pipe, 'sh', LD_PRELOAD], { env, encoding: 'utf8', input: '' });
      if (ran.status !== 0) throw new Error(`${pipe} ended with ${ran.status}:\n${ran.stdout}${ran.stderr}`);
      return { ...JSON.parse(readFileSync(counts, 'utf8')), said: '{}' };
    };
  const size = BLOCKS * BLOCK_BYTES;
  const subjects = {
    'discwright, nothing stands still': ours('nothing'),
    'discwright, its source': ours('source'),
    'discwright, its main thread': ours('main-thread'),
    'wodim, its source': fed('wodim', '-s', `dev=${SR}`, 'gracetime=2', '-tao', '-audio', `tsize=${size}`, '-'),
    'cdrskin, its source': fed('cdrskin', `dev=${SR}`, '-tao', '-audio', `tsize=${size}`, '-'),
  };
  const rows = Object.entries(subjects).map(([name, subject]) => {
    const { underruns, dips, lowestBufferBytes, said } = subject();
    const { p99Ms, buffers } = JSON.parse(said);
    const lowest = `${Math.round((lowestBufferBytes * 100) / (2 << 20))} %`;
    if (buffers === undefined) return [name, underruns, dips, lowest, '', ''];
    const fifo = `${Math.round((buffers.lowestFifoBytes * 100) / buffers.fifoBytes)} %`;
    return [name, underruns, dips, lowest, fifo, p99Ms.toFixed(1)];
  });
  printTable([
    [
      `what stands still for ${STALL_MS / 1000} s at ${SPEED}x`,
      'underruns',
      'dips',
      "drive's buffer at least",
      'FIFO at least',
      'event loop p99 ms',
    ],
    ...rows,
  ]);
}
