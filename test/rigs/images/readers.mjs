// Other programs that read images.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { runExpecting } from '../support/programs.mjs';
import { linesOf, requireSame } from './compare.mjs';
import { BLOCK } from './images.mjs';

const POSIX = { modes: true, dates: true, folderDates: true, links: true };
const ISOINFO = { modes: true, dates: false, folderDates: false, links: true };
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
  // It lists names, permissions and dates, and where files are: what is there is compared.
  async 'isoinfo -R'(image, source) {
    const { stdout } = await runExpecting(0, 'isoinfo', ['-R', '-l', '-i', image], { env });
    requireSame('isoinfo', listedLines(stdout, readFileSync(image)), linesOf(source, ISOINFO));
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

/** What `isoinfo -l` has listed, as the lines of `linesOf`. */
function listedLines(listing, image) {
  const lines = [];
  let folder = '';
  for (const line of listing.split('\n')) {
    const heading = /^Directory listing of \/(.*)$/.exec(line);
    if (heading !== null) {
      folder = heading[1];
      continue;
    }
    const entry = /^(.)(\S{9}) +\d+ +\d+ +\d+ +(\d+) \w{3} [ \d]\d \d{4} \[ *(\d+) \w\w\] {2}(.*?) ?$/.exec(line);
    if (entry === null) continue;
    const [, kind, permissions, size, startBlock, name] = entry;
    if (name === '.' || name === '..') continue;
    const path = `${folder}${name}`;
    const mode = ` ${octal(permissions)}`;
    if (kind === 'l') lines.push(path);
    else if (kind === 'd') lines.push(`${path}/${mode}`);
    else {
      const bytes = image.subarray(startBlock * BLOCK, startBlock * BLOCK + Number(size));
      lines.push(`${path} ${size} ${createHash('md5').update(bytes).digest('hex')}${mode}`);
    }
  }
  return lines;
}

const octal = (permissions) =>
  [0, 3, 6]
    .map((at) => [4, 2, 1].reduce((sum, bit, index) => (/[-ST]/.test(permissions[at + index]) ? sum : sum + bit), 0))
    .join('');
