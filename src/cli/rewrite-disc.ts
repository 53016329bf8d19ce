import type { BlankProgress, Drive } from '../index.ts';
import { confirmWriting } from './confirm.ts';
import type { Context } from './context.ts';
import { type DiscReport, type DriveReport, reportDisc, reportDrive } from './disc-report.ts';
import { driveInWords } from './disc-words.ts';
import { displayOn } from './progress/display.ts';
import { type SleepReport, stayAwake } from './stay-awake.ts';

/** What takes everything from a disc: an erase, a format. */
export interface Rewriting<R> {
  readonly noun: 'erase' | 'format';
  readonly gerund: 'erasing' | 'formatting';
  /** Asks for `yes` on a real drive unless it is given. */
  readonly yes: boolean;
  readonly steps: () => AsyncGenerator<BlankProgress, R>;
}

export interface Rewritten<R> {
  readonly drive: DriveReport;
  readonly disc: DiscReport | null;
  readonly sleep: SleepReport;
  readonly result: R;
}

/** Asks, then erases or formats the disc with a bar. Ctrl-C does not end what the drive does by itself. */
export async function rewriteDisc<R>(
  context: Context,
  drive: Drive,
  { noun, gerund, yes, steps }: Rewriting<R>,
): Promise<Rewritten<R>> {
  const { interrupt } = context;
  const identity = await reportDrive(drive);
  const where = `the disc in ${driveInWords(identity)}`;
  await confirmWriting(context, drive, yes, async () => `Everything on ${where} will be lost.`);
  interrupt.signal.throwIfAborted();
  const unstoppable = `The ${noun} cannot be stopped and continues. Do not switch the drive off: that would damage the disc.`;
  interrupt.explain({ first: unstoppable, again: unstoppable });
  await using awake = await stayAwake(context, drive, `${gerund} a disc`);
  const title = `${gerund[0]?.toUpperCase()}${gerund.slice(1)} ${where}`;
  const result = await shown(context, title, steps());
  return { drive: identity, disc: await reportDisc(drive), sleep: awake.sleep, result };
}

/** @param title shown once the work begins, not if it is refused */
async function shown<R>({ output }: Context, title: string, steps: AsyncGenerator<BlankProgress, R>): Promise<R> {
  const display = await displayOn(output.progressStream, output);
  try {
    for (;;) {
      const { done, value } = await steps.next();
      if (done) return value;
      display.show({ title, fraction: value.fraction, details: [] }, value);
    }
  } finally {
    display.end();
  }
}
