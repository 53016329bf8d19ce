import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach } from '@jest/globals';

const ofTheTest: string[] = [];
const ofTheFile: string[] = [];
let inTest = false;

const remove = (folders: string[]): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

beforeEach(() => {
  remove(ofTheTest);
  inTest = true;
});
afterEach(() => {
  // Hooks of the test file that run after this one may still be ending what uses the folder.
  inTest = false;
});
afterAll(() => {
  remove(ofTheTest);
  remove(ofTheFile);
});

/**
 * A new empty folder. One created in a test or a `beforeEach` is removed when the next test begins, any other when the file's
 * tests have ended, passed or failed.
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'discwright-'));
  (inTest ? ofTheTest : ofTheFile).push(folder);
  return folder;
}
