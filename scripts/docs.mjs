// The documents and the reference as a web site that needs no server and loads nothing from elsewhere.
//   npm run docs         writes out/docs; open out/docs/index.html
//   npm run test:docs    only checks: links, anchors, what pages load, and that every export has its page
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { readArguments } from './arguments.mjs';
import { siteProblems } from './docs/check.mjs';
import { missingExports } from './docs/exports.mjs';
import { writeSite } from './docs/site.mjs';

const root = resolve(import.meta.dirname, '..');
const {
  options: { check: checking },
} = readArguments({
  usage: 'npm run docs | npm run test:docs',
  what: 'Writes the documents and the reference as a web site into out/docs.',
  options: {
    check: { type: 'boolean', default: false, help: 'keep nothing: only fail if a page is missing or wrong' },
  },
});
const work = checking ? mkdtempSync(join(tmpdir(), 'discwright-site-')) : undefined;
const folder = work ?? join(root, 'out/docs');

try {
  const { api, entries, pages, commands } = await writeSite(root, folder);
  const problems = [...siteProblems(folder), ...missingExports(root, entries)];
  const exported = api.filter(({ isExport }) => isExport).length;
  console.log(`${pages} pages, of them ${exported} of exports and ${commands} of commands`);
  if (problems.length > 0) {
    console.error(problems.join('\n'));
    process.exitCode = 1;
  } else if (!checking) console.log(`open ${relative(process.cwd(), join(folder, 'index.html'))}`);
} finally {
  if (work !== undefined) rmSync(work, { recursive: true, force: true });
}
