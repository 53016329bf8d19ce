import { expect, test } from '@jest/globals';
import { reasonOf, thrownInWords } from '../src/error-words.ts';

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
