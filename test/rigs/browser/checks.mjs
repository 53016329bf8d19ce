import assert from 'node:assert/strict';
import { join } from 'node:path';
import { repository } from '../support/served-drive.mjs';
import { layoutFaults } from './layout.mjs';

/** A desktop's window, and a telephone's. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];
/** The least size of letters: below, a browser's own limits begin. */
const LEAST_LETTERS_PX = 8;

/**
 * Looks at a page in each size: its layout, and a picture of it in out/browser/ for people.
 * @param leastPx the least size of letters
 */
export async function checkLayout(page, name, { leastPx = LEAST_LETTERS_PX } = {}) {
  for (const size of SIZES) {
    await page.resize(size);
    await page.screenshot(join(repository, `out/browser/${name}-${size.width}.png`));
    const faults = await page.evaluate(layoutFaults, leastPx);
    assert.deepEqual(faults, [], `${name} in a window of ${size.width} px`);
  }
}

/** Nothing went wrong in it, and it asked no other machine for anything. */
export function checkQuiet(page) {
  assert.deepEqual(page.problems, []);
  const local = (address) =>
    /^(file|data|blob|about):/.test(address) || new URL(address).hostname === '127.0.0.1' || false;
  assert.deepEqual(
    page.requests.filter((each) => !local(each)),
    [],
  );
}

/** The points of a line in a picture, which must be within it. */
export const pointsIn = (page, selector) =>
  page.evaluate((lines) => {
    const found = [...document.querySelectorAll(lines)];
    return found.map((line) => {
      const { width, height } = line.ownerSVGElement.viewBox.baseVal;
      const points = [...line.points].map(({ x, y }) => ({ x, y }));
      const inside = points.every(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height);
      return { title: line.ownerSVGElement.querySelector('title')?.textContent ?? '', count: points.length, inside };
    });
  }, selector);
