// Folders with random contents, the same for the same number.
import { chmodSync, linkSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A generator of numbers from 0 to 1 (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The longest name of most file systems of Linux. */
const LINUX_NAME_BYTES = 255;

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-+~()';
const OTHERS = 'äöüßéñçøåžđłşαβγдежשלाअあ日本語한글€—“';

/**
 * Makes a folder.
 * @param options `longestName` in bytes; `longLinks`: long symbolic links, which not every program here records;
 *   `links`: symbolic links at all
 * @returns how many entries it has
 */
export function makeRandomTree(path, seed, { longestName = LINUX_NAME_BYTES, longLinks = true, links = true } = {}) {
  const next = random(seed);
  const below = (most) => Math.floor(next() * most);
  const pick = (list) => list[below(list.length)];
  const date = () => new Date(Date.UTC(1995 + below(35), below(12), 1 + below(28), below(24), below(60), below(60)));
  let left = 60 + below(120);
  let entries = 0;
  const files = [];

  const nameFor = (used) => {
    for (;;) {
      const length = next() < 0.04 ? longestName : next() < 0.15 ? 1 + below(longestName) : 1 + below(24);
      const foreign = next() < 0.2;
      let name = '';
      for (let left = length; left > 0; left = length - Buffer.byteLength(name)) {
        const letter = foreign && left > 3 && next() < 0.5 ? pick([...OTHERS]) : pick([...LETTERS]);
        name += left === 1 || name === '' ? letter.replace(/[ .-]/, '_') : letter;
      }
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };

  const fill = (folder, depth) => {
    const used = new Set();
    const count = 1 + below(14);
    for (let index = 0; index < count && left > 0; index++) {
      left--;
      entries++;
      const own = join(folder, nameFor(used));
      const kind = next();
      if (kind < 0.25 && depth < 14) {
        mkdirSync(own);
        fill(own, depth + 1);
        utimesSync(own, date(), date());
        chmodSync(own, pick([0o755, 0o700, 0o775]));
      } else if (kind < 0.33 && links) {
        const targets = ['target', '../up/and/down', '/absolute/path', '.', '..'];
        symlinkSync(pick(longLinks ? [...targets, `${'long/'.repeat(60)}end`] : targets), own);
      } else if (kind >= 0.33 && kind < 0.38 && files.length > 0) linkSync(pick(files), own);
      else {
        const length = next() < 0.1 ? 0 : next() < 0.1 ? below(300_000) : below(5_000);
        writeFileSync(own, Buffer.alloc(length, `${seed} ${entries} `));
        const at = date();
        utimesSync(own, at, at);
        chmodSync(own, pick([0o644, 0o600, 0o755, 0o444, 0o4755]));
        files.push(own);
      }
    }
    const at = date();
    utimesSync(folder, at, at);
  };
  mkdirSync(path, { recursive: true });
  while (left > 0) fill(path, 0);
  // A chain of folders deeper than the eight levels of ECMA-119.
  let deep = path;
  for (let level = 0; level < 12; level++) {
    deep = join(deep, `deep ${level}`);
    mkdirSync(deep);
  }
  writeFileSync(join(deep, 'bottom.txt'), `${seed}`);
  return entries + 13;
}
