// Other people's programs on our virtual burner: `npm run test:peers`. Needs neither root nor a drive.
import { join } from 'node:path';
import { buildPreloadLibrary } from '../preload/build.mjs';
import { runScenarios } from '../support/scenarios.mjs';
import { requireTools } from '../support/tools.mjs';
import { readWords } from '../support/words.mjs';
import { albumCopyScenarios } from './album-copies.mjs';
import { albumReaderScenarios } from './album-readers.mjs';
import { albumSequenceScenarios } from './album-sequences.mjs';
import { busyScenarios } from './busy-answers.mjs';
import { cClientScenarios } from './c-client.mjs';
import { cdrdaoScenarios } from './cdrdao.mjs';
import { cdrskinScenarios } from './cdrskin.mjs';
import { scenarios as discwrightScenarios } from './discwright.mjs';
import { scenarios as discwrightTrouble } from './discwright-trouble.mjs';
import { dvdBdScenarios } from './dvd-bd.mjs';
import { dvdBdSequenceScenarios } from './dvd-bd-sequences.mjs';
import { enhancedScenarios } from './enhanced.mjs';
import { failureScenarios } from './failures.mjs';
import { hiddenTrackScenarios } from './hidden-track.mjs';
import { libraryScenarios } from './library.mjs';
import { matrixScenarios } from './media-matrix.mjs';
import { scenarios as readerScenarios } from './readers.mjs';
import { recipeScenarios } from './recipe.mjs';
import { wodimScenarios } from './wodim.mjs';

const words = readWords('test:peers', "Runs other people's programs, and discwright itself, on the virtual burner.");

const tools = [
  'gcc',
  'python3',
  'systemd-analyze',
  'wodim',
  'genisoimage',
  'isoinfo',
  'cdrskin',
  'cdrdao',
  'cd-info',
  'cdparanoia',
  'icedax',
  'flac',
  'readom',
  'sg_inq',
  'sg_get_config',
  'growisofs',
  'xorriso',
  'dvd+rw-format',
  'dvd+rw-mediainfo',
  '/usr/lib/udev/cdrom_id',
];
requireTools('test:peers', join(import.meta.dirname, 'packages.txt'), tools);
buildPreloadLibrary();
const scenarios = [
  ...libraryScenarios,
  ...cClientScenarios,
  ...recipeScenarios,
  ...wodimScenarios,
  ...cdrskinScenarios,
  ...cdrdaoScenarios,
  ...hiddenTrackScenarios,
  ...enhancedScenarios,
  ...failureScenarios,
  ...busyScenarios,
  ...discwrightScenarios,
  ...discwrightTrouble,
  ...readerScenarios,
  ...dvdBdScenarios,
  ...dvdBdSequenceScenarios,
  ...matrixScenarios,
  ...albumReaderScenarios,
  ...albumCopyScenarios,
  ...albumSequenceScenarios,
];
await runScenarios('Programs on the virtual burner', scenarios, words);
