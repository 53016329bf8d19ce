import type { Interrupt } from './interrupt.ts';

const LOOK_EVERY_MS = 500;

/**
 * `npx` and `npm run` start a program through a shell, and pass SIGTERM to that shell alone: it ends, and the program would go on
 * without anybody who knows its process. Under npm, the end of the parent process therefore counts as the signal.
 * @returns stops watching
 */
export function endWithNpm(interrupt: Interrupt): () => void {
  if (process.env['npm_command'] === undefined || process.platform === 'win32') return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    interrupt.request();
  }, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}
