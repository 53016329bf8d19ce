import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blockStepsOf } from '../../support/block-session.mjs';
import { noise } from '../../support/noise-source.mjs';
import { runExpecting } from '../support/programs.mjs';
import { repository } from '../support/served-drive.mjs';
import { SR, scenario } from './virtual-drive.mjs';

/*
 * The same image burned by each program onto each kind of DVD and BD: what it sends must be what fixtures/golden/dvd-bd-runs.jsonl says.
 * Where discwright differs, and why, is in docs/dvd-bd-sequence.md, which test/golden/dvd-bd-sequence.test.ts holds. With
 * RECORD_SEQUENCES=1 in the environment, the fixture is written anew.
 */

const FIXTURE = join(repository, 'fixtures/golden/dvd-bd-runs.jsonl');
export const IMAGE_BLOCKS = 775;
const SEED = 41;
/** All of a parameter list. */
const LOG_BYTES = 256;

const growisofs = (...options) => ['growisofs', '-use-the-force-luke=notray', ...options, '-Z', `${SR}=IMAGE`];
/** No spare area of a BD-R: xorriso and cdrskin give it none unless they are asked. */
const withoutSpare = '-use-the-force-luke=spare=none';
const xorriso = (...options) => ['xorriso', '-as', 'cdrecord', `dev=${SR}`, ...options, 'IMAGE'];
const cdrskin = (...options) => ['cdrskin', `dev=${SR}`, ...options, 'IMAGE'];

/** By run: the medium, and each program's command line. */
const RUNS = {
  'DVD-R': ['DVD-R', growisofs(), xorriso('-multi'), cdrskin('-multi')],
  'DVD-R finalized': ['DVD-R', growisofs('-dvd-compat'), xorriso('-tao'), cdrskin('-tao')],
  'DVD-R in one go': ['DVD-R', growisofs('-use-the-force-luke=dao', '-dvd-compat'), xorriso('-sao'), cdrskin('-sao')],
  'DVD-RW': ['DVD-RW', growisofs(), xorriso('-multi'), cdrskin('-multi')],
  'DVD-RW in one go': ['DVD-RW', growisofs('-dvd-compat', '-dvd-compat'), xorriso('-sao'), cdrskin('-sao')],
  'DVD-RW overwritten': ['DVD-RW', growisofs(), xorriso(), cdrskin()],
  'DVD+R': ['DVD+R', growisofs(), xorriso('-multi'), cdrskin('-multi')],
  'DVD+R finalized': ['DVD+R', growisofs('-dvd-compat'), xorriso(), cdrskin()],
  'DVD+RW': ['DVD+RW', growisofs(), xorriso(), cdrskin()],
  'DVD-RAM': ['DVD-RAM', undefined, xorriso(), cdrskin()],
  'BD-R': ['BD-R', growisofs(withoutSpare), xorriso('-multi'), cdrskin('-multi')],
  'BD-R finalized': ['BD-R', growisofs(withoutSpare, '-dvd-compat'), xorriso(), cdrskin()],
  'BD-RE': ['BD-RE', growisofs(), xorriso(), cdrskin('blank=as_needed')],
};

const formatFirst = { 'DVD-RW overwritten': ['dvd+rw-format', '-force', SR] };

const runs = Object.entries(RUNS).flatMap(([run, [medium, ...commands]]) =>
  commands.filter(Boolean).map((command) => ({ run, medium, command, prepared: formatFirst[run] })),
);

async function stepsOf(drive, { command, prepared }) {
  let before = 0;
  if (prepared !== undefined) {
    await drive.run(prepared[0], prepared.slice(1));
    before = (await drive.commands()).length;
  }
  const image = await drive.write('image.iso', noise(IMAGE_BLOCKS * 2048, SEED));
  const [program, ...args] = command.map((word) => word.replace('IMAGE', image));
  await drive.run(program, args);
  return blockStepsOf((await drive.commands()).slice(before));
}

/** Name and version of a Debian package. */
const packageOf = async (program) =>
  (await runExpecting(0, 'dpkg-query', ['-W', program])).stdout.trim().replace('\t', ' ');

const lineOf = (value) => `${JSON.stringify(value)}\n`;
/** Lines of the fixture, by the number of the run. */
const lines = [];

async function record(each, steps) {
  const { run, medium, command, prepared } = each;
  const [program] = command;
  const about = { run, program, package: await packageOf(program), medium, command: command.join(' ') };
  lines[runs.indexOf(each)] = [
    { ...about, ...(prepared && { prepared: prepared.join(' ') }) },
    ...steps.map((step) => ({ run, program, ...step })),
  ].map(lineOf);
  writeFileSync(FIXTURE, lines.flat().join(''));
}

async function recordedOf(wantedRun, wantedProgram) {
  const recorded = (await readFile(FIXTURE, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return recorded
    .filter(({ run, program, cdb }) => run === wantedRun && program === wantedProgram && cdb !== undefined)
    .map(({ run: _run, program: _program, ...step }) => step);
}

const records = process.env.RECORD_SEQUENCES === '1';

export const dvdBdSequenceScenarios = runs.map((each) =>
  scenario(
    `${each.command[0]}: ${each.run}, what it sends is what was recorded`,
    async (drive) => {
      const steps = await stepsOf(drive, each);
      if (records) await record(each, steps);
      assert.deepEqual(steps, await recordedOf(each.run, each.command[0]));
      return `${steps.length} commands`;
    },
    { medium: each.medium, logBytes: LOG_BYTES },
  ),
);
