import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runExpecting } from '../support/programs.mjs';
import { discwrightScript } from '../support/served-drive.mjs';
import { checkLayout, checkQuiet, pointsIn } from './checks.mjs';
import { wavFile } from './sound.mjs';

const DESKTOP = { width: 1280, height: 800 };
const discwright = (status, ...args) => runExpecting(status, process.execPath, [discwrightScript, ...args]);

/** Scenarios: what the tool draws, in a browser. */
export const pictures = (browser, folder) => [
  { name: 'map of a disc with two sessions', run: () => twoSessions(browser, folder) },
  { name: 'map of a DVD with three sessions', run: () => dvd(browser, folder) },
  { name: 'map as a bar', run: () => bar(browser, folder) },
  { name: 'report of a burn that failed', run: () => failedBurn(browser, folder) },
  { name: 'report of a burn that succeeded', run: () => goodBurn(browser, folder) },
  { name: 'report of a rip with C2 errors', run: () => wornRip(browser, folder) },
];

/** An Enhanced CD: audio in session 1, data in session 2. */
async function enhancedDisc(folder) {
  const data = join(folder, 'extras');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'readme.txt'), 'extras\n');
  const device = `sim:${join(folder, `enhanced-${process.hrtime.bigint()}.disc`)}`;
  const files = [wavFile(folder, 'one.wav', 600), wavFile(folder, 'two.wav', 300)];
  await discwright(0, 'enhanced', ...files, '--data', data, '--device', device, '--yes');
  return device;
}

async function twoSessions(browser, folder) {
  const svg = join(folder, 'two-sessions.svg');
  await discwright(0, 'map', '--device', await enhancedDisc(folder), '--svg', svg);
  const page = await browser.open(pathToFileURL(svg).href, DESKTOP);
  const rings = await page.evaluate(() =>
    [...document.querySelectorAll('circle[fill=none]')].map((ring) => {
      const { width, height } = ring.getBBox();
      return { words: ring.textContent, width, height };
    }),
  );
  const named = (pattern) => rings.filter(({ words }) => pattern.test(words));
  assert.equal(named(/track 1/i).length, 1, JSON.stringify(rings));
  assert.equal(named(/track 3/i).length, 1);
  assert.ok(named(/lead-out/i).length >= 1 && named(/lead-in/i).length >= 2, JSON.stringify(rings));
  assert.ok(
    rings.every(({ width }) => width > 0 && width <= 640),
    'a ring leaves the picture',
  );
  checkQuiet(page);
  await page.close();
  await inlined(browser, folder, svg, 'two-sessions');
  return `${rings.length} rings`;
}

async function dvd(browser, folder) {
  const device = `sim:${join(folder, 'three.disc')}?medium=DVD%2BR`;
  const data = join(folder, 'sessions');
  for (const name of ['one', 'two', 'three']) {
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, `${name}.bin`), Buffer.alloc(60_000_000, name));
    const append = name === 'one' ? [] : ['--append'];
    await discwright(0, 'data', data, ...append, '--leave-open', '--device', device, '--yes');
  }
  const svg = join(folder, 'dvd.svg');
  await discwright(0, 'map', '--device', device, '--svg', svg);
  await inlined(browser, folder, svg, 'dvd');
}

async function bar(browser, folder) {
  const svg = join(folder, 'bar.svg');
  await discwright(0, 'map', '--device', await enhancedDisc(folder), '--svg', svg, '--shape', 'bar');
  await inlined(browser, folder, svg, 'bar', { leastPx: 4 });
}

/** A picture is often part of a page, as wide as that. */
async function inlined(browser, folder, svg, name, limits = { leastPx: 6 }) {
  const path = join(folder, `${name}.html`);
  const head = '<meta charset="utf-8"><style>body { margin: 8px } svg { max-width: 100%; height: auto }</style>';
  writeFileSync(
    path,
    `<!doctype html><html lang="en"><head>${head}</head><body>${readFileSync(svg, 'utf8')}</body></html>`,
  );
  const page = await browser.open(pathToFileURL(path).href, DESKTOP);
  await checkLayout(page, `map-${name}`, limits);
  checkQuiet(page);
  await page.close();
}

