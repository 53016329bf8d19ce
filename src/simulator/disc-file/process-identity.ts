import { readFileSync } from 'node:fs';

/** Behind the command's name, which may hold blanks and brackets: field 22 of the line, the 20th from there. */
const START_TIME_FIELD = 19;

/**
 * When a process began, as Linux counts it: tells it from a later process of the same number. Undefined where the system
 * does not say.
 */
export function processStart(pid: number): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
  } catch {
    return undefined;
  }
}

/** Whether a process runs, ours or another user's. */
export function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
