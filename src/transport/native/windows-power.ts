import { loadFfi } from './ffi.ts';

/** The function of kernel32 that says what the calling thread needs of the system. */
export interface WindowsPower {
  /** @returns the flags before; 0 when they were refused */
  setThreadExecutionState(flags: number): number;
}

export function loadWindowsPower(): WindowsPower {
  const kernel32 = loadFfi().ffi.Library('kernel32', { SetThreadExecutionState: ['uint32', ['uint32']] });
  return { setThreadExecutionState: (flags) => Number(kernel32['SetThreadExecutionState']?.(flags)) };
}
