import { refuse } from '../../../scripts/arguments.mjs';

/** How many scenarios run together of those that mostly wait for programs that sleep. */
const AT_ONCE = 6;

/**
 * Runs scenarios one after another, even if one fails, and prints a table with the time that each took.
 * @param rig the table's heading
 * @param scenarios `{ name, run }`; run may resolve with a text for the last column; `waits: true`: it mostly waits. Those run
 *   first, several together
 * @param words only scenarios with one of them in their name run; without any, all do
 * @returns whether all of them passed; sets process.exitCode to 1 if not
 */
export async function runScenarios(rig, scenarios, words) {
  const wanted = scenarios.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  if (wanted.length === 0) {
    refuse(`no scenario has ${words.join(' or ')} in its name: ${scenarios.map(({ name }) => name).join(', ')}`);
  }
  const rows = [];
  const beganMs = performance.now();
  const runOne = async ({ name, run }) => {
    const row = { scenario: name, result: 'passed', seconds: 0, seen: '' };
    const startMs = performance.now();
    try {
      row.seen = (await run()) ?? '';
    } catch (error) {
      row.result = 'FAILED';
      row.failure = String(error?.stack ?? error);
    }
    row.seconds = seconds(performance.now() - startMs);
    rows.push(row);
    if (process.stdout.isTTY === true) return;
    console.log(`${row.result === 'passed' ? 'ok' : row.result} ${name} ${row.seconds} s`);
    if (row.failure !== undefined) console.log(row.failure.replace(/^/gm, '    '));
  };
  const waiting = wanted.filter(({ waits }) => waits === true);
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runOne(next);
  });
  await Promise.all(lanes);
  for (const each of wanted.filter(({ waits }) => waits !== true)) await runOne(each);
  return reportScenarios(rig, rows, performance.now() - beganMs);
}

/**
 * Prints the table of scenarios that have ended, and below it why the failed ones failed.
 * @param rows `{ scenario, result, seconds, seen, failure }`: passed or FAILED, the time, a text, and what went wrong
 * @returns whether all of them passed; sets process.exitCode to 1 if not, or if there were none
 */
export function reportScenarios(rig, rows, spentMs) {
  const passed = rows.filter(({ result }) => result === 'passed');
  console.log(`\n${rig}: ${passed.length} of ${rows.length} passed in ${seconds(spentMs)} s`);
  console.table(rows.map(({ scenario, result, seconds: spent, seen }) => ({ scenario, result, seconds: spent, seen })));
  for (const { scenario, failure } of rows) if (failure !== undefined) console.error(`\n${scenario}: ${failure}`);
  const good = passed.length === rows.length && rows.length > 0;
  if (!good) process.exitCode = 1;
  return good;
}

const seconds = (ms) => Number((ms / 1_000).toFixed(1));
