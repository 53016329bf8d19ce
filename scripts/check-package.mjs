// Packs the package, installs it into an empty folder and uses it from there: import and require on every supported Node,
// the types under two module resolutions, the examples of README.md and docs/library.md in every kind of file, the links of its
// documents, publint and attw.
// `npm run test:package`; needs the npm registry.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installed, OLDEST_NODE, runtimes } from '../test/rigs/nodes/node-versions.mjs';
import { examplesOf, stripsTypes, writeExamples } from './packed-examples.mjs';
import { brokenLinks, brokenSourceMaps, FILES, MOST_UNPACKED_BYTES } from './packed-files.mjs';

const ENTRIES = {
  discwright: 'openDrive',
  'discwright/imapi2': 'TrackAtOnce',
  'discwright/image': 'BinCueImage',
  'discwright/mmc': 'write10',
  'discwright/picture': 'discMap',
  'discwright/simulator': 'SimulatedDrive',
  'discwright/trace': 'RecordingTransport',
};

const root = resolve(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'discwright-package-'));
const run = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], ...options });
const say = (line) => process.stdout.write(`${line}\n`);

try {
  run('npm', ['run', '--silent', 'prepack'], { cwd: root });
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', work];
  const [{ filename, unpackedSize, entryCount }] = Object.values(JSON.parse(run('npm', packing, { cwd: root })));
  if (!(unpackedSize < MOST_UNPACKED_BYTES)) throw new Error(`the package unpacks to ${unpackedSize} bytes`);
  say(`the package unpacks to ${(unpackedSize / 1e6).toFixed(2)} MB in ${entryCount} files`);
  const tarball = join(work, filename);
  const bin = join(root, 'node_modules', '.bin');
  say(run(join(bin, 'publint'), ['--strict', tarball]).trim());
  run(join(bin, 'attw'), ['--profile', 'esm-only', '--no-emoji', tarball], { stdio: ['ignore', 'inherit', 'inherit'] });

  const user = join(work, 'user');
  mkdirSync(user);
  run('npm', ['init', '-y'], { cwd: user });
  // npm 11 writes it, and older ones nothing.
  run('npm', ['pkg', 'set', 'type=commonjs'], { cwd: user });
  run('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: user });
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const compiler = `typescript@${devDependencies.typescript}`;
  run('npm', ['install', '--no-audit', '--no-fund', '--save-dev', compiler], { cwd: user });
  if (existsSync(join(user, 'node_modules', '@types'))) throw new Error('something brings types of its own');
  const packed = join(user, 'node_modules', 'discwright');
  const absent = FILES.filter((file) => !existsSync(join(packed, file)));
  if (absent.length > 0) throw new Error(`the package lacks ${absent.join(', ')}`);
  const broken = [...brokenLinks(packed), ...brokenSourceMaps(packed)];
  if (broken.length > 0) throw new Error(`the package refers to files that it does not contain:\n${broken.join('\n')}`);
  say('links of the packed documents resolve inside the package');
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
    'require.cjs': [
      ...checks.map(([entry, name]) => asserting(entry, `require('${entry}').${name}`)),
      "if (require('discwright/schemas/info.json').title !== 'discwright/info/1') throw new Error('schemas');",
    ],
    'types.mts': [
      "import { type Drive, openDrive, TrackAtOnce } from 'discwright';",
      "import { DiscRecorder2, type IDiscRecorder2 } from 'discwright/imapi2';",
      "import { type CueSheet, parseCueSheet } from 'discwright/image';",
      "import { write10 } from 'discwright/mmc';",
      "import { SimulatedDrive } from 'discwright/simulator';",
      "import { RecordingTransport } from 'discwright/trace';",
      "export const drive: Drive = await openDrive('sim:');",
      'export const open: boolean = new TrackAtOnce().doNotFinalizeMedia;',
      'export const recorder: IDiscRecorder2 = new DiscRecorder2();',
      "export const sheet: CueSheet = parseCueSheet('', { name: 'empty.cue' });",
      'export const recording = new RecordingTransport(new SimulatedDrive(), () => {});',
      'export const cdb: Uint8Array = write10({ lba: 0, lengthBlocks: 1 }, new Uint8Array(2352)).cdb;',
    ],
  };
  for (const name of ['one.wav', 'two.wav'])
    copyFileSync(join(root, 'fixtures', 'audio', '02-odd-sweep.wav'), join(user, name));
  for (const [name, lines] of Object.entries(files)) writeFileSync(join(user, name), `${lines.join('\n')}\n`);
  const nodes = [];
  for (const runtime of runtimes.filter(({ node }) => node)) nodes.push({ ...runtime, ...(await installed(runtime)) });
  const runOn = ({ binary }, script) => {
    rmSync(join(user, 'my.disc'), { force: true }); // examples burn onto it
    run(binary, ['--disable-warning=ExperimentalWarning', script], { cwd: user });
  };
  const tsc = (args) => run(join(user, 'node_modules', '.bin', 'tsc'), args, { cwd: user });
  for (const node of nodes) {
    for (const script of ['import.mjs', 'require.cjs']) runOn(node, script);
    say(`Node ${node.version}: import and require work`);
  }
  for (const [resolution, module] of [
    ['nodenext', 'nodenext'],
    ['bundler', 'preserve'],
  ]) {
    // Neither `lib` nor @types/node: the types must not need them.
    const options = `--noEmit --strict --target es2022 --module ${module} --moduleResolution ${resolution}`;
    tsc([...options.split(' '), 'types.mts']);
    say(`types resolve with moduleResolution ${resolution}`);
  }
  const examples = examplesOf(['README.md', 'docs/library.md'].map((path) => join(root, path)));
  if (examples.length === 0) throw new Error('no examples were found');
  for (const type of ['commonjs', 'module']) {
    run('npm', ['pkg', 'set', `type=${type}`], { cwd: user });
    const { plain, typed, compiled } = writeExamples({ folder: user, examples, type, compile: tsc });
    for (const node of nodes) {
      const straight = stripsTypes(node.version) ? typed : [];
      const scripts = [...plain, ...straight, ...(node.name === OLDEST_NODE ? compiled : [])];
      for (const script of scripts) runOn(node, script);
      say(`Node ${node.version}, "type": "${type}": ${scripts.join(', ')}`);
    }
  }
  // All run what npm installed: `deno install` does not unpack a package that is a file.
  const burn = ['burn', 'one.wav', '--device', 'sim:', '--json', '--quiet'];
  const starting = {
    Node: (node) => [
      'npx',
      ['--no-install', 'discwright', ...burn],
      { PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
    ],
    Bun: (bun) => [bun, ['x', '--bun', '--no-install', 'discwright', ...burn]],
    Deno: (deno) => [deno, ['run', '-A', 'npm:discwright', ...burn], { DENO_DIR: join(work, 'deno') }],
  };
  for (const runtime of runtimes) {
    const { binary, version } = runtime.node
      ? nodes.find(({ name }) => name === runtime.name)
      : await installed(runtime);
    const [command, args, variables] = starting[runtime.name.split(' ')[0]](binary);
    const printed = run(command, args, { cwd: user, env: { ...process.env, ...variables } });
    if (JSON.parse(printed).disc.status !== 'complete') throw new Error(`${runtime.name}: ${printed}`);
    say(
      `${runtime.name} (${version}): the command burns, started as ${[basename(command), ...args].slice(0, -burn.length).join(' ')}`,
    );
  }
  const empty = join(work, 'empty');
  mkdirSync(empty);
  run('npm', ['exec', '--yes', `--package=${tarball}`, '--', 'discwright', 'info', '--device', 'sim:'], { cwd: empty });
  if (readdirSync(empty).length > 0) throw new Error('npx left files behind');
  say('in an empty folder npx installs it and runs it');
  const bare = join(work, 'without-ffi');
  mkdirSync(bare);
  writeFileSync(join(bare, 'package.json'), JSON.stringify({ name: 'bare', private: true }));
  run('npm', ['install', '--no-audit', '--no-fund', '--omit=optional', tarball], { cwd: bare });
  copyFileSync(join(user, 'import.mjs'), join(bare, 'import.mjs'));
  writeFileSync(
    join(bare, 'real-drive.mjs'),
    [
      "import { openDrive, TransportError } from 'discwright';",
      `const error = await openDrive('${process.platform === 'win32' ? 'D:' : '/dev/sr0'}').catch((reason) => reason);`,
      'if (!(error instanceof TransportError) || !/koffi: the package is not installed.*npm install koffi/s.test(error.message))',
      '  throw error;',
    ].join('\n'),
  );
  for (const script of ['import.mjs', 'real-drive.mjs']) run(process.execPath, [script], { cwd: bare });
  say('without its optional dependencies the package installs, and says what a real drive needs');
  say(`package ${pathToFileURL(tarball).pathname.split('/').at(-1)} is ready to publish`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
