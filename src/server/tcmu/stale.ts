import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processRuns, processStart } from '../../simulator/disc-file/process-identity.ts';
import { type Owner, ownersIn, removeTarget, TARGET_ROOT, TargetPlaces } from './target.ts';

/** Ends what waits for an answer with an error (Documentation/target/tcmu-design.rst; 1 would have it sent again). */
const RESET_WITH_ERRORS = '2';
const RESET_EVERY_MS = 200;

/**
 * Removes what servers that died have left in the kernel, programs that wait for their answer included.
 * @returns the processes whose targets are gone
 */
export async function removeStaleTargets(root = TARGET_ROOT): Promise<number[]> {
  const stale = (await ownersIn(root)).filter((owner) => !isAlive(owner));
  for (const owner of stale) await removeDead(new TargetPlaces(owner, root));
  return stale.map(({ pid }) => pid);
}

const isAlive = ({ pid, start }: Owner): boolean => processRuns(pid) && processStart(pid) === start;

/** Nobody answers any more, and the kernel asks even while it lets go: each question is ended until it is through. */
async function removeDead(places: TargetPlaces): Promise<void> {
  const reset = (): void => {
    writeFile(join(places.device, 'action', 'reset_ring'), RESET_WITH_ERRORS).catch(() => {});
  };
  reset();
  const timer = setInterval(reset, RESET_EVERY_MS);
  try {
    await removeTarget(places);
  } finally {
    clearInterval(timer);
  }
}
