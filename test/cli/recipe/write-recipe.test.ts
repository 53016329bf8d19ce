import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildProgram } from '../../../src/cli/program.ts';
import { RECIPE } from '../../../src/cli/recipe/recipe-files.ts';
import { writeRecipe } from '../../../src/cli/recipe/write-recipe.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const textOf = (path: string): string => RECIPE.find((file) => file.path === path)?.text ?? '';

test('the files of the recipe are written into an empty folder, with their folders', async () => {
  const folder = temporaryFolder();
  const written = await writeRecipe(folder);
  expect(written.map(({ path }) => path)).toEqual(RECIPE.map(({ path }) => path));
  for (const { path, text } of RECIPE) expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
});

test.each(RECIPE.map(({ path }) => path).filter((path) => !path.includes('/')))(
  'where %s exists, nothing is written',
  async (path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, path), 'mine');
    await expect(writeRecipe(folder)).rejects.toMatchObject({
      message: expect.stringContaining(`${path} already exists`),
      remedy: expect.stringContaining('Nothing was written'),
    });
    expect(readdirSync(folder)).toEqual([path]);
    expect(readFileSync(join(folder, path), 'utf8')).toBe('mine');
  },
);

test('a link that leads nowhere is not followed', async () => {
  const folder = temporaryFolder();
  symlinkSync('elsewhere', join(folder, 'burn-test.sh'));
  await expect(writeRecipe(folder)).rejects.toThrow('burn-test.sh already exists');
  expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
});

test('a shell can read the script, and its drive is served as the command line has it', async () => {
  const script = textOf('burn-test.sh');
  expect(execFileSync('sh', ['-n'], { input: script, encoding: 'utf8' })).toBe('');
  const serve = (await buildProgram(['serve'], '1.2.3', () => undefined as never)).commands.find(
    (each) => each.name() === 'serve',
  );
  const known = [...(serve?.options ?? []), ...(serve?.parent?.options ?? [])].map(({ long }) => long);
  const lines = `${script}\n${textOf('discwright-drive.service')}`
    .split('\n')
    .filter((line) => / serve --/.test(line) && !line.startsWith('#'));
  expect(lines).toHaveLength(2);
  for (const line of lines) for (const [option] of line.matchAll(/--[a-z]+/g)) expect(known).toContain(option);
});

test('the container file has only instructions that Docker has, each complete', () => {
  const lines = textOf('burn-test.Dockerfile')
    .replaceAll('\\\n', '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) expect(line).toMatch(/^(FROM|RUN|WORKDIR|COPY|USER|CMD) \S/);
  expect(lines[0]).toMatch(/^FROM node:\d+/);
  expect(JSON.parse((lines.at(-1) ?? '').replace('CMD ', ''))).toEqual(['sh', 'burn-test.sh']);
});

test.each(['.github/workflows/burn-test.yml', 'burn-test.gitlab-ci.yml'])('%s runs the script', (path) => {
  const text = textOf(path);
  expect(text).not.toMatch(/\t/);
  expect(text).toMatch(/^ +- (run: )?sh burn-test\.sh$/m);
  expect(text).toMatch(/^ +- (run: )?npm ci$/m);
});
