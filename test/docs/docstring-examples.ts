import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './pages.ts';

/** An `@example` of a docstring. */
export interface Example {
  /** What is exported under it; with a number if it has several. */
  readonly name: string;
  readonly code: string;
}

const DOCSTRING = /\/\*\*(?:(?!\*\/)[\s\S])*?\*\/\nexport (?:async )?(?:function|class|const) (\w+)/g;
const EXAMPLE = / \* @example\n \* ```ts\n([\s\S]*?) \* ```\n/g;

/** Every example in a file of `src`. */
export function examplesIn(text: string): Example[] {
  return [...text.matchAll(DOCSTRING)].flatMap(([docstring, name = '']) =>
    [...docstring.matchAll(EXAMPLE)].map(([, lines = ''], index) => ({
      name: index === 0 ? name : `${name}-${index + 1}`,
      code: lines.replaceAll(/^ \* ?/gm, ''),
    })),
  );
}

/** Every example of the package. */
export const examples: readonly Example[] = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .toSorted()
  .flatMap((name) => examplesIn(readFileSync(join(ROOT, 'src', name), 'utf8')));

const ENTRIES = [
  'index',
  'image/index',
  'imapi2/index',
  'mmc/index',
  'picture/index',
  'simulator/index',
  'trace/index',
];

/** Imports of all that the code uses of the built package, each name from the first entry point that has it. */
export async function importsFor(code: string): Promise<string> {
  const used = new Set(code.match(/\b[a-z]\w+\b/gi) ?? []);
  const imports = used.has('createReadStream') ? ["import { createReadStream } from 'node:fs';"] : [];
  const seen = new Set<string>();
  for (const entry of ENTRIES) {
    const names = Object.keys(await import(join(ROOT, 'dist', `${entry}.js`))).filter(
      (name) => used.has(name) && !seen.has(name) && !code.includes(`const ${name} `),
    );
    for (const name of names) seen.add(name);
    const from = entry === 'index' ? 'discwright' : `discwright/${entry.replace('/index', '')}`;
    if (names.length > 0) imports.push(`import { ${names.join(', ')} } from '${from}';`);
  }
  return imports.join('\n');
}

/** What examples may use without declaring it, and its type. */
export const GIVEN: Readonly<Record<'drive' | 'job', string>> = {
  drive: "import('discwright').Drive",
  job: "import('discwright').DiscJob",
};

/** What of that an example uses. */
export const givenTo = ({ code }: Example): (keyof typeof GIVEN)[] =>
  (['drive', 'job'] as const).filter(
    (name) => new RegExp(`\\b${name}\\b`).test(code) && !code.includes(`const ${name} `),
  );
