import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { withoutFfiNotice } from '../../../src/transport/native/packages.ts';

const { emitWarning } = process;
const shown: unknown[][] = [];
const record = (...given: unknown[]): void => {
  shown.push(given);
};

beforeEach(() => {
  shown.length = 0;
  process.emitWarning = record as typeof emitWarning;
});
afterEach(() => {
  process.emitWarning = emitWarning;
});

test('only the notice that FFI is experimental is not shown, and only while it is loaded', () => {
  const notice = ['FFI is an experimental feature and might change at any time', 'ExperimentalWarning'] as const;
  const value = withoutFfiNotice(() => {
    process.emitWarning(...notice);
    process.emitWarning('SQLite is an experimental feature', 'ExperimentalWarning');
    process.emitWarning('FFI is old', 'DeprecationWarning', 'DEP0001');
    process.emitWarning(new Error('of a program'));
    return 5;
  });
  process.emitWarning(...notice);
  expect(value).toBe(5);
  expect(shown).toEqual([
    ['SQLite is an experimental feature', 'ExperimentalWarning'],
    ['FFI is old', 'DeprecationWarning', 'DEP0001'],
    [new Error('of a program')],
    [...notice],
  ]);
});

test('what was in place is there again, even when loading fails', () => {
  const fail = (): never => {
    throw new Error('no such module');
  };
  expect(() => withoutFfiNotice(fail)).toThrow('no such module');
  expect(process.emitWarning).toBe(record);
});
