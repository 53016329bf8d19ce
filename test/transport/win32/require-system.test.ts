import { expect, test } from '@jest/globals';
import { requireSystem } from '../../../src/transport/win32/require-system.ts';

/** winbase.h: ES_CONTINUOUS, alone and with ES_SYSTEM_REQUIRED. */
const CONTINUOUS = 0x80000000;
const SYSTEM = 0x80000001;

function power(answer = CONTINUOUS) {
  const calls: number[] = [];
  return {
    calls,
    setThreadExecutionState(flags: number) {
      calls.push(flags);
      return answer;
    },
  };
}

test('keeps the system awake until the last hold is disposed', async () => {
  const api = power();
  const first = requireSystem(api);
  const second = requireSystem(api);
  expect(first).toMatchObject({ heldOff: true, problem: undefined });
  await first[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();
  expect(api.calls).toEqual([SYSTEM, SYSTEM]);
  await second[Symbol.asyncDispose]();
  expect(api.calls).toEqual([SYSTEM, SYSTEM, CONTINUOUS]);
});

test('says when Windows refuses', () => {
  expect(() => requireSystem(power(0))).toThrow('SetThreadExecutionState was refused');
});
