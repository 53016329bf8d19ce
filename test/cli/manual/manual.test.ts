import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { COMPLETIONS } from '../../../src/cli/commands/completion.ts';
import { manPage } from '../../../src/cli/manual/man-page.ts';
import { allPages, pageOf, shortly } from '../../../src/cli/manual/page.ts';
import { buildProgram } from '../../../src/cli/program.ts';

const program = pageOf(await buildProgram(['--help'], '1.2.3', () => undefined as never));
const pages = allPages(program);
const pageNamed = (name: string) => {
  const page = pages.find(({ path }) => path.join(' ') === name);
  if (page === undefined) throw new Error(name);
  return page;
};

/** What only holds other commands, and help itself. */
const NEEDS_NONE = new Set(['help', 'image', 'iso', 'trace']);

test('every command has examples, and they are about it', () => {
  const without = pages.filter(({ examples }) => examples.length === 0).map(({ path }) => path.join(' '));
  expect(without.filter((name) => !NEEDS_NONE.has(name))).toEqual([]);
  for (const { path, examples } of pages.filter((page) => page.path.length > 0)) {
    for (const { args } of examples) expect(`${args} `).toMatch(new RegExp(`^${path.join(' ')} `));
  }
});

test('every option of an example exists', () => {
  const unknown = pages.flatMap(({ path, examples, options }) =>
    examples.flatMap(({ args }) =>
      path.length === 0
        ? []
        : [...args.matchAll(/(?<= )--?[a-z][\w-]*/g)].flatMap(([flag]) =>
            [...options, ...program.options].some(({ flags }) => flags.includes(flag)) ? [] : [`${args}: ${flag}`],
          ),
    ),
  );
  expect(unknown).toEqual([]);
});

test('a page has the arguments, options, values and choices of the declaration', () => {
  const { arguments: args, options } = pageNamed('burn');
  expect(args).toMatchObject([{ name: 'file', required: true, repeated: true, kind: 'file' }]);
  expect(options.find(({ flags }) => flags.includes('--verify'))?.value).toMatchObject({
    required: true,
    choices: ['none', 'quick', 'full'],
  });
  expect(options.find(({ flags }) => flags.includes('--leave-open'))?.value).toMatchObject({
    name: 'what',
    required: false,
    choices: ['session', 'medium'],
  });
  expect(program.options.find(({ flags }) => flags.includes('--device'))?.value?.kind).toBe('drive');
});

test('a man page escapes what roff would read as a request', () => {
  const page = { ...pageNamed('eject'), description: ".it's a `tray` \\ --open" };
  expect(manPage(page, [], '1.2.3').split('\n')).toContain(
    'discwright\\-eject \\- \\&.it\\(aqs a \\(gatray\\(ga \\e \\-\\-open',
  );
});

test('the build makes a man page of every command and the completion of every shell', () => {
  const dist = resolve(import.meta.dirname, '../../../dist');
  for (const { path } of pages) {
    const page = readFileSync(resolve(dist, 'man', `${['discwright', ...path].join('-')}.1.gz`));
    expect(gunzipSync(page).toString()).toMatch(/^\.SH SYNOPSIS$/m);
  }
  for (const file of ['discwright.bash', '_discwright', 'discwright.fish']) {
    expect(readFileSync(resolve(dist, 'completion', file), 'utf8')).toContain('discwright');
  }
});

test.each([
  ['the drive: /dev/sr0, D:', 'the drive'],
  ['none: read back only what the drive reports', 'none'],
  ['replace existing files', 'replace existing files'],
  ['erase a CD-RW (quickly)', 'erase a CD-RW'],
])('of %j a shell shows %j', (description, shown) => {
  expect(shortly(description)).toBe(shown);
});

/** What bash proposes for the last word, as readline divides the line. */
function proposals(words: readonly string[], line = words.join(' ')): string[] {
  const script = [
    COMPLETIONS.bash(program, program.options),
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    `COMP_LINE='${line}'`,
    `COMP_POINT=${line.length}`,
    '_discwright',
    "printf '%s\\n' \"${" + 'COMPREPLY[@]}"',
  ].join('\n');
  const { stdout } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  return stdout.split('\n').filter((each) => each !== '');
}

const withBash = spawnSync('bash', ['--version']).status === 0 ? test : test.skip;
const WHY = 'needs bash';

withBash(`bash completes commands, options and values (${WHY})`, () => {
  expect(proposals(['discwright', ''])).toEqual(program.commands.map(({ path }) => path[0]));
  expect(proposals(['discwright', 'iso', 'cr'])).toEqual(['create']);
  expect(proposals(['discwright', '--device', 'sim', ':', 'bur'], 'discwright --device sim: bur')).toEqual(['burn']);
  expect(proposals(['discwright', 'burn', '--write-t'])).toEqual(['--write-type']);
  expect(proposals(['discwright', 'burn', '--write-type', ''])).toEqual(['auto', 'tao', 'sao', 'raw']);
  expect(proposals(['discwright', 'burn', '--write-type', '=', 's'], 'discwright burn --write-type=s')).toEqual([
    'sao',
  ]);
  expect(proposals(['discwright', 'burn', '--device', 'si'])).toEqual(['sim:']);
  expect(proposals(['discwright', 'burn', 'CHANGEL'])).toEqual(['CHANGELOG.md']);
  expect(
    proposals(['discwright', 'burn', '--device', 'sim', ':', 'CHANGEL'], 'discwright burn --device sim:CHANGEL'),
  ).toEqual(['CHANGELOG.md']);
  expect(proposals(['discwright', 'rip', 'scri'])).toEqual(['scripts']);
  expect(proposals(['discwright', 'help', 'enh'])).toEqual(['enhanced']);
});
