import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux's memory as a folder: an export waits until its files have reached the disk. */
const SHARED_MEMORY = '/dev/shm';

const VARIABLE = 'DISCWRIGHT_FAULTS_SCRATCH';

/** A folder for files that is removed when the rig ends. Its workers, which may have to be killed, use the same one. */
export function scratch() {
  const given = process.env[VARIABLE];
  if (given !== undefined) return given;
  const folder = mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'discwright-faults-'));
  process.env[VARIABLE] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
