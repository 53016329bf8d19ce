// What burning, calling the system, starting, exporting, ripping, decoding sound and standing still cost, against other programs and the build before: `npm run bench`.
// docs/performance.md has a run of it, and says how to read it.
import { cpus } from 'node:os';
import { readArguments, refuse } from '../scripts/arguments.mjs';
import { requireTools } from '../test/rigs/support/tools.mjs';
import { withTemporaryFolder } from '../test/support/with-temporary-folder.mjs';
import { buildRecorder } from './recorder/build.mjs';
import { burning } from './sections/burning.mjs';
import { calling } from './sections/calling.mjs';
import { decoding } from './sections/decoding.mjs';
import { exporting } from './sections/exporting.mjs';
import { growing } from './sections/growing.mjs';
import { imaging } from './sections/imaging.mjs';
import { large } from './sections/large.mjs';
import { ripping } from './sections/ripping.mjs';
import { stalling } from './sections/stalling.mjs';
import { starting } from './sections/starting.mjs';

const SECTIONS = { burning, calling, starting, exporting, ripping, decoding, stalling, growing, imaging, large };

const { options, words } = readArguments({
  usage: 'npm run bench -- [SECTION...]',
  what: 'Prints what burning, calling the system, starting, exporting, ripping, decoding and standing still cost, as medians and ratios. Takes about 15 minutes.',
  options: {
    rounds: { type: 'count', default: 5, help: 'how often everything is measured' },
    ffi: {
      type: 'string',
      default: 'koffi,ffi-napi',
      help: 'the foreign function interfaces to call and to burn with',
    },
  },
  words: `SECTION: only these of ${Object.keys(SECTIONS).join(', ')}`,
});
const unknown = words.find((word) => SECTIONS[word] === undefined);
if (unknown !== undefined) refuse(`there is no section ${unknown}`);

const chosen = Object.keys(SECTIONS).filter((name) => words.length === 0 || words.includes(name));

const toolsOf = (rig, tools) =>
  requireTools('bench', new URL(`../test/rigs/${rig}/packages.txt`, import.meta.url), tools);
toolsOf('peers', ['gcc', 'git', 'wodim', 'cdrskin', 'cdparanoia']);
if (chosen.includes('large')) toolsOf('peers', ['xorriso', 'growisofs']);
if (chosen.includes('decoding')) toolsOf('sound', ['flac', 'lame', 'mpg123']);

console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0].model.trim()}, medians of ${options.rounds} runs\n`,
);
await withTemporaryFolder(async (folder) => {
  const recorder = await buildRecorder();
  const given = { folder, recorder, rounds: options.rounds, backends: options.ffi.split(',') };
  for (const name of chosen) await SECTIONS[name](given);
});
