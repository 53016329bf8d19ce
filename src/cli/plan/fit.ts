import { BurnError, type DiscJob, type Drive, type JobPlan, planJob } from '../../index.ts';
import { requireRoomFor, sessionsToBurn } from '../burn-sessions.ts';
import type { DiscReport, DriveReport } from '../disc-report.ts';
import { driveInWords } from '../disc-words.ts';
import { failureOf } from '../failure.ts';
import { lengthText, msfText } from '../format.ts';
import type { Interrupt } from '../interrupt.ts';
import type { JobInputOptions } from '../job-input.ts';

/** Whether the disc in the drive takes a job: what `burn` would say. */
export interface Fit {
  /** Null when nothing more can be written. */
  readonly freeBlocks: number | null;
  readonly neededBlocks: number;
  /** What is left after the job; negative when it is too long. */
  readonly marginBlocks: number | null;
  readonly fits: boolean;
  /** Where the next track begins, and its number; null when nothing more can be written. */
  readonly nextWritableLba: number | null;
  readonly nextTrack: number | null;
  /** How it would be written; null when it cannot be. */
  readonly writeType: string | null;
  /** Why it cannot be burned, and what to do; null when it can. */
  readonly reason: string | null;
  readonly remedy: string | null;
}

/** A job on the disc in the drive. */
export interface PlanOnDisc {
  /** With the addresses and numbers that it gets there. */
  readonly plan: JobPlan;
  readonly fit: Fit;
}

/** Plans a job onto a disc, and asks for what `burn` would say. Writes nothing. */
export async function planOnDisc(
  drive: Drive,
  job: DiscJob,
  disc: DiscReport,
  { options, interrupt }: { readonly options: JobInputOptions; readonly interrupt: Interrupt },
): Promise<PlanOnDisc> {
  let plan = planJob(job, placeOn(disc));
  try {
    const sessions = await sessionsToBurn(drive, job, options, interrupt);
    if (sessions.every(({ chosen }) => chosen.recipe.unit === 'track')) plan = planWithoutTexts(job, disc);
    await requireRoomFor(drive, sessions, interrupt);
    const writeType = sessions[0]?.chosen.recipe.name ?? null;
    return { plan, fit: { ...roomFor(plan, disc), fits: true, writeType, reason: null, remedy: null } };
  } catch (error) {
    if (!(error instanceof BurnError)) throw error;
    const { message: reason, remedy = null } = failureOf(error, '');
    return { plan, fit: { ...roomFor(plan, disc), fits: false, writeType: null, reason, remedy } };
  }
}

const roomFor = ({ lengthBlocks }: JobPlan, { freeBlocks, nextWritableLba, nextTrack }: DiscReport) => ({
  freeBlocks,
  neededBlocks: lengthBlocks,
  marginBlocks: freeBlocks === null ? null : freeBlocks - lengthBlocks,
  nextWritableLba,
  nextTrack,
});

/** On a drive that cannot write the texts: it writes Track-At-Once, with pauses. */
const planWithoutTexts = (job: DiscJob, disc: DiscReport): JobPlan => ({
  ...planJob({ ...job, cdText: [] }, placeOn(disc)),
  needsSessionAtOnce: planJob(job).needsSessionAtOnce,
});

/** After the tracks of a disc that has some; on any other, as the job says. */
function placeOn({ tracks, nextWritableLba, nextTrack, lastSession, sessions }: DiscReport) {
  if (tracks.length === 0 || nextWritableLba === null || nextTrack === null) return {};
  const session = lastSession === 'empty' ? sessions + 1 : (tracks.at(-1)?.session ?? 1);
  return { startLba: nextWritableLba, firstTrack: nextTrack, session };
}

export function fitInWords(drive: DriveReport, fit: Fit | null): string[] {
  const where = `the disc in ${driveInWords(drive)}`;
  if (fit === null) return [`There is no disc in ${driveInWords(drive)}.`];
  const { freeBlocks, marginBlocks, neededBlocks, nextWritableLba, nextTrack } = fit;
  if (freeBlocks === null || marginBlocks === null) return [`Nothing can be added to ${where}.`, ...whyNot(fit)];
  const room = `${where} has ${lengthText(freeBlocks)} free (${freeBlocks} blocks)`;
  const place =
    nextWritableLba === null
      ? []
      : [`Track ${nextTrack ?? 1} begins at ${msfText(nextWritableLba)} (LBA ${nextWritableLba}).`];
  if (fit.fits) {
    const rest = marginBlocks >= 0 ? `, and ${lengthText(marginBlocks)} stay free` : '';
    return [`It fits: ${room}${rest}. \`burn\` writes it ${fit.writeType}.`, ...place];
  }
  if (marginBlocks >= 0) return [`It cannot be burned as it is, although ${room}.`, ...whyNot(fit)];
  const over = `${lengthText(-marginBlocks)} (${-marginBlocks} blocks)`;
  return [
    `It does not fit: ${room}, and ${lengthText(neededBlocks)} are needed. It would have to be overburned by ${over}.`,
    'Leave tracks out, or use a disc with more room.',
  ];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

const whyNot = ({ reason, remedy }: Fit): string[] =>
  reason === null ? [] : [sentence(reason), ...(remedy === null || remedy === '' ? [] : [sentence(remedy)])];
