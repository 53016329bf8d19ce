import { loadFfi } from './load-ffi.ts';

/** The function of kernel32 that says what the calling thread needs of the system. */
export interface WindowsPower {
  /** @returns the flags before; 0 when they were refused */
  setThreadExecutionState(flags: number): number;
}

export function loadWindowsPower(): WindowsPower {
  const setState = loadFfi().open('kernel32.dll').declare('SetThreadExecutionState', 'u32', ['u32']);
  return { setThreadExecutionState: (flags) => setState(flags) };
}
