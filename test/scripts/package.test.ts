import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
// @ts-expect-error: scripts have no types
import { withShortExports } from '../../scripts/chunk-exports.mjs';
// @ts-expect-error: scripts have no types
import { neededDeclarations } from '../../scripts/declaration-graph.mjs';
// @ts-expect-error: scripts have no types
import { leanCode } from '../../scripts/lean-code.mjs';
// @ts-expect-error: scripts have no types
import { leanTypes } from '../../scripts/lean-types.mjs';
// @ts-expect-error: scripts have no types
import { inFunction, stripsTypes } from '../../scripts/packed-examples.mjs';
// @ts-expect-error: scripts have no types
import { FILES, MOST_UNPACKED_BYTES } from '../../scripts/packed-files.mjs';
// @ts-expect-error: scripts have no types
import { shortNames } from '../../scripts/short-names.mjs';
import { ROOT } from '../architecture/packed.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('the package unpacks to no more than its limit, with schemas, man pages and completion', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const packs = JSON.parse(
    execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  const [pack] = Object.values(packs) as { unpackedSize: number; entryCount: number; files: { path: string }[] }[];
  expect(pack?.entryCount).toBeGreaterThan(100);
  expect(pack?.unpackedSize).toBeLessThan(MOST_UNPACKED_BYTES);
  expect(pack?.files.map(({ path }) => path)).toEqual(expect.arrayContaining(FILES));
});

test('packed code keeps its statements on their lines, names, templates and annotations', () => {
  const code = [
    '#!/usr/bin/env node',
    '/** What it does. */',
    'export function add(first, second) {',
    '  // why',
    '  const text = `a  @{first + +second}',
    '    // not a comment`;',
    '  return first - -second / 2 + (1).valueOf() + text.split(/ x \\/\\* /).length; // because',
    '}',
    'export const made = /* @__PURE__ */ add(1 .valueOf(), 2);',
    '',
  ].join('\n');
  expect(leanCode(code.replace('@', '$')).split('\n')).toEqual(
    [
      '#!/usr/bin/env node',
      'export function add(first,second){',
      'const text=`a  @{first+ +second}',
      '    // not a comment`;',
      'return first- -second / 2+(1).valueOf()+text.split(/ x \\/\\* /).length;}',
      'export const made= /* @__PURE__ */ add(1 .valueOf(),2);',
      '',
    ].map((line) => line.replace('@{', '$'.concat('{'))),
  );
});

test('packed code keeps the names of functions, classes, members and exports, and no others', async () => {
  const code = [
    "import { openDrive } from './drive.js';",
    'const LIMIT = 3;',
    'async function burn(drive, { verify: level }) {',
    '  const inner = (wanted) => wanted.member ?? LIMIT;',
    '  return [await openDrive(drive), inner(level)];',
    '}',
    'class Disc {}',
    'var Drive = class {};',
    'export { burn, LIMIT, Disc, Drive };',
    '',
  ].join('\n');
  const names: string = (await shortNames(code)).match(/\w+/g).join(' ');
  expect(names).toMatch(
    /^import openDrive as \w from drive js const \w 3 async function burn \w verify \w const inner \w \w member \w return await \w \w inner \w let Disc class Disc var Drive class export burn \w as LIMIT Disc Drive$/,
  );
});

test('functions and classes of the package have the names of the code', async () => {
  const entries = ['index', 'imapi2/index', 'image/index', 'mmc/index', 'simulator/index', 'trace/index'];
  const namesIn = async (folder: string, entry: string) =>
    Object.entries((await import(join(ROOT, folder, `${entry}.js`))) as Record<string, unknown>)
      .flatMap(([key, value]) => (typeof value === 'function' ? [`${key}: ${value.name}`] : []))
      .sort();
  for (const entry of entries) expect(await namesIn('dist', entry)).toEqual(await namesIn('build', entry));
});

