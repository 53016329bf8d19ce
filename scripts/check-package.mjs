// Packs the package, installs it into an empty folder and uses it from there: import and require on every supported Node,
// the types under three module resolutions, publint and attw. `npm run test:package`; needs the npm registry.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const NODE_VERSIONS = ['20', '22'];
const ENTRIES = {
  discwright: 'openDrive',
  'discwright/mmc': 'write10',
  'discwright/simulator': 'SimulatedDrive',
  'discwright/trace': 'RecordingTransport',
};

const root = resolve(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'discwright-package-'));
const run = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], ...options });
const say = (line) => process.stdout.write(`${line}\n`);

try {
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', work], { cwd: root }));
  const tarball = join(work, filename);
  const bin = join(root, 'node_modules', '.bin');
  say(run(join(bin, 'publint'), ['--strict', tarball]).trim());
  run(join(bin, 'attw'), ['--profile', 'esm-only', '--no-emoji', tarball], { stdio: ['ignore', 'inherit', 'inherit'] });

  const user = join(work, 'user');
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), JSON.stringify({ name: 'user', private: true }));
  run('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: user });
  const checks = Object.entries(ENTRIES);
  const asserting = (entry, value) => `if (typeof ${value} !== 'function') throw new Error('${entry}');`;
  const files = {
    'import.mjs': [
      ...checks.flatMap(([entry, name], index) => [
        `import { ${name} as export${index} } from '${entry}';`,
        asserting(entry, `export${index}`),
      ]),
      "const drive = await (await import('discwright')).openDrive('sim:');",
      'await drive.close();',
    ],
    'require.cjs': checks.map(([entry, name]) => asserting(entry, `require('${entry}').${name}`)),
    'types.mts': [
      "import { type Drive, openDrive, TrackAtOnce } from 'discwright';",
      "import { write10 } from 'discwright/mmc';",
      "import { SimulatedDrive } from 'discwright/simulator';",
      "import { RecordingTransport } from 'discwright/trace';",
      "export const drive: Drive = await openDrive('sim:');",
      'export const open: boolean = new TrackAtOnce().doNotFinalizeMedia;',
      'export const recording = new RecordingTransport(new SimulatedDrive(), () => {});',
      'export const cdb: Uint8Array = write10({ lba: 0, lengthBlocks: 1 }, new Uint8Array(2352)).cdb;',
    ],
  };
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(user, name), `${lines.join('\n')}\n`);
  for (const version of NODE_VERSIONS) {
    const home = join(work, `node-${version}`);
    mkdirSync(home);
    run('npm', [
      'install',
      '--no-audit',
      '--no-fund',
      '--prefix',
      home,
      `node-${process.platform}-${process.arch}@${version}`,
    ]);
    const node = join(home, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
    for (const script of ['import.mjs', 'require.cjs']) run(node, [script], { cwd: user });
    say(`Node ${run(node, ['--version']).trim()}: import and require work`);
  }
  for (const resolution of ['nodenext', 'bundler']) {
    const module = resolution === 'nodenext' ? 'nodenext' : 'preserve';
    const options = `--noEmit --strict --target es2022 --lib es2023,esnext.disposable --module ${module}`;
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
    run(join(bin, 'tsc'), [...options.split(' '), ...types, '--moduleResolution', resolution, 'types.mts'], {
      cwd: user,
    });
    say(`types resolve with moduleResolution ${resolution}`);
  }
  say(`package ${pathToFileURL(tarball).pathname.split('/').at(-1)} is fit to publish`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
