/**
 * Runs scenarios one after the other, whatever becomes of the one before, and prints a table with the time each took.
 * Where words are given behind the script's name, only scenarios whose name has one of them in it run.
 * @param rig the table's heading
 * @param scenarios `{ name, run }`; run may resolve with a text for the last column
 * @returns whether all of them passed; process.exitCode is set to 1 when not
 */
export async function runScenarios(rig, scenarios, words = process.argv.slice(2)) {
  const wanted = scenarios.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const rows = [];
  const failures = [];
  const beganMs = performance.now();
  for (const { name, run } of wanted) {
    const row = { scenario: name, result: 'passed', seconds: 0, seen: '' };
    const startMs = performance.now();
    try {
      row.seen = (await run()) ?? '';
    } catch (error) {
      row.result = 'FAILED';
      failures.push(`\n${name}: ${error?.stack ?? error}`);
    }
    row.seconds = seconds(performance.now() - startMs);
    rows.push(row);
    if (process.stdout.isTTY !== true)
      console.log(`${row.result === 'passed' ? 'ok' : row.result} ${name} ${row.seconds} s`);
  }
  console.log(
    `\n${rig}: ${rows.length - failures.length} of ${rows.length} passed in ${seconds(performance.now() - beganMs)} s`,
  );
  console.table(rows);
  for (const failure of failures) console.error(failure);
  const passed = failures.length === 0 && rows.length > 0;
  if (!passed) process.exitCode = 1;
  return passed;
}

const seconds = (ms) => Number((ms / 1_000).toFixed(1));
