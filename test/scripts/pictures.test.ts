import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { ROOT } from '../architecture/packed.ts';

const MAKING_THEM_MS = 180_000;
const MOST_BYTES = 20_000;

const pictures = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)];

test(
  "the README's pictures are what the program prints and draws today",
  async () => {
    // Environments in which a program prints in another way change nothing.
    const env = { ...process.env, NO_COLOR: '1', TERM: 'dumb' };
    const script = join(ROOT, 'scripts/pictures.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, '--check'], { env }).catch(
      (error) => error,
    );
    expect(stdout).toBe('');
  },
  MAKING_THEM_MS,
);

test('the README has two pictures, which are small and said in words, too', () => {
  expect(pictures.map(([, , path]) => path)).toEqual(['docs/pictures/terminal.svg', 'docs/pictures/map.svg']);
  for (const [, words = '', path = ''] of pictures) {
    expect(words.length).toBeGreaterThan(40);
    expect(readFileSync(join(ROOT, path)).length).toBeLessThan(MOST_BYTES);
  }
});
