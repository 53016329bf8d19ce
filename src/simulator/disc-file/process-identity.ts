import { readFileSync } from 'node:fs';

/** Counted after the command's name, which may contain spaces and brackets: field 22 of the line, the 20th from there. */
const START_TIME_FIELD = 19;

/**
 * When a process started, as Linux counts it: distinguishes it from a later process with the same number. Undefined if the
 * system does not say.
 */
export function processStart(pid: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
  } catch {
    return undefined;
  }
}

/** Whether a process is running, this user's or another's. */
export function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
