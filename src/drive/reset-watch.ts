import type { Drive } from './drive.ts';

const CHECK_THE_CABLE = 'Check the power and the cable of the drive';

/** What was found on the disc despite the drive's GOOD, and what to do, in words. */
export interface Finding {
  readonly code: 'NOT_AS_REPORTED' | 'RESET';
  readonly reason: string;
  readonly remedy: string;
}

/** Puts a finding into words: blames the reset if there was one, or else the drive. */
export type DescribeFinding = (found: string, remedy: string) => Finding;

/**
 * Watches for a reset of the drive, or a change of its disc, from now on. Either is worth reporting only when the disc
 * is not as it should be: some drives report a changed medium after a step that succeeded.
 */
export function watchForReset(drive: Drive, remedyAfterReset: string): DescribeFinding {
  const generation = drive.mediumGeneration;
  return (found, remedy) =>
    drive.mediumGeneration === generation
      ? { code: 'NOT_AS_REPORTED', reason: `the drive reported success, but ${found}`, remedy }
      : {
          code: 'RESET',
          reason: `the drive was reset, or its disc changed, before it had finished: ${found}`,
          remedy: `${CHECK_THE_CABLE}, ${remedyAfterReset}`,
        };
}
