// Finds references in a packed package to its own files that it does not contain. And how large it may be.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What `npm install` shows, and waits for. */
export const MOST_UNPACKED_BYTES = 3_000_000;

/** What users find by its name: a man page and a schema of each command are next to these. */
export const FILES = [
  'dist/completion/_discwright',
  'dist/completion/discwright.bash',
  'dist/completion/discwright.fish',
  'dist/man/discwright.1.gz',
  'dist/man/discwright-iso-create.1.gz',
  'dist/schemas/info.json',
  'dist/schemas/error.json',
];

/** `![words](target)`: pictures are shown where the repository is, which a package manager's page reads; its words are packed. */
const PICTURES = /!\[[^\]]*\]\([^)]*\)/g;

/** `[text](target "title")`, `[name]: target`, and HTML. */
const LINKS = [/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g, /^\s*\[[^\]]+\]:\s*<?([^\s>]+)/gm, /\b(?:href|src)="([^"]+)"/g];

/** Links from Markdown to files and headings that do not exist: `README.md: docs/gone.md`. */
export function brokenLinks(folder) {
  return filesOf(folder, '.md').flatMap((file) => {
    const text = readFileSync(file, 'utf8').replace(PICTURES, '');
    const targets = LINKS.flatMap((link) => [...text.matchAll(link)].map(([, target]) => target));
    return targets.filter((target) => !resolves(file, target)).map((target) => `${relative(folder, file)}: ${target}`);
  });
}

/** Files that refer to a source map: there is none, since the sources are not in the package. */
export function brokenSourceMaps(folder) {
  return ['.js', '.ts']
    .flatMap((ending) => filesOf(join(folder, 'dist'), ending))
    .filter((file) => readFileSync(file, 'utf8').includes('//# sourceMappingURL='))
    .map((file) => `${relative(folder, file)}: its source map`);
}

function filesOf(folder, ending) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

function resolves(file, target) {
  if (/^[a-z]+:/.test(target)) return true;
  const [path, heading] = target.split('#');
  const document = path === '' ? file : join(dirname(file), decodeURI(path));
  if (!existsSync(document)) return false;
  return heading === undefined || headingsOf(document).includes(heading);
}

function headingsOf(document) {
  return [...readFileSync(document, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
