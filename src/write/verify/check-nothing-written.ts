import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { BurnError } from '../engine/burn-error.ts';
import { clearTestWrite } from '../engine/clear-test-write.ts';
import { untilSettled } from '../engine/until-settled.ts';

/** What a WRITE changes; the address of the next one is left out, since some drives count on during a test write. */
const writtenOf = ({ status, lastSession, tracks }: DiscState): string =>
  JSON.stringify([
    status,
    lastSession,
    tracks.map(({ number, startLba, lengthBlocks }) => [number, startLba, lengthBlocks]),
  ]);

/**
 * After a track of a test write: the disc must be as it was before.
 * @throws BurnError when the drive wrote although Test Write was set
 */
export async function checkNothingWritten(drive: Drive, before: DiscState, track: number): Promise<void> {
  if (writtenOf(await readDiscState(drive)) === writtenOf(before)) return;
  // A drive may report what the test would have written until it ends.
  await clearTestWrite(drive);
  await untilSettled(drive, async () => {
    const disc = await readDiscState(drive);
    if (writtenOf(disc) === writtenOf(before)) return;
    throw new BurnError({
      phase: 'verifying',
      code: 'NOT_AS_REPORTED',
      track,
      reason: `this drive wrote although Test Write was set: track ${track} is on the disc`,
      disc,
      remedy:
        'Do not use test writes with this drive. What is on the disc can be made playable with `discwright close`; for a copy, use another disc',
    });
  });
}
