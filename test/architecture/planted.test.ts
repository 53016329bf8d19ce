import { describe, expect, test } from '@jest/globals';
import { compareWithTable, loadedWith } from './check-imports.ts';
import { importCircles } from './import-circles.ts';
import { parseImportTable, type TableRow } from './import-table.ts';
import { sourceImports, tableOfDocument } from './repository.ts';
import { type ImportsOfFile, importsOf } from './source-imports.ts';

const files = sourceImports();
const table = tableOfDocument();
const known = new Set([...compareWithTable(files, table), ...importCircles(files)]);

/** What is newly reported when these sources, by their paths in src/, are added to the real ones. */
function reportedOn(planted: Record<string, string>): string[] {
  const all = new Map([...files, ...parsed(planted)]);
  return [...compareWithTable(all, table), ...importCircles(all)].filter((problem) => !known.has(problem));
}

function parsed(sources: Record<string, string>): Map<string, ImportsOfFile> {
  return new Map(Object.entries(sources).map(([file, source]) => [file, importsOf(file, source)]));
}

describe('an import that the table does not allow is reported with its file and line', () => {
  test.each([
    ['image', 'write/index.ts', "import { burnAudio } from '../write/index.ts';", 'write/index.ts'],
    ['server', 'write/index.ts', "import { burnAudio } from '../write/index.ts';", 'write/index.ts'],
    ['simulator', 'drive', "import type { Drive } from '../drive/drive.ts';", 'drive/drive.ts'],
    ['cd', 'mmc', "import { write10 } from '../mmc/commands/write-10.ts';", 'mmc/commands/write-10.ts'],
    ['codec', 'cd', "import { lbaOfMsf } from '../cd/msf.ts';", 'cd/msf.ts'],
    ['codec', 'transport', "export type { Clock } from '../transport/transport.ts';", 'transport/transport.ts'],
    ['cli', 'drive', "import { Drive } from '../drive/drive.ts';", 'drive/drive.ts'],
    ['cli', 'mmc', "import { write10 } from '../mmc/commands/write-10.ts';", 'mmc/commands/write-10.ts'],
    ['mmc', 'drive', "export * from '../drive/drive.ts';", 'drive/drive.ts'],
    ['drive', 'simulator/index.ts', "const drive = await import('../simulator/index.ts');", 'simulator/index.ts'],
    ['read', 'imapi2/index.ts', "type T = import('../imapi2/index.ts').TrackAtOnce;", 'imapi2/index.ts'],
    ['trace', 'transport/native', "import { loadFfi } from '../transport/native/ffi.ts';", 'transport/native/ffi.ts'],
    ['server', 'transport/linux', "import '../transport/linux/sg-io.ts';", 'transport/linux/sg-io.ts'],
    [
      'write/engine',
      'write/recipes/cd-tao',
      "import type {} from '../recipes/cd-tao/plan.ts';",
      'write/recipes/cd-tao/plan.ts',
    ],
    [
      'imapi2/format2',
      'imapi2/recorder',
      "import '../recorder/disc-recorder2.ts';",
      'imapi2/recorder/disc-recorder2.ts',
    ],
    ['simulator', 'simulator/drive', "import './drive/virtual-burner.ts';", 'simulator/drive/virtual-burner.ts'],
    ['server/tcmu', 'transport/native', "import '../../transport/native/ffi.ts';", 'transport/native/ffi.ts'],
    ['write', 'index.ts', "import { openDrive } from '../index.ts';", 'index.ts'],
    [
      'drive',
      'transport/linux',
      "new Worker(new URL('../transport/linux/sg-io.js', import.meta.url));",
      'transport/linux/sg-io.ts',
    ],
  ])('%s -> %s: %s', (folder, target, line, file) => {
    const planted = `// A comment, in which an import of '../write/index.ts' does not count.\n\n${line}\n`;
    expect(reportedOn({ [`${folder}/planted.ts`]: planted })).toEqual([
      `src/${folder}/planted.ts:3: ${folder} must not import ${target === file ? file : `${target} (${file})`}`,
    ]);
  });

  test.each([
    ['write', "import { z } from 'zod';", 'the package zod'],
    ['drive', "const ffi = require('ffi-napi');", 'the package ffi-napi'],
    ['cd', "import { readFileSync } from 'node:fs';", 'modules of Node'],
    ['simulator', "import { parseSync } from '@swc/core';", 'the package @swc/core'],
  ])('%s: %s', (folder, line, what) => {
    expect(reportedOn({ [`${folder}/planted.ts`]: line })).toEqual([
      `src/${folder}/planted.ts:1: ${folder} must not import ${what}`,
    ]);
  });

  test.each([
    ["import { burn } from '../../src/write/index.ts';", 'codec must not import write/index.ts'],
    ["import type { Drive } from '../../src/drive/drive.ts';", 'codec must not import drive (drive/drive.ts)'],
    ["import { burn } from '../../dist/write/index.js';", 'a file outside src/: ../dist/write/index.js'],
    ["import { noise } from '../../test/support/sources.ts';", 'a file outside src/: ../test/support/sources.ts'],
    ["import { z } from '../../node_modules/zod/index.js';", 'a file outside src/: ../node_modules/zod/index.js'],
    ["import w = require('../write/index.ts');", 'codec must not import write/index.ts'],
    ["export import w = require('../write/index.ts');", 'codec must not import write/index.ts'],
    ["new globalThis.URL('../write/index.js', import.meta.url);", 'codec must not import write/index.ts'],
    ["module.require('../write/index.js');", 'codec must not import write/index.ts'],
    ["(globalThis as any).require('ffi-napi');", 'codec must not import the package ffi-napi'],
    ["declare module '../drive/drive.ts' { interface Drive { x: 1 } }", 'codec must not import drive (drive/drive.ts)'],
  ])('however it is written: %s', (line, words) => {
    expect(reportedOn({ 'codec/planted.ts': line }).join()).toContain(words);
  });

  test.each([
    'new URL(`../write/index.js`, import.meta.url);',
    "const p = '../write/index.js'; new URL(p, import.meta.url);",
    "new Worker('./dist/write/index.js');",
    "import.meta.resolve('../write/index.js');",
    "process.getBuiltinModule('node:fs');",
    "createRequire(import.meta.url)('../write/index.js');",
    'await import(path);',
    '/// <reference path="../drive/drive.ts" />',
    '/// <reference types="jest" />',
    "/** @import { Drive } from '../drive/drive.ts' */",
  ])('and what the table cannot judge is found: %s', (line) => {
    expect(importsOf('codec/planted.ts', line).others).toEqual([{ from: 'codec/planted.ts', line: 1 }]);
  });

  test('including a static import of something that may only be loaded on use', () => {
    expect(
      reportedOn({ 'open-drive.ts': "import { openSimulatedDrive } from './simulator/open-simulated-drive.ts';" }),
    ).toContain(
      'src/open-drive.ts:1: open-drive.ts may load simulator/open-simulated-drive.ts only on use, by import()',
    );
  });

  test('as are a file in a folder without a row, and a file that does not exist', () => {
    expect(reportedOn({ 'burn/planted.ts': "import '../write/index.ts';" })).toEqual([
      'src/burn/planted.ts: docs/architecture.md has no row for it',
    ]);
    expect(reportedOn({ 'transport/planted.ts': "new URL('./no-worker.js', import.meta.url)" })).toEqual([
      'src/transport/planted.ts:1: there is no src/transport/no-worker.ts',
    ]);
  });
});

