import type { Drive } from './drive.ts';

const CHECK_THE_CABLE = 'See to the power and the cable of the drive';

/** What was found on the disc in spite of the drive's GOOD, and what to do, in words. */
export interface Finding {
  readonly reason: string;
  readonly remedy: string;
}

/**
 * Watches for a reset of the drive, or a change of its disc, from now on. Only where the disc is not as it should be has
 * that to be said: some drives report a changed medium after a step that went well.
 * @returns what tells of a finding: as the reset's fault, with what to do after it, or else as the drive's
 */
export function watchForReset(drive: Drive, remedyAfterReset: string): (found: string, remedy: string) => Finding {
  const generation = drive.mediumGeneration;
  return (found, remedy) =>
    drive.mediumGeneration === generation
      ? { reason: `the drive reported success, but ${found}`, remedy }
      : {
          reason: `the drive was reset, or its disc changed, before it was through: ${found}`,
          remedy: `${CHECK_THE_CABLE}, ${remedyAfterReset}`,
        };
}

export type TellFinding = ReturnType<typeof watchForReset>;
