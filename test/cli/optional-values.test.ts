import { expect, test } from '@jest/globals';
import { withJoinedValues } from '../../src/cli/optional-values.ts';

test.each([
  [
    ['burn', '--leave-open', 'medium'],
    ['burn', '--leave-open=medium'],
  ],
  [
    ['burn', '--normalize', 'a.wav'],
    ['burn', '--normalize=', 'a.wav'],
  ],
  [
    ['burn', '--normalize', '-18', 'a.wav'],
    ['burn', '--normalize=-18', 'a.wav'],
  ],
  [
    ['burn', '--normalize', '18.wav'],
    ['burn', '--normalize=', '18.wav'],
  ],
  [
    ['burn', '--normalize'],
    ['burn', '--normalize='],
  ],
  [
    ['burn', '--normalize=-20.5', 'a.wav'],
    ['burn', '--normalize=-20.5', 'a.wav'],
  ],
  [
    ['burn', '--', '--normalize', '-18'],
    ['burn', '--', '--normalize', '-18'],
  ],
])('%j', (given, joined) => {
  expect(withJoinedValues(given)).toEqual(joined);
});
