// The unit tests, the package's entry points, and every way to reach a real drive, on every runtime that the package supports: `npm run test:nodes`.
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { buildPreloadLibrary } from '../preload/build.mjs';
import { runScenarios } from '../support/scenarios.mjs';
import { requireTools } from '../support/tools.mjs';
import { readWords } from '../support/words.mjs';
import { BOTH_NODES, burn, contract, inC, probe, withNothing, withoutPackages } from './backends.mjs';
import { importAndRun, runUnitTests } from './checks.mjs';
import { installed, NEWEST_NODE, OLDEST_NODE, runtimes } from './node-versions.mjs';

const words = readWords(
  'test:nodes',
  'Runs the tests and burns on every Node that the package supports, Bun and Deno.',
);

requireTools('test:nodes', join(import.meta.dirname, 'packages.txt'), ['npm', 'gcc']);
buildPreloadLibrary();

const table = [];
const ready = async (runtime) => ({ ...runtime, ...(await installed(runtime)) });

const backendScenarios = (runtime) =>
  runtime.backends.map((backend, index) => ({
    name: `${runtime.name}: ${backend}`,
    run: async () => {
      const row = { runtime: runtime.name, backend, 'loads, self-test': 'no' };
      table.push(row);
      const here = await ready(runtime);
      row.runtime = `${runtime.name} (${here.version.split(' ').at(here.name === 'Deno' ? 1 : 0)})`;
      const { right, ioctlMicroseconds, requestMicroseconds } = await probe(here, backend);
      Object.assign(row, {
        'loads, self-test': 'yes',
        'error code': right === 1 ? 'right' : right,
        'µs/call': ioctlMicroseconds,
      });
      Object.assign(row, { 'µs/request': requestMicroseconds, contract: 'FAILED', burn: 'FAILED' });
      row.contract = `${await contract(here, backend)} passed`;
      await burn(here, backend, index === 0 ? { devices: BOTH_NODES } : {});
      row.burn = index === 0 ? 'sr, sg' : 'sr';
    },
  }));

/** @param folder for the reports of the unit tests */
const nodeScenarios = (runtime, folder) => [
  {
    name: `${runtime.name}: entry points and command line`,
    run: async () => importAndRun((await installed(runtime)).binary),
  },
  ...(hasUnitTests(runtime)
    ? [
        {
          name: `${runtime.name}: unit tests`,
          run: async () => runUnitTests((await installed(runtime)).binary, join(folder, `${runtime.name}.json`)),
        },
      ]
    : []),
];

/** All of the tests on the oldest and on the newest Node; not on the one whose `npm test` has just run them. */
const hasUnitTests = ({ name }) =>
  (name === OLDEST_NODE || name === NEWEST_NODE) && !(process.env.CI === 'true' && isThisNode(name));

const isThisNode = (name) => name === `Node ${process.versions.node.split('.')[0]}`;

const named = (name) => runtimes.find((each) => each.name === name);

await withTemporaryFolder(async (folder) => {
  await runScenarios(
    'Runtimes',
    [
      {
        name: 'C: the same call, and the layout of its struct',
        run: async () => {
          table.push({ runtime: 'C', 'error code': 'right', 'µs/call': await inC() });
        },
      },
      ...runtimes.flatMap((runtime) => [
        { name: `${runtime.name}: the newest from npm`, run: async () => (await installed(runtime)).version },
        ...backendScenarios(runtime),
        ...(runtime.node ? nodeScenarios(runtime, folder) : []),
      ]),
      {
        name: 'Node 26: a burn without any package for FFI',
        run: async () => {
          const node = await ready(named('Node 26'));
          await withoutPackages((program) => burn(node, undefined, { program, devices: BOTH_NODES }));
        },
      },
      {
        name: 'Node 20: without any package for FFI, the error says what to install',
        run: async () => withNothing(await ready(named('Node 20'))),
      },
    ],
    words,
  );
});
console.table(table);
