// Other programs that read images.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { runExpecting } from '../support/programs.mjs';
import { linesOf, requireSame } from './compare.mjs';

const POSIX = { modes: true, dates: true, folderDates: true, links: true };
const NAMES = { modes: false, dates: false, folderDates: false, links: false };

const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' };

/** Each extracts or lists an image; `check` throws if that is not the folder that the image was made of. */
export const readers = {
  async 'xorriso -indev'(image, source, target) {
    const script = ['-indev', `stdio:${image}`, '-osirrox', 'on:auto_chmod_off', '-extract', '/', target];
    await runExpecting(0, 'xorriso', script, { env });
    // Its extraction leaves the date of folders that it goes back to.
    const want = { ...POSIX, folderDates: false };
    requireSame('xorriso', linesOf(target, want), linesOf(source, want));
  },
  async bsdtar(image, source, target) {
    mkdirSync(target);
    await runExpecting(0, 'bsdtar', ['-xpf', image, '-C', target], { env });
    requireSame('bsdtar', linesOf(target, POSIX), linesOf(source, POSIX));
  },
  // Reads Joliet's names: longer ones are cut, so of those only length and contents are compared.
  async '7z'(image, source, target) {
    await runExpecting(0, '7z', ['x', '-y', '-bd', `-o${target}`, image], { env });
    const files = (folder) => linesOf(folder, NAMES).filter((line) => !line.endsWith('/'));
    const [found, expected] = [files(target).filter(isNoLink(source)), files(source)];
    const isShort = (line) =>
      line
        .replace(CONTENTS, '')
        .split('/')
        .every((name) => name.length <= LONGEST_JOLIET_NAME);
    const whole = expected.filter(isShort);
    requireSame(
      '7z',
      found.filter((line) => whole.includes(line)),
      whole,
    );
    const contents = (lines) => lines.map((line) => CONTENTS.exec(line)[0]).sort();
    assert.deepEqual(contents(found), contents(expected));
  },
  async 'isoinfo -R'(image, source) {
    const { stdout } = await runExpecting(0, 'isoinfo', ['-R', '-f', '-i', image], { env });
    const listed = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(1))
      .sort();
    requireSame('isoinfo', listed, pathsIn(source));
  },
};

const LONGEST_JOLIET_NAME = 64;
const CONTENTS = / \d+ [0-9a-f]{32}$/;

/** 7z writes symbolic links as files. */
const isNoLink = (source) => {
  const links = new Set(
    linesOf(source, { ...NAMES, links: true })
      .filter((line) => line.includes(' -> '))
      .map((line) => line.split(' -> ')[0]),
  );
  return (line) => !links.has(line.replace(CONTENTS, ''));
};

const pathsIn = (source) =>
  linesOf(source, { ...NAMES, links: true })
    .map((line) =>
      line
        .replace(/ -> .*$/s, '')
        .replace(CONTENTS, '')
        .replace(/\/$/, ''),
    )
    .sort();
