import { expect, test } from '@jest/globals';
import { isOwnerName, OWNER_NAME_RULE, requireOwnerName } from '../../src/transport/owner-name.ts';

test.each(['x', 'discwright 0.1', 'Az 09.,:;_-', 'a'.repeat(63)])("'%s' is a valid owner name", (name) => {
  expect(isOwnerName(name)).toBe(true);
  expect(() => requireOwnerName(name)).not.toThrow();
});

test.each(['', 'a'.repeat(64), 'a/b', 'ä', 'tab\t', 'end\n', 'zero\0'])('%j is not', (name) => {
  expect(isOwnerName(name)).toBe(false);
  expect(() => requireOwnerName(name)).toThrow(RangeError);
  expect(() => requireOwnerName(name)).toThrow(`is not a valid owner name: a name has ${OWNER_NAME_RULE}`);
});

test('only a string is', () => {
  expect([undefined, null, 7, {}].map(isOwnerName)).toEqual([false, false, false, false]);
});

test('the rule in words', () => {
  expect(OWNER_NAME_RULE).toBe('1 to 63 characters of A-Z a-z 0-9 space . , : ; _ and -');
});
