import { expect, test } from '@jest/globals';
import { compareWithTable, loadedWith } from './check-imports.ts';
import { importCircles } from './import-circles.ts';
import { sourceImports, tableOfDocument } from './repository.ts';

const files = sourceImports();

test('the table in docs/architecture.md allows every import, and every entry of the table is used', () => {
  expect(compareWithTable(files, tableOfDocument())).toEqual([]);
});

test('no files import each other in a circle, types included', () => {
  expect(importCircles(files)).toEqual([]);
});

test('native code, the simulated drive and the server are loaded when they are used, not with the package', () => {
  const onUse = /^(transport\/(native|linux|win32)|simulator|server|(ffi|ref)-napi|koffi|bun:ffi)($|\/)/;
  expect(loadedWith(files, 'index.ts').filter(({ to }) => onUse.test(to))).toEqual([]);
});

test('no entry point loads native code', () => {
  const native = /^(transport\/(native|linux|win32)|(ffi|ref)-napi|koffi|bun:ffi)($|\/)/;
  for (const entry of ['mmc', 'image', 'imapi2', 'simulator', 'trace', 'server'])
    expect(loadedWith(files, `${entry}/index.ts`).filter(({ to }) => native.test(to))).toEqual([]);
});

test('modules are loaded by other ways in five places: a thread runs the transport it is given; FFI and libflacjs are required, packages of codecs are looked for, and that of tags need not be installed', () => {
  const places = [...files.values()].flatMap(({ others }) => others.map(({ from }) => from));
  expect(places).toEqual([
    'audio/sound/packages.ts',
    'job/texts/tags.ts',
    'read/rip/load-libflac.ts',
    'transport/device-worker.ts',
    'transport/native/packages.ts',
  ]);
});
