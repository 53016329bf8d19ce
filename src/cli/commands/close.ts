import type { Command } from 'commander';
import { closeDisc, type Drive } from '../../index.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { reportDisc, reportDrive } from '../disc-report.ts';
import { driveInWords, tableOfContents, tableOfContentsInWords, warningsInWords } from '../disc-words.ts';
import { endingOfClose } from '../ending.ts';
import { withExamples } from '../manual/examples.ts';
import { BurnStatus } from '../progress/burn-status.ts';
import { displayOn } from '../progress/display.ts';
import { allPlanned } from '../several/all-planned.ts';
import { stayAwake } from '../stay-awake.ts';
import { withDrive } from '../with-drive.ts';

const UNSTOPPABLE =
  'Closing a session cannot be stopped and continues. Do not switch the drive off: that would damage the disc.';

interface CloseOptions {
  readonly appendable?: boolean;
  readonly yes?: boolean;
}

export function addClose(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('close'), {
    'finish the disc': 'close --device /dev/sr0',
    'let another session follow': 'close --device /dev/sr0 --appendable',
  })
    .description('finish a disc that was left open or whose burn was interrupted, so that it plays')
    .option('--appendable', 'close only the session, so that another one can follow')
    .option('--yes', 'write to a real disc without asking')
    .action(async (options: CloseOptions, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, (drive) => close(context, drive, options), { graceful: true, writes: true });
    });
}

async function close(context: Context, drive: Drive, options: CloseOptions): Promise<void> {
  const { output, interrupt } = context;
  const identity = await reportDrive(drive);
  await confirmWriting(context, drive, options.yes, async () => {
    const end = options.appendable
      ? 'Its last session will be closed.'
      : 'Its session will be closed, and nothing can be added afterwards.';
    return `The disc in ${driveInWords(identity)} will be written to. ${end}`;
  });
  interrupt.signal.throwIfAborted();
  await using awake = await stayAwake(context, drive, 'closing a disc');
  const { repairs, losses, warnings } = await runClosing(context, drive, endingOfClose(options));
  const disc = await reportDisc(drive);
  const contents = disc === null ? undefined : await tableOfContents(drive, disc);
  output.result('close', { drive: identity, disc, repairs, losses, sleep: awake.sleep, warnings }, () => [
    ...repairs.map((did) => `${did}.`),
    endInWords(disc?.status === 'complete'),
    ...losses.map((loss) => `Lost: ${loss}.`),
    ...warningsInWords(warnings),
    ...(contents === undefined ? [] : ['', ...tableOfContentsInWords(contents)]),
  ]);
}

/** How the disc was closed, which may be otherwise than was asked for. */
export const endInWords = (complete: boolean): string =>
  complete ? 'The disc is closed: nothing can be added.' : 'The session is closed; another one can follow.';

interface Closing {
  /** The repairs made on the way: one sentence each, without its full stop. */
  readonly repairs: readonly string[];
  /** What cannot be saved, in the same way. */
  readonly losses: readonly string[];
  readonly warnings: readonly string[];
}

async function runClosing(context: Context, drive: Drive, ending: ReturnType<typeof endingOfClose>): Promise<Closing> {
  const { output, interrupt } = context;
  const display = await displayOn(output.progressStream, output);
  const status = new BurnStatus([]);
  const repairs: string[] = [];
  const closing = closeDisc(drive, { ending });
  try {
    await using _exclusive = await drive.exclusive('discwright');
    for (let begun = false; ; begun = true) {
      const { done, value } = await closing.next();
      if (!begun && !done) {
        await allPlanned(context);
        interrupt.signal.throwIfAborted();
        interrupt.explain({ first: UNSTOPPABLE, again: UNSTOPPABLE });
      }
      if (done) return { repairs, losses: value.losses, warnings: value.warnings };
      if (value.phase === 'repairing') {
        repairs.push(value.did);
        continue;
      }
      display.show(status.of(value), value);
    }
  } finally {
    display.end();
    await closing.return(undefined as never);
  }
}
