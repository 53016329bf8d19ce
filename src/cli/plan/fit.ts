import type { JobPlan } from '../../index.ts';
import type { DiscReport, DriveReport } from '../disc-report.ts';
import { driveInWords } from '../disc-words.ts';
import { lengthText } from '../format.ts';

/** Whether a job has room on the disc in the drive. */
export interface Fit {
  /** Null when nothing more can be written. */
  readonly freeBlocks: number | null;
  readonly neededBlocks: number;
  /** What is left after the job; negative when it is too long. */
  readonly marginBlocks: number | null;
  readonly fits: boolean;
}

export function fitOf({ lengthBlocks }: JobPlan, { freeBlocks }: DiscReport): Fit {
  const marginBlocks = freeBlocks === null ? null : freeBlocks - lengthBlocks;
  return { freeBlocks, neededBlocks: lengthBlocks, marginBlocks, fits: marginBlocks !== null && marginBlocks >= 0 };
}

export function fitInWords(drive: DriveReport, fit: Fit | null): string[] {
  const where = `the disc in ${driveInWords(drive)}`;
  if (fit === null) return [`There is no disc in ${driveInWords(drive)}.`];
  const { freeBlocks, marginBlocks, neededBlocks } = fit;
  if (freeBlocks === null || marginBlocks === null) return [`Nothing can be added to ${where}.`];
  const room = `${where} has ${lengthText(freeBlocks)} free (${freeBlocks} blocks)`;
  if (marginBlocks >= 0) return [`It fits: ${room}, and ${lengthText(marginBlocks)} stay free.`];
  const over = `${lengthText(-marginBlocks)} (${-marginBlocks} blocks)`;
  return [
    `It does not fit: ${room}, and ${lengthText(neededBlocks)} are needed. It would have to be overburned by ${over}.`,
    'Leave tracks out, or use a disc with more room.',
  ];
}
