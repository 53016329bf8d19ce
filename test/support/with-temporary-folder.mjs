// For rigs and benchmarks, which run on plain Node; tests use temporary-folder.ts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set();

const remove = (folder) => {
  made.delete(folder);
  rmSync(folder, { recursive: true, force: true });
};

// A signal ends a process without running its `finally` blocks.
process.once('exit', () => {
  for (const folder of made) remove(folder);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/**
 * Runs `use` with the path of a new empty folder, which is removed afterwards, or when the process exits first.
 * @param within the folder to create it in
 * @returns what `use` returned
 */
export async function withTemporaryFolder(use, within = tmpdir()) {
  const folder = mkdtempSync(join(within, 'discwright-'));
  made.add(folder);
  try {
    return await use(folder);
  } finally {
    remove(folder);
  }
}
