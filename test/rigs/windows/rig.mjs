// Our SPTI transport on the Windows API: node.exe for Windows runs the packed package under Wine, with our virtual burner
// as drive D:. `npm run test:windows [WORD...]`; see README.md.
import { join } from 'node:path';
import { runProgram } from '../support/programs.mjs';
import { runScenarios } from '../support/scenarios.mjs';
import { requireTools } from '../support/tools.mjs';
import { readWords } from '../support/words.mjs';
import { NODE_VERSIONS, prepare } from './prepare.mjs';
import { burning } from './scenarios/burning.mjs';
import { failing } from './scenarios/failing.mjs';
import { finding } from './scenarios/finding.mjs';
import { refusing } from './scenarios/refusing.mjs';
import { Wine } from './wine.mjs';

const words = readWords('test:windows', 'Runs node.exe for Windows under Wine, burning through SPTI.');

const packages = join(import.meta.dirname, 'packages.txt');
requireTools('test:windows', packages, ['wine', 'wineserver', 'gcc', 'x86_64-w64-mingw32-gcc', 'npm', 'tar']);

const beganMs = performance.now();
const kit = await prepare();
const { both } = await runProgram('wine', ['--version']);
console.log(`${/^wine-.*$/m.exec(both)?.[0]}, prepared in ${((performance.now() - beganMs) / 1_000).toFixed(1)} s`);
await Wine.with(kit, async (wine) => {
  const all = [finding, burning, failing, refusing].flatMap((scenarios) => scenarios(wine));
  await runScenarios(`The Windows API under Wine, Node.js ${Object.values(NODE_VERSIONS).join(' and ')}`, all, words);
});