async function failedBurn(browser, folder) {
  const faults = join(folder, 'faults.json');
  writeFileSync(faults, JSON.stringify([{ at: { command: 'WRITE(10)', nth: 700 }, does: { sense: '3/0C/00' } }]));
  const trace = join(folder, 'failed.jsonl');
  const device = `sim:?faults=${encodeURIComponent(faults)}`;
  const sound = wavFile(folder, 'long.wav', 300);
  const { status } = await discwright(1, 'burn', '--device', device, '--trace', trace, '--yes', sound);
  const page = await openReport(browser, trace);
  const trouble = await page.evaluate(() => {
    const section = [...document.querySelectorAll('section')].find(({ textContent }) => /not GOOD/.test(textContent));
    return [...section.querySelectorAll('li')].map(({ textContent }) => textContent);
  });
  assert.ok(
    trouble.some((line) => /WRITE\(10\).*3\/0C\/00/.test(line)),
    trouble.join('\n'),
  );
  assert.ok(trouble.length < 10, `commands that were never sent have ${trouble.length} lines`);
  await checkReport(page, 'report-failed');
  return `exit code ${status}, ${trouble.length} answers that were not GOOD`;
}

async function goodBurn(browser, folder) {
  const trace = join(folder, 'good.jsonl');
  const files = [wavFile(folder, 'first.wav', 200), wavFile(folder, 'second.wav', 100)];
  await discwright(0, 'burn', '--device', 'sim:', '--trace', trace, '--yes', '--verify', 'full', ...files);
  const page = await openReport(browser, trace);
  await checkReport(page, 'report-good');
}

async function wornRip(browser, folder) {
  const disc = join(folder, 'worn.disc');
  const tracks = [wavFile(folder, 'worn-1.wav', 60), wavFile(folder, 'worn-2.wav', 60)];
  await discwright(0, 'burn', '--device', `sim:${disc}`, '--yes', ...tracks);
  const faults = join(folder, 'worn.json');
  const scratch = (fromLba, toLba, kind) => ({ at: {}, does: { scratch: { fromLba, toLba, kind } } });
  writeFileSync(faults, JSON.stringify([scratch(4_000, 4_012, 'c2'), scratch(7_000, 7_002, 'unreadable')]));
  const device = `sim:${disc}?faults=${encodeURIComponent(faults)}`;
  const { stdout } = await discwright(0, 'rip', join(folder, 'worn'), '--device', device, '--retries', '2', '--json');
  const rip = join(folder, 'worn-rip.json');
  writeFileSync(rip, stdout);
  const page = await openReport(browser, rip);
  await checkLayout(page, 'report-rip');
  const graphs = await pointsIn(page, 'polyline');
  assert.equal(graphs.length, 3, 'speed, readings and C2 errors');
  for (const { title, count, inside } of graphs) assert.ok(count > 10 && inside, `${title}: ${count} points`);
  // What lies below each other is the same place of the disc.
  const ends = await page.evaluate(() => {
    const edges = (all) => all.map((each) => each.getBoundingClientRect()).flatMap(({ left, right }) => [left, right]);
    const section = document.querySelector('polyline').closest('section');
    const lines = edges([...section.querySelectorAll('polyline')]);
    const bar = edges([...section.querySelectorAll('svg:last-of-type rect[stroke="#ffffff"]')]);
    return [lines, bar].map((each) => [Math.min(...each), Math.max(...each)]);
  });
  const [lines, bar] = ends;
  for (const [index, edge] of lines.entries()) assert.ok(Math.abs(edge - bar[index]) < 3, JSON.stringify(ends));
  checkQuiet(page);
  await page.close();
  return `${graphs.length} graphs`;
}

/** @param file a trace, or the result of a rip */
async function openReport(browser, file) {
  const html = file.replace(/\.jsonl?$/, '.html');
  await discwright(0, 'report', file, '--output', html);
  return browser.open(pathToFileURL(html).href, DESKTOP);
}

async function checkReport(page, name) {
  await checkLayout(page, name);
  const lines = await pointsIn(page, 'polyline');
  assert.ok(lines.length >= 2, `${lines.length} graphs`);
  for (const { title, count, inside } of lines) assert.ok(count > 1 && inside, `${title}: ${count} points`);
  await page.evaluate(() => document.querySelector('details').setAttribute('open', ''));
  await checkLayout(page, `${name}-all`);
  checkQuiet(page);
  await page.close();
}
