import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from '../support/served-drive.mjs';
import { checkLayout, checkQuiet } from './checks.mjs';

const PAGE = pathToFileURL(join(repository, 'examples/electron/index.html')).href;
/** As large as its window. */
const WINDOW = { width: 520, height: 420 };
const FAILURE =
  'writing track 1 at LBA 1539: WRITE(10): MEDIUM ERROR 3/0C/00 write error. The disc is open: track 1 is cut off. Use another disc';

/** Scenarios: the page of examples/electron, with a stand-in for what its preload script exposes. */
export const electronPage = (browser) => [{ name: 'page of the Electron example', run: () => burn(browser) }];

/** As contextBridge does it: nothing can be added or replaced. */
function expose() {
  globalThis.asked = [];
  const answer =
    (name, value) =>
    async (...args) => {
      globalThis.asked.push([name, ...args]);
      return value;
    };
  const burner = {
    drives: answer('drives', ['/dev/sr0', 'sim:']),
    choose: answer('choose', ['01 - <b>One</b>.wav', '02 - Two.flac']),
    cancel: answer('cancel'),
    burn(device) {
      globalThis.asked.push(['burn', device]);
      return new Promise((resolve, reject) => {
        globalThis.end = { resolve, reject: (message) => reject(new Error(message)) };
      });
    },
    onProgress(listener) {
      globalThis.progress = listener;
    },
  };
  Object.defineProperty(window, 'burner', { value: Object.freeze(burner) });
}

/** What a user sees of it. */
const look = () => ({
  state: document.getElementById('state').textContent,
  bar: document.getElementById('progress').value,
  files: [...document.querySelectorAll('#files li')].map(({ textContent }) => textContent),
  enabled: [...document.querySelectorAll('button, select')].filter(({ disabled }) => !disabled).map(({ id }) => id),
});
const press = (page, id) => page.evaluate((name) => document.getElementById(name).click(), id);

async function burn(browser) {
  const page = await browser.open(PAGE, WINDOW, expose);
  await page.until(() => document.querySelectorAll('option').length === 2);
  assert.deepEqual((await page.evaluate(look)).enabled, ['device', 'choose']);
  await press(page, 'choose');
  await page.until(() => !document.getElementById('burn').disabled);
  assert.deepEqual((await page.evaluate(look)).files, ['01 - <b>One</b>.wav', '02 - Two.flac']);
  await press(page, 'burn');
  assert.deepEqual((await page.evaluate(look)).enabled, ['cancel']);
  await page.evaluate(() =>
    globalThis.progress({ phase: 'writing', track: 2, writtenBlocks: 1_500, lengthBlocks: 6_000 }),
  );
  assert.deepEqual(await page.evaluate(look), {
    state: 'writing, track 2',
    bar: 0.25,
    files: ['01 - <b>One</b>.wav', '02 - Two.flac'],
    enabled: ['cancel'],
  });
  await checkLayout(page, 'electron-burning');
  await page.resize(WINDOW);
  await press(page, 'cancel');
  assert.deepEqual((await page.evaluate(look)).enabled, []);
  await page.evaluate(() => globalThis.end.resolve('Cancelled: the disc is complete.'));
  const ended = await page.until(() => !document.getElementById('choose').disabled && document.body.textContent);
  assert.match(ended, /Cancelled: the disc is complete\./);
  await press(page, 'burn');
  await page.evaluate((message) => globalThis.end.reject(message), FAILURE);
  await page.until(() => !document.getElementById('burn').disabled);
  assert.equal((await page.evaluate(look)).state, FAILURE);
  await checkLayout(page, 'electron-failed');
  const asked = await page.evaluate(() => globalThis.asked);
  assert.deepEqual(asked, [['drives'], ['choose'], ['burn', '/dev/sr0'], ['cancel'], ['burn', '/dev/sr0']]);
  checkQuiet(page);
  await page.close();
}
