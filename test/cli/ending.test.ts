import { expect, test } from '@jest/globals';
import { endingOfBurn, leaveOpenOf } from '../../src/cli/ending.ts';
import { withJoinedValues } from '../../src/cli/optional-values.ts';

test.each([
  [
    ['burn', '--leave-open', 'a.wav'],
    ['burn', '--leave-open=', 'a.wav'],
  ],
  [
    ['burn', '--leave-open', 'medium', 'a.wav'],
    ['burn', '--leave-open=medium', 'a.wav'],
  ],
  [
    ['burn', '--leave-open=session', 'medium'],
    ['burn', '--leave-open=session', 'medium'],
  ],
  [
    ['burn', 'a.wav', '--leave-open'],
    ['burn', 'a.wav', '--leave-open='],
  ],
  [
    ['burn', '--', '--leave-open', 'medium'],
    ['burn', '--', '--leave-open', 'medium'],
  ],
])('%j is read as %j', (args, expected) => {
  expect(withJoinedValues(args)).toEqual(expected);
});

test('by itself it means what the command says', () => {
  expect(leaveOpenOf('session')('')).toBe('session');
  expect(leaveOpenOf('medium')('')).toBe('medium');
  expect(leaveOpenOf('medium')('session')).toBe('session');
  expect(() => leaveOpenOf('session')('disc')).toThrow('--leave-open must be session or medium');
});

test.each([
  [undefined, 'finalize'],
  ['session', 'leave-open'],
  ['medium', 'close-session'],
] as const)('%s leaves it as %s', (leaveOpen, ending) => {
  expect(endingOfBurn({ leaveOpen })).toBe(ending);
});

test('--appendable is the word of `close` for --leave-open=medium', () => {
  expect(endingOfBurn({ appendable: true })).toBe('close-session');
  expect(endingOfBurn({ appendable: true, leaveOpen: 'medium' })).toBe('close-session');
  expect(() => endingOfBurn({ appendable: true, leaveOpen: 'session' })).toThrow('--appendable closes the session');
});
