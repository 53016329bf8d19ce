import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processRuns, processStart } from '../../simulator/disc-file/process-identity.ts';
import { type Owner, ownersIn, removeTarget, TARGET_ROOT, TargetPaths } from './target.ts';

/** Ends unanswered commands with an error (Documentation/target/tcmu-design.rst; 1 would have them sent again). */
const RESET_WITH_ERRORS = '2';
const RESET_EVERY_MS = 200;

/**
 * Removes what dead servers left in the kernel, and fails the commands that still wait for their answer.
 * @returns the processes whose targets were removed
 */
export async function removeStaleTargets(root = TARGET_ROOT): Promise<number[]> {
  const stale = (await ownersIn(root)).filter((owner) => !isAlive(owner));
  for (const owner of stale) await removeDead(new TargetPaths(owner, root));
  return stale.map(({ pid }) => pid);
}

const isAlive = ({ pid, start }: Owner): boolean => processRuns(pid) && processStart(pid) === start;

/** Nobody answers any more, and the kernel sends commands even while it removes: each is failed until it has finished. */
async function removeDead(paths: TargetPaths): Promise<void> {
  const reset = (): void => {
    writeFile(join(paths.device, 'action', 'reset_ring'), RESET_WITH_ERRORS).catch(() => {});
  };
  reset();
  const timer = setInterval(reset, RESET_EVERY_MS);
  try {
    await removeTarget(paths);
  } finally {
    clearInterval(timer);
  }
}
