import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runExpecting, runProgram } from '../support/programs.mjs';
import { discwrightScript, repository } from '../support/served-drive.mjs';

const loadFfiUrl = new URL('../../../build/transport/native/load-ffi.js', import.meta.url).href;
const UNIT_TESTS_LIMIT_MS = 900_000;
/**
 * The unit tests of what a version of Node can change: files, streams, sockets, processes, workers, WebAssembly, terminals, numbers
 * in words. The others compute; `npm test` runs them.
 */
const ON_EVERY_NODE = [
  'test/(audio|drive|examples|image|job|operation|picture|scripts|server|trace|transport)/',
  'test/cli/(progress|several|wizard|page|signals|streams)',
  'test/[^/]*$',
];

/** Fails if Node printed a warning about something deprecated or experimental. Tests abandon writers, and our own warning says so. */
export function assertNoWarning(stderr) {
  const warning = /^.*\b(?!AbandonedWriter)\w*Warning: .*$/m.exec(stderr);
  if (warning !== null) assert.fail(`Node warns: ${warning[0]}\n${stderr.slice(0, 2_000)}`);
}

/** Every entry point by import and by require, FFI, and the command line: nothing may appear on standard error. */
export async function importAndRun(node) {
  const { exports } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const entries = Object.keys(exports)
    .filter((entry) => !entry.endsWith('.json'))
    .map((entry) => `discwright${entry.slice(1)}`);
  const strict = ['--pending-deprecation', '--throw-deprecation'];
  const importing = `
    for (const entry of ${JSON.stringify(entries)}) if (Object.keys(await import(entry)).length === 0) throw new Error(entry);
    const { listDrives } = await import('discwright');
    await listDrives();
    const { loadFfi } = await import(${JSON.stringify(loadFfiUrl)});
    loadFfi();
    loadFfi('ffi-napi');`;
  const requiring = `
    for (const entry of ${JSON.stringify(entries)}) if (Object.keys(require(entry)).length === 0) throw new Error(entry);`;
  for (const args of [
    [...strict, '--input-type=module', '--eval', importing],
    [...strict, '--input-type=commonjs', '--eval', requiring],
    [...strict, discwrightScript, 'info', '--device', 'sim:', '--json'],
    [...strict, discwrightScript, '--help'],
  ]) {
    const { stderr } = await runExpecting(0, node, args, { cwd: repository });
    assert.equal(stderr, '');
  }
  return `${entries.length} entry points, by import and by require`;
}

/** The jest command of `npm test` on this Node, with the tests that depend on it. */
export async function runUnitTests(node, reportPath) {
  const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  const jest = scripts.test.split('&&').at(-1).trim().split(' ');
  assert.equal(jest.shift(), 'node', 'the test script of package.json ends with node and jest');
  const { status, stderr } = await runProgram(node, [...jest, '--json', '--outputFile', reportPath, ...ON_EVERY_NODE], {
    cwd: repository,
    limitMs: UNIT_TESTS_LIMIT_MS,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const report = JSON.parse(await readFile(reportPath, 'utf8').catch(() => assert.fail(stderr.slice(-6_000))));
  const failures = report.testResults.flatMap(failuresOf);
  assert.equal(failures.length, 0, failures.join('\n').slice(0, 12_000));
  assert.equal(status, 0, stderr.slice(-6_000));
  assertNoWarning(stderr);
  const { numPassedTests: passed, numPendingTests: skipped, numTotalTests: all } = report;
  assert.ok(passed > 0 && passed + skipped === all, `${passed} passed and ${skipped} skipped of ${all}`);
  return `${passed} passed, ${skipped} skipped`;
}

/** @param file a test file in jest's report, which may not have run at all */
function failuresOf({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((each) => each.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [`${name}: ${message}`] : [];
  return failed.map(({ fullName, failureMessages }) => `${name}: ${fullName}: ${failureMessages.join('\n')}`);
}
