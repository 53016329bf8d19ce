import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import type { DiscFormat2Data, TrackAtOnce } from '../../src/imapi2/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BIOME = resolve(import.meta.dirname, '../../node_modules/.bin/biome');

/** Never called: the compiler checks that each of these lines is an error. */
function forgottenAwaits(tao: TrackAtOnce, data: DiscFormat2Data): unknown[] {
  const found: unknown[] = [];
  // @ts-expect-error 2801: the condition is always true
  if (tao.mediaPhysicallyBlank) found.push(1);
  // @ts-expect-error 2367: no overlap
  found.push(tao.mediaHeuristicallyBlank === true);
  // @ts-expect-error 2367: no overlap
  found.push(tao.currentPhysicalMediaType === 2);
  // @ts-expect-error 2362: not a number
  found.push(data.currentMediaStatus + 0 * data.currentMediaStatus);
  return found;
}

test('the compiler reports a promise as a condition, in a comparison and in arithmetic', () => {
  expect(forgottenAwaits).toHaveLength(2);
});

test('a linter that knows types reports `!` before a promise, which TypeScript accepts', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'biome.json'), '{ "linter": { "domains": { "types": "all" } } }');
  const code = [
    'interface Writer { readonly mediaPhysicallyBlank: Promise<boolean> }',
    'export function refuse(writer: Writer): boolean {',
    '  if (!writer.mediaPhysicallyBlank) return true;',
    '  return false;',
    '}',
  ];
  writeFileSync(join(folder, 'program.ts'), `${code.join('\n')}\n`);
  const { stdout, stderr } = await promisify(execFile)(BIOME, ['lint', '--vcs-enabled=false', 'program.ts'], {
    cwd: folder,
  });
  expect(stdout + stderr).toMatch(/program\.ts:3:7 lint\/suspicious\/noUnnecessaryConditions/);
});
