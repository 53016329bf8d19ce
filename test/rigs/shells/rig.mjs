// Asks shells what they propose for unfinished command lines, and mandoc whether the man pages are well made.
// Run it by `npm run test:shells`; it needs bash, zsh, fish and mandoc.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readArguments } from '../../../scripts/arguments.mjs';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { requireTools } from '../support/tools.mjs';
import { LINES } from './lines.mjs';
import { SHELLS } from './shells.mjs';

readArguments({
  usage: 'npm run test:shells',
  what: 'Tries completion in bash, zsh and fish, and checks the man pages.',
});
requireTools('shells rig', join(import.meta.dirname, 'packages.txt'), ['bash', 'zsh', 'fish', 'mandoc']);

const failures = [];

/** Paths of folders end in a slash in some shells, proposals in a space. */
const plain = (proposal) => proposal.trim().replace(/\/$/, '');

function judged(shell, propose, { line, yes, no }, folder, index) {
  try {
    const proposed = new Set(propose(line, folder, index).map(plain));
    const wrong = [
      ...yes.filter((each) => !proposed.has(each)).map((each) => `${each} is missing`),
      ...no.filter((each) => proposed.has(each)).map((each) => `${each} does not belong there`),
    ];
    if (wrong.length === 0) return 'right';
    failures.push(`${shell}: '${line}': ${wrong.join(', ')}; proposed: ${[...proposed].join(' ')}`);
  } catch (error) {
    failures.push(`${shell}: '${line}': ${error.message}`);
  }
  return 'WRONG';
}

await withTemporaryFolder(async (folder) => {
  mkdirSync(join(folder, 'photos'));
  for (const name of ['album.cue', 'my.disc']) writeFileSync(join(folder, name), '');
  const rows = LINES.map((each, index) => ({
    line: each.line,
    ...Object.fromEntries(
      Object.entries(SHELLS).map(([shell, propose]) => [shell, judged(shell, propose, each, folder, index)]),
    ),
  }));
  console.table(rows);
});

const pages = resolve(import.meta.dirname, '../../../build/man');
const names = readdirSync(pages);
for (const name of names) {
  // A page has no date, so that the same source always gives the same package; and lines as long as its sentences.
  const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', join(pages, name)], { encoding: 'utf8' });
  const found = stdout.split('\n').filter((each) => each !== '' && !/missing date/.test(each));
  if (found.length > 0) failures.push(`${name}: ${found.join('; ')}`);
}
console.log(`${names.length} man pages checked by mandoc`);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
