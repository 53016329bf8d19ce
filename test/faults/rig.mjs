// The fault sweep: `npm run test:faults`. See README.md.
import { availableParallelism } from 'node:os';
import { readArguments, refuse } from '../../scripts/arguments.mjs';
import { allCells, sample } from './cells.mjs';
import { gone, knownClasses, writeKnown } from './known.mjs';
import { scratch } from './scratch.mjs';
import { showRun } from './show-run.mjs';
import { sweep } from './sweep.mjs';
import { groupInWords, groupsOf, tableOf } from './table.mjs';
import { Tally } from './tally.mjs';

const DEFAULT_RUNS = 12_000;
const SEED = 20_260_101;
const PROGRESS_MS = 10_000;
/** At most this many are shown. */
const MOST_FAILURES = 50;

const { options } = readArguments({
  usage: 'npm run test:faults -- [options]',
  what: `Something goes wrong at every exchange of a burn, a close, an erase, a verification and an export: prints what is
right, and lists what is not. Without options a sample runs, the same every time. See test/faults/README.md.`,
  options: {
    all: { type: 'boolean', default: false, help: 'every run, instead of a sample' },
    runs: { type: 'count', default: DEFAULT_RUNS, help: 'how many runs the sample has' },
    scenario: { type: 'string', help: 'only this scenario: close, blank, ...' },
    command: { type: 'string', help: 'only faults at this command: BLANK, WRITE(10), ...' },
    fault: { type: 'string', help: 'only this fault: 2/04/08, ...' },
    processes: { type: 'count', default: availableParallelism(), help: 'how many processes share the runs' },
    groups: { type: 'count', least: 0, default: 20, help: 'how many groups of what is not right are listed' },
    prune: { type: 'boolean', default: false, help: 'remove entries of known.json that no longer occur' },
    'write-known': { type: 'boolean', default: false, help: 'the same, and add what is new' },
    run: { type: 'string', help: "one run, with every exchange of it: 'close:14:3/72/00:once'" },
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
  if (wanted.length === 0) refuse(`no run has that. ${choicesInWords()}`);
  const cells = sample(wanted, options.all ? wanted.length : options.runs, SEED);
  console.log(`${cells.length} of ${everything.length} runs in ${options.processes} processes`);
  const begun = Date.now();
  const tally = new Tally(new Set(wanted.map(({ scenario }) => scenario)));
  let done = 0;
  let reportedAtMs = begun;
  await sweep(cells, {
    processes: options.processes,
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

function choicesInWords() {
  const choices = (key) => [...new Set(everything.map((cell) => cell[key]))].join(', ');
  return `Scenarios: ${choices('scenario')}; commands: ${choices('command')}; faults: ${choices('fault')}`;
}

function report(tally) {
  const groups = groupsOf(tally.classes);
  const shown = groups.slice(0, options.groups);
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
