import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runExpecting, startProgram } from '../support/programs.mjs';
import { discwrightScript } from '../support/served-drive.mjs';
import { checkLayout, checkQuiet, pointsIn } from './checks.mjs';
import { wavFile } from './sound.mjs';

/** The disc is drawn as wide as a telephone, and its legend with it. */
const SMALL_PICTURE = { leastPx: 6 };
const DESKTOP = { width: 1280, height: 800 };

/** Scenarios: the page of `discwright serve --page`. */
export const livePage = (browser, folder) => [
  { name: 'live page during a burn', run: () => burn(browser, folder) },
  { name: 'live page of a burn that fails', run: () => failure(browser, folder) },
];

/** @param use gets the page and `burn(status, ...files)`, which burns on the served drive */
async function served(browser, folder, device, use) {
  const socket = join(folder, 'drive.sock');
  const args = ['serve', '--device', device, '--socket', socket, '--page', '0'];
  const server = startProgram(process.execPath, [discwrightScript, ...args]);
  try {
    const page = await browser.open(await addressOf(server), DESKTOP);
    const discwright = [discwrightScript, 'burn', '--device', `unix:${socket}`, '--yes'];
    const seen = await use(page, (expected, ...files) =>
      runExpecting(expected, process.execPath, [...discwright, ...files]),
    );
    server.kill('SIGTERM');
    const { status, both } = await server.ended;
    assert.equal(status, 0, both);
    await page.until(() => /server has ended/.test(document.getElementById('phase').textContent));
    checkQuiet(page);
    await page.close();
    return seen;
  } finally {
    server.kill('SIGKILL');
    await server.ended;
  }
}

async function burn(browser, folder) {
  return served(browser, folder, `sim:${join(folder, 'live.disc')}`, async (page, burned) => {
    await page.until(() => document.querySelector('#map svg title')?.textContent === 'The disc is blank');
    await checkLayout(page, 'live-blank', SMALL_PICTURE);
    await page.evaluate(() => {
      globalThis.phases = [];
      const phase = document.getElementById('phase');
      const note = () => globalThis.phases.push(phase.textContent);
      new MutationObserver(note).observe(phase, { childList: true, characterData: true, subtree: true });
    });
    await burned(0, wavFile(folder, 'live-1.wav', 300), wavFile(folder, 'live-2.wav', 200));
    await page.until(() => /The disc is complete/.test(document.querySelector('#map svg title').textContent));
    await page.until(() => document.getElementById('phase').textContent === 'idle');
    const { phases, tracks, lines } = await page.evaluate(() => ({
      phases: [...new Set(globalThis.phases)],
      tracks: [...document.querySelectorAll('#map circle title')].map(({ textContent }) => textContent),
      lines: [...document.querySelectorAll('#lines li')].map(({ textContent }) => textContent),
    }));
    assert.ok(phases.includes('writing') && phases.at(-1) === 'idle', phases.join());
    assert.equal(tracks.filter((words) => /track \d/i.test(words)).length, 2, tracks.join('\n'));
    assert.ok(lines.length > 5, lines.join('\n'));
    const graphs = await pointsIn(page, 'polyline');
    assert.equal(graphs.length, 2);
    for (const { count, inside } of graphs) assert.ok(count > 10 && inside, `${count} points`);
    await checkLayout(page, 'live-burned', SMALL_PICTURE);
    return phases.join(', ');
  });
}

async function failure(browser, folder) {
  const faults = join(folder, 'live-faults.json');
  writeFileSync(faults, JSON.stringify([{ at: { command: 'WRITE(10)', nth: 400 }, does: { sense: '3/0C/00' } }]));
  return served(browser, folder, `sim:?faults=${encodeURIComponent(faults)}`, async (page, burned) => {
    await burned(1, wavFile(folder, 'live-3.wav', 300));
    const trouble = await page.until(() => document.getElementById('trouble').textContent);
    assert.match(trouble, /WRITE\(10\).*3\/0C\/00 write error/);
    await checkLayout(page, 'live-failed', SMALL_PICTURE);
    return trouble.slice(0, 60);
  });
}

async function addressOf(server) {
  let address;
  await server.said({
    test: (text) => {
      address = /^Page\s+(http:\S+)/m.exec(text)?.[1];
      return address !== undefined;
    },
  });
  return address;
}
