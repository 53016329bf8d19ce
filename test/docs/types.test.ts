import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SourceTextModule } from 'node:vm';
import { expect, test } from '@jest/globals';
import { parseJobDocument } from '../../src/job/json/open-json.ts';
import { GIVEN as EXAMPLES_GIVEN, examples, givenTo, importsFor } from './docstring-examples.ts';
import { blocksOf, inlineCode, nameOfBlock, pagesIn, ROOT, tableRows } from './pages.ts';
import { newWorkplace } from './workplace.ts';

const blocks = ['../README.md', ...pagesIn(''), ...pagesIn('how-to')].flatMap(blocksOf);
const programs = blocks.filter(({ language }) => language === 'ts');

/** Pages whose tables have commands of another program, ours, and the same from code. */
const tables = pagesIn('').filter((name) => name.startsWith('from-'));

/** What the expressions of the tables take for granted, and a program whose page says so: `<!-- given: drive tree -->`. */
const GIVEN: Readonly<Record<string, string>> = {
  drive: "import('discwright').Drive",
  second: "import('discwright').Drive",
  tracks: "import('discwright').TrackSource[]",
  data: "import('discwright').TrackSource",
  tree: "import('discwright/image').TreeFolder",
  previous: "import('discwright/image').DiscFileSystem",
};
const declarationsOf = (names: readonly string[]): string =>
  names.map((name) => `declare const ${name}: ${GIVEN[name]};\n`).join('');

/** A program with every expression of a page's last column. */
async function expressionsOf(page: string): Promise<string> {
  const modules = ['index', 'mmc/index', 'image/index', 'trace/index', 'picture/index'];
  const expressions = tableRows(page).flatMap((cells) => (cells.length === 3 ? inlineCode(cells[2] ?? '') : []));
  const used = new Set(expressions.flatMap((code) => code.match(/\b[a-z]\w+\b/gi) ?? []));
  const imports: string[] = [];
  const seen = new Set<string>();
  for (const module of modules) {
    const names = Object.keys(await import(join(ROOT, 'dist', `${module}.js`))).filter(
      (name) => used.has(name) && !seen.has(name),
    );
    for (const name of names) seen.add(name);
    const from = `discwright${module === 'index' ? '' : `/${module.replace('/index', '')}`}`;
    imports.push(`import { ${names.join(', ')} } from '${from}';`);
  }
  return [
    ...imports,
    declarationsOf(Object.keys(GIVEN)),
    ...expressions.map((code, index) => `export const _${index} = async () => {\n  return ${code};\n};`),
  ].join('\n');
}

test('every program and expression of all pages, and every example of a docstring, has the types of the package', async () => {
  const { folder } = newWorkplace();
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const names = new Map<string, string>();
  for (const [index, block] of programs.entries()) {
    names.set(`program${index}.ts`, nameOfBlock(block));
    const given = (block.notes['given'] ?? '').split(' ').filter((name) => name !== '');
    writeFileSync(join(folder, `program${index}.ts`), block.code + declarationsOf(given));
  }
  for (const example of examples) {
    names.set(`example-${example.name}.ts`, `@example of ${example.name}`);
    const declarations = givenTo(example).map((name) => `declare const ${name}: ${EXAMPLES_GIVEN[name]};`);
    const code = [await importsFor(example.code), ...declarations, example.code, 'export {};'].join('\n');
    writeFileSync(join(folder, `example-${example.name}.ts`), code);
  }
  for (const page of tables) writeFileSync(join(folder, page.replace('.md', '.ts')), await expressionsOf(page));
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    types: ['node'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder], { cwd: folder }).catch(
    (error) => error,
  );
  expect(stdout.replaceAll(/(?:program|example-)[\w-]+\.ts/g, (name: string) => names.get(name) ?? name)).toBe('');
});

test('every job in JSON that a page shows is one', () => {
  const jobs = blocks.filter(({ language, code }) => language === 'json' && code.includes('discwright job'));
  expect(jobs.length).toBeGreaterThan(0);
  for (const block of jobs) expect(() => parseJobDocument(block.code, nameOfBlock(block))).not.toThrow();
});

test('what a page has saved as JavaScript has no types in it', () => {
  const scripts = blocks.filter(({ file }) => /\.m?js$/.test(file ?? ''));
  expect(scripts.length).toBeGreaterThan(0);
  for (const block of scripts)
    expect(() => new SourceTextModule(block.code, { identifier: nameOfBlock(block) })).not.toThrow();
});
