import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { reasonOf, systemErrorInWords, thrownInWords } from '../src/error-words.ts';

test.each([
  [new Error('no room'), 'no room'],
  [new RangeError(''), 'RangeError'],
  ['no room', 'no room'],
  [{ code: 'EIO', message: 'no room' }, 'no room'],
  [undefined, 'it threw undefined instead of an error'],
  [null, 'it threw null instead of an error'],
  ['', 'it threw an empty string instead of an error'],
  [42, 'it threw 42 instead of an error'],
  [{ code: 5 }, 'it threw a value of type object instead of an error'],
])('%p that was thrown is said so', (thrown, words) => {
  expect(thrownInWords(thrown)).toBe(words);
});

test('a reason does not repeat the remedy of its error', () => {
  expect(reasonOf(Object.assign(new Error('It failed. Try again'), { remedy: 'Try again' }))).toBe('It failed');
  expect(reasonOf(new Error('It failed.'))).toBe('It failed');
});

test('an error of the file system is said in words with its code, any other as it is', () => {
  const thrownBy = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return error;
    }
  };
  const missing = thrownBy(() => readFileSync('/no/such/file'));
  expect(systemErrorInWords(missing)).toBe('there is no such file or folder [ENOENT]');
  expect(systemErrorInWords(thrownBy(() => readFileSync('/')))).toBe('it is a folder [EISDIR]');
  const own = Object.assign(new Error('ENOENT: no folder can be made in /proc'), { code: 'ENOENT', syscall: 'mkdir' });
  expect(systemErrorInWords(own)).toBe('ENOENT: no folder can be made in /proc');
  expect(systemErrorInWords('full')).toBe('full');
});
