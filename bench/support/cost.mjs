import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../test/rigs/preload/build.mjs';

const measuringProgram = () => compile('measure', '', [join(import.meta.dirname, 'measure.c')], []);

/**
 * Runs a program and says what it and its descendants cost.
 * @param folder for the measurement's file
 * @returns `wall` and `cpu` in seconds, `peakMiB` of its largest process
 * @throws if it does not exit with 0
 */
export function costOf(folder, command, options = {}) {
  const file = join(folder, 'cost.json');
  const { input, ...rest } = options;
  const ran = spawnSync(measuringProgram(), [file, ...command], { encoding: 'utf8', input: input ?? '', ...rest });
  if (ran.status !== 0) throw new Error(`${command.join(' ')} ended with ${ran.status}:\n${ran.stdout}${ran.stderr}`);
  const { wall, user, system, peakKiB } = JSON.parse(readFileSync(file, 'utf8'));
  return { wall, cpu: user + system, peakMiB: peakKiB / 1024 };
}

export function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs each of the subjects `rounds` times, in turns, so that what slows the machine down slows all of them.
 * @param subjects by name, functions that return a cost
 * @returns by name, the medians of each of their numbers
 */
export async function inTurns(subjects, rounds) {
  const costs = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(subjects)) costs[name].push(await run());
  }
  return Object.fromEntries(
    Object.entries(costs).map(([name, all]) => [
      name,
      Object.fromEntries(Object.keys(all[0]).map((key) => [key, median(all.map((each) => each[key]))])),
    ]),
  );
}
