// The fault sweep: `npm run test:faults`. See README.md.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { allCells, sample } from './cells.mjs';
import { gone, knownClasses, writeKnown } from './known.mjs';
import { scratch } from './scratch.mjs';
import { showRun } from './show-run.mjs';
import { sweep } from './sweep.mjs';
import { groupInWords, groupsOf, tableOf } from './table.mjs';
import { Tally } from './tally.mjs';

const DEFAULT_RUNS = 20_000;
const SEED = 20_260_101;
const PROGRESS_MS = 10_000;
/** At most this many are shown. */
const MOST_FAILURES = 50;

const { values: options } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    runs: { type: 'string', default: String(DEFAULT_RUNS) },
    scenario: { type: 'string' },
    command: { type: 'string' },
    fault: { type: 'string' },
    processes: { type: 'string', default: String(availableParallelism()) },
    groups: { type: 'string', default: '20' },
    prune: { type: 'boolean', default: false },
    'write-known': { type: 'boolean', default: false },
    run: { type: 'string' },
  },
});

// An interrupted sweep must not leave anything behind either.
process.once('SIGINT', () => process.exit(130));
scratch();
const everything = await allCells();
if (options.run !== undefined) await showRun(options.run, everything);
else process.exitCode = await sweepAll();

async function sweepAll() {
  const wanted = everything.filter(
    ({ scenario, command, fault }) =>
      (options.scenario ?? scenario) === scenario &&
      (options.command ?? command) === command &&
      (options.fault ?? fault) === fault,
  );
  const cells = sample(wanted, options.all ? wanted.length : Number(options.runs), SEED);
  console.log(`${cells.length} of ${everything.length} runs in ${options.processes} processes`);
  const begun = Date.now();
  const tally = new Tally(new Set(wanted.map(({ scenario }) => scenario)));
  let done = 0;
  let reportedAtMs = begun;
  await sweep(cells, {
    processes: Number(options.processes),
    onReport(cell, report) {
      tally.add(cell, report);
      done++;
      if (Date.now() - reportedAtMs < PROGRESS_MS) return;
      reportedAtMs = Date.now();
      console.log(`${done} of ${cells.length} runs, ${Math.round((reportedAtMs - begun) / 1_000)} s`);
    },
  });
  console.log(`\n${tableOf(tally)}\n\nIt took ${Math.round((Date.now() - begun) / 1_000)} s.\n`);
  return report(tally);
}

function report(tally) {
  const groups = groupsOf(tally.classes);
  const shown = groups.slice(0, Number(options.groups));
  console.log(`The ${shown.length} largest of ${groups.length} groups of what is not right:`);
  for (const group of shown) console.log(groupInWords(group));

  const known = knownClasses();
  const fresh = new Map([...tally.classes].filter(([key]) => !known.has(key)));
  if (fresh.size > 0) {
    console.log(`\n${fresh.size} classes are not in known.json:`);
    for (const group of groupsOf(fresh)) console.log(groupInWords(group));
  }
  const old = gone(known, tally, everything);
  if (old.length > 0) {
    console.log(`\n${old.length} entries of known.json no longer occur; --prune removes them:`);
    for (const group of groupsOf(new Map(old.map((key) => [key, { count: 1 }])))) console.log(groupInWords(group));
  }
  if (options.prune || options['write-known']) {
    for (const key of old) known.delete(key);
    if (options['write-known']) for (const key of fresh.keys()) known.add(key);
    writeKnown(known);
  }
  for (const { what, place, command, error } of tally.failures.slice(0, MOST_FAILURES)) {
    console.log(`\nFAILED ${what}\n  ${command}, --run '${place}'${error === undefined ? '' : `: ${error}`}`);
  }
  console.log(`\n${tally.failures.length} failures, ${fresh.size} new classes`);
  return tally.failures.length === 0 && fresh.size === 0 ? 0 : 1;
}
