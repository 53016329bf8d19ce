import { expect, test } from '@jest/globals';
import { differenceFrom } from './shown.ts';

test('what a page shows is compared line by line, with … for any text and ... for any lines', () => {
  expect(differenceFrom('a\n...\nLBA …, 2 s\n', 'a\nb\nc\nLBA 17, 2 s\n')).toBeUndefined();
  expect(differenceFrom('a\n...', 'a\nb\nc')).toBeUndefined();
  expect(differenceFrom('', '')).toBeUndefined();
});

test.each([
  ['another line', 'a', 'b'],
  ['a line too many', 'a', 'a\nb'],
  ['a line that is missing', 'a\nb', 'a'],
  ['a line that is missing after others', 'a\n...\nd', 'a\nb\nc'],
  ['lines in another order', '...\nb\n...\na\n...', 'a\nb'],
  ['a character that means more in a pattern', 'a.c', 'abc'],
])('%s is a difference', (_, shown, printed) => {
  expect(differenceFrom(shown, printed)).toBeDefined();
});