describe('a table that claims too much is reported with its line', () => {
  const small = { 'a/x.ts': "import '../b/y.ts'; import 'zod';", 'b/y.ts': '' };
  const smallTable = (...rows: string[]) =>
    parseImportTable(
      [
        '# A document',
        '',
        '| folder | may import | may load on use | packages |',
        '|---|---|---|---|',
        ...rows,
        '',
      ].join('\n'),
    );
  const compare = (rows: TableRow[]) => compareWithTable(parsed(small), rows);

  test('nothing to report', () => {
    expect(compare(smallTable('| `a` | types of `b` | | `zod` |', '| `b` | nothing | | |'))).toEqual([]);
  });

  test('an entry that no file uses', () => {
    expect(compare(smallTable('| `a` | `b` | `b` | `zod`, `node` |', '| `b` | `a` | | |'))).toEqual([
      'docs/architecture.md:5: nothing in a loads b',
      'docs/architecture.md:5: nothing in a needs node',
      'docs/architecture.md:6: nothing in b imports a',
    ]);
  });

  test('a row without files', () => {
    expect(compare(smallTable('| `a` | `b` | | `zod` |', '| `b`, `c` | | | |'))).toEqual([
      'docs/architecture.md:6: src/ has no c',
    ]);
  });

  test('no table', () => {
    expect(() => parseImportTable('| folder | may import |\n|---|---|')).toThrow('No table');
  });
});

describe('a circle is named', () => {
  test.each([
    ['of types only', "import type { B } from './planted-b.ts';", "import type { A } from './planted-a.ts';"],
    ['of an export', "export * from './planted-b.ts';", "import './planted-a.ts';"],
    ['of an augmented module', "declare module './planted-b.ts' {}", "import type { A } from './planted-a.ts';"],
    ['that leaves src/ and returns', "import '../../src/write/planted-b.ts';", "import './planted-a.ts';"],
    ['closed on use', "import './planted-b.ts';", "await import('./planted-a.ts');"],
  ])('%s', (_, a, b) => {
    expect(reportedOn({ 'write/planted-a.ts': a, 'write/planted-b.ts': `\n${b}` })).toEqual([
      'src/write/planted-a.ts:1 -> src/write/planted-b.ts:2 -> src/write/planted-a.ts',
    ]);
  });

  test('through three folders, once', () => {
    const circle = parsed({
      'a/x.ts': "import '../b/y.ts';",
      'b/y.ts': "import type {} from '../c/z.ts';",
      'c/z.ts': "import '../a/x.ts'; import './alone.ts';",
      'c/alone.ts': '',
    });
    expect(importCircles(circle)).toEqual(['src/a/x.ts:1 -> src/b/y.ts:1 -> src/c/z.ts:1 -> src/a/x.ts']);
  });

  test('a file that imports itself', () => {
    expect(importCircles(parsed({ 'a/x.ts': "import './x.ts';" }))).toEqual(['src/a/x.ts:1 -> src/a/x.ts']);
  });
});

test('what is loaded with a file does not include types and what is loaded on use', () => {
  const sources = parsed({
    'a.ts': "import './b.ts'; import type {} from './c.ts'; await import('./d.ts');",
    'b.ts': "import 'ffi-napi';",
    'c.ts': '',
    'd.ts': '',
  });
  expect(loadedWith(sources, 'a.ts').map(({ from, to }) => `${from} ${to}`)).toEqual(['a.ts b.ts', 'b.ts ffi-napi']);
});
