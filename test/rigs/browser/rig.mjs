// Opens what the tool draws in Chromium. Run it by `npm run test:browser`; it needs chromium.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { runScenarios } from '../support/scenarios.mjs';
import { requireTools } from '../support/tools.mjs';
import { readWords } from '../support/words.mjs';
import { startChromium } from './chromium.mjs';
import { electronPage } from './electron-page.mjs';
import { livePage } from './live-page.mjs';
import { pictures } from './pictures.mjs';

const words = readWords(
  'test:browser',
  'Opens maps, reports and pages in Chromium, in a wide window and a narrow one.',
);
requireTools('browser rig', join(import.meta.dirname, 'packages.txt'), ['chromium']);

await withTemporaryFolder(async (folder) => {
  const profile = join(folder, 'profile');
  mkdirSync(profile);
  const browser = await startChromium(profile);
  try {
    const scenarios = [...pictures(browser, folder), ...livePage(browser, folder), ...electronPage(browser)];
    await runScenarios('What a browser shows', scenarios, words);
  } finally {
    await browser.close();
  }
});
