import type { BlankProgress, Drive } from '../index.ts';
import { confirmWriting } from './confirm.ts';
import type { Context } from './context.ts';
import { type DiscReport, type DriveReport, reportDisc, reportDrive } from './disc-report.ts';
import { driveInWords } from './disc-words.ts';
import { displayOn } from './progress/display.ts';
import { allPlanned } from './several/all-planned.ts';
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
  await using awake = await stayAwake(context, drive, `${gerund} a disc`);
  const title = `${gerund[0]?.toUpperCase()}${gerund.slice(1)} ${where}`;
  const begin = () => {
    const unstoppable = `The ${noun} cannot be stopped and continues. Do not switch the drive off: that would damage the disc.`;
    interrupt.explain({ first: unstoppable, again: unstoppable });
  };
  const result = await shown(context, { title, begin }, steps());
  return { drive: identity, disc: await reportDisc(drive), sleep: awake.sleep, result };
}

interface Shown {
  /** Shown once the work begins, not if it is refused. */
  readonly title: string;
  /** Called before the first command that changes the disc. */
  readonly begin: () => void;
}

async function shown<R>(
  context: Context,
  { title, begin }: Shown,
  steps: AsyncGenerator<BlankProgress, R>,
): Promise<R> {
  const { output, interrupt } = context;
  const display = await displayOn(output.progressStream, output);
  try {
    for (let begun = false; ; begun = true) {
      const { done, value } = await steps.next();
      if (done) return value;
      if (!begun) {
        await allPlanned(context);
        interrupt.signal.throwIfAborted();
        begin();
      }
      display.show({ title, fraction: value.fraction, details: [] }, value);
    }
  } finally {
    display.end();
    await steps.return(undefined as never);
  }
}
