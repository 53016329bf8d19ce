import { bitSet, bitsIn } from '../../codec/index.ts';
import { loadWindowsPower, type WindowsPower } from '../native/windows-power.ts';
import type { SleepHold } from '../sleep-hold.ts';

/** winbase.h. The flags stay in force until the next call with ES_CONTINUOUS, or the end of the thread. */
export const ES_CONTINUOUS = 0x80000000;
export const ES_SYSTEM_REQUIRED = 0x00000001;
const CONTINUOUS_SYSTEM = bitSet([...bitsIn(ES_CONTINUOUS), ...bitsIn(ES_SYSTEM_REQUIRED)]);

/** Holders in this thread, whose flags are one for all. */
let holders = 0;

/**
 * Keeps Windows from going to sleep by itself while this thread lives. A user can still send it to sleep.
 * @throws Error when Windows refuses
 */
export function requireSystem(power: WindowsPower = loadWindowsPower()): SleepHold {
  if (power.setThreadExecutionState(CONTINUOUS_SYSTEM) === 0) throw new Error('SetThreadExecutionState was refused');
  holders++;
  let held = true;
  return {
    heldOff: true,
    problem: undefined,
    [Symbol.asyncDispose]: async () => {
      if (!held) return;
      held = false;
      holders--;
      if (holders === 0) power.setThreadExecutionState(ES_CONTINUOUS);
    },
  };
}