test('what chunks export to each other has short names, and what an entry point exports its own', () => {
  const chunk = 'function one() {}\nvar two = 2;\nexport {\n  one,\n  two as other\n};\n';
  const nested = 'import {\n  other,\n  one as one2\n} from "../chunk-A.js";\nexport {\n  other\n};\n';
  const modules = new Map([
    ['/dist/chunk-A.js', chunk],
    ['/dist/mmc/index.js', nested],
  ]);
  const made: Map<string, string> = withShortExports(modules, (path: string) => path.includes('chunk'));
  expect([...made.values()]).toEqual([
    'function one() {}\nvar two = 2;\nexport {\none as a,\ntwo as b\n};\n',
    'import {\nb as other,\na as one2\n} from "../chunk-A.js";\nexport {\n  other\n};\n',
  ]);
  const unknown = new Map([...modules, ['/dist/b.js', 'import * as all from "./chunk-A.js";\n']]);
  expect(() => withShortExports(unknown, (path: string) => path.includes('chunk'))).toThrow(/form that is not known/);
});

test('packed declarations import a type once, and say a repeated one once', () => {
  const fields = (indent: string) =>
    `{\n${indent}    readonly address: import("./field.ts").Field<number, true>;\n${indent}    readonly layer: import("./field.ts").Field<number, true>;\n${indent}}`;
  const text = `export declare const read: ((args: ${fields('')}) => import("./command.ts").Command) & {\n    readonly spec: Spec<${fields('    ')}>;\n};\n`;
  expect(leanTypes(text)).toBe(
    [
      "import type { Field } from './field.ts';",
      "import type { Command } from './command.ts';",
      'export declare const read: ((args: Type1) => Command) & {',
      '\treadonly spec: Spec<Type1>;',
      '};',
      'type Type1 = {',
      '\treadonly address: Field<number, true>;',
      '\treadonly layer: Field<number, true>;',
      '};',
      '',
    ].join('\n'),
  );
});

test('packed declarations are those that an entry point needs, with the comments of what it exports', () => {
  const folder = temporaryFolder();
  const files = {
    'index.d.ts': "/** An entry point. */\nexport { type A, b } from './a.ts';\nexport * from './more.ts';\n",
    'a.d.ts':
      "import type { C, Unused } from './c.ts';\n/** A. */\nexport interface A {\n    c: C;\n}\nexport declare const b: A;\nexport declare const secret: Unused;\n",
    'c.d.ts':
      "/// <reference lib=\"esnext.disposable\" />\n/** C. */\nexport type C = \n/** One. */\n'one' | 'two';\nexport interface Unused {\n    d: import('./d.ts').D;\n}\n",
    'd.d.ts': 'export type D = 1;\n',
    'more.d.ts': "export * from './last.ts';\n",
    'last.d.ts': 'interface Local {\n}\nexport declare class Last implements Local {\n}\ntype Gone = 1;\nexport {};\n',
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const found: Map<string, string> = neededDeclarations([join(folder, 'index.d.ts')], (text: string) => text);
  expect(Object.fromEntries([...found].map(([path, text]) => [path.slice(folder.length + 1), text]))).toEqual({
    'index.d.ts': `${files['index.d.ts']}export {};\n`,
    'a.d.ts':
      "import type { C } from './c.ts';\n/** A. */\nexport interface A {\n    c: C;\n}\nexport declare const b: A;\nexport {};\n",
    'c.d.ts': "/// <reference lib=\"esnext.disposable\" />\nexport type C = \n'one' | 'two';\nexport {};\n",
    'more.d.ts': "export * from './last.ts';\nexport {};\n",
    'last.d.ts': 'interface Local {\n}\nexport declare class Last implements Local {\n}\nexport {};\n',
  });
});

test('an example keeps its imports outside the function that it is put into', () => {
  expect(inFunction("import { a } from 'a';\nimport {\n  b,\n} from 'b';\n\nawait a(b);\n")).toBe(
    "import { a } from 'a';\nimport {\n  b,\n} from 'b';\nasync function main() {\n\nawait a(b);\n}\nmain();\n",
  );
});

test('Node strips types from 22.18 on', () => {
  const versions = ['v20.20.2', 'v22.17.1', 'v22.18.0', 'v23.5.0', 'v23.6.0', 'v24.0.0', 'v26.12.1'];
  expect(versions.filter(stripsTypes)).toEqual(['v22.18.0', 'v23.6.0', 'v24.0.0', 'v26.12.1']);
});
