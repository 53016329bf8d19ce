// Images by discwright, read by other programs, and theirs read by discwright. Run it by `npm run test:images`.
import { join } from 'node:path';
import { readArguments } from '../../../scripts/arguments.mjs';
import { runScenarios } from '../support/scenarios.mjs';
import { requireTools } from '../support/tools.mjs';
import { scenarios } from './scenarios.mjs';

const { words, options } = readArguments({
  usage: 'npm run test:images -- [WORD...]',
  what: 'Compares images of file systems with those of genisoimage and xorriso, and reads them with other programs.',
  options: { trees: { type: 'count', default: 50, help: 'how many random trees are written and read' } },
  words: 'WORD: only scenarios with one of these words in their name',
});
// udftools are in /usr/sbin.
process.env.PATH += ':/usr/sbin:/sbin';
requireTools('images rig', join(import.meta.dirname, 'packages.txt'), [
  'genisoimage',
  'isoinfo',
  'xorriso',
  '7z',
  'bsdtar',
  'udfinfo',
  'udflabel',
  'mkudffs',
]);
await runScenarios('images', scenarios(options), words);
