import { realpathSync } from 'node:fs';
import type { Drive } from '../index.ts';
import { UsageError } from './cli-error.ts';

/**
 * Refuses to write over the file that the disc of a simulated drive is saved in while that disc is read: it would be lost.
 * @param option what names the file, such as `--iso`
 * @throws UsageError
 */
export function requireNotSavedDisc(drive: Drive, option: string, path: string): void {
  const saved = /^sim:([^?]+)/.exec(drive.path)?.[1];
  if (saved === undefined) return;
  try {
    if (realpathSync(saved) !== realpathSync(path)) return;
  } catch {
    return;
  }
  throw new UsageError(`${option} names the disc that is read, ${path}; it was not changed`, 'Name another file');
}
