import type { Command } from 'commander';
import { type Drive, discStateInWords, type Recovery, recoverDisc } from '../../index.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { noDiscInWords, reportDisc, reportDrive, trayIsOpen } from '../disc-report.ts';
import { driveInWords, tableOfContents, tableOfContentsInWords, warningsInWords } from '../disc-words.ts';
import { endingOfClose } from '../ending.ts';
import { withExamples } from '../manual/examples.ts';
import { BurnStatus } from '../progress/burn-status.ts';
import { displayOn } from '../progress/display.ts';
import { stayAwake } from '../stay-awake.ts';
import { withDrive } from '../with-drive.ts';
import { endInWords } from './close.ts';

interface RecoverOptions {
  readonly appendable?: boolean;
  readonly yes?: boolean;
}

export function addRecover(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('recover'), { 'after a crash': 'recover --device /dev/sr0' })
    .description(
      'after a crash or a killed program: unlock the tray, finish what is open on the disc, and say what cannot be saved',
    )
    .option('--appendable', 'close only the session, so that another one can follow')
    .option('--yes', 'write to a real disc without asking')
    .action(async (options: RecoverOptions, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, (drive) => recover(context, drive, options), { graceful: true, writes: true });
    });
}

async function recover(context: Context, drive: Drive, options: RecoverOptions): Promise<void> {
  const { output } = context;
  const identity = await reportDrive(drive);
  await using awake = await stayAwake(context, drive, 'finishing a disc');
  const recovery = await run(context, drive, driveInWords(identity), options);
  const { finished, unlocked, repairs, losses, warnings } = recovery;
  const disc = recovery.disc === null ? null : await reportDisc(drive);
  const trayOpen = recovery.disc === null ? await trayIsOpen(drive) : undefined;
  const contents = disc === null ? undefined : await tableOfContents(drive, disc);
  output.result(
    'recover',
    { drive: identity, disc, trayOpen, finished, unlocked, repairs, losses, sleep: awake.sleep, warnings },
    () => [
      ...repairs.map((did) => `${did}.`),
      ...outcomeInWords(recovery, trayOpen),
      ...losses.map((loss) => `Lost: ${loss}.`),
      ...warningsInWords(warnings),
      ...(contents === undefined || contents.tracks.length === 0 ? [] : ['', ...tableOfContentsInWords(contents)]),
    ],
  );
}

function outcomeInWords({ disc, finished, unlocked }: Recovery, trayOpen: boolean | undefined): string[] {
  const tray = unlocked ? ['The tray is unlocked.'] : [];
  if (disc === null) return [...tray, noDiscInWords(trayOpen, 'recover')];
  if (!finished) return [...tray, `There is nothing to finish. ${discStateInWords(disc)}.`];
  return [...tray, endInWords(disc.status === 'complete')];
}

async function run(
  context: Context,
  drive: Drive,
  driveName: string,
  { appendable = false, yes }: RecoverOptions,
): Promise<Recovery> {
  const { output, interrupt } = context;
  const display = await displayOn(output.progressStream, output);
  const status = new BurnStatus([]);
  const recovering = recoverDisc(drive, { ending: endingOfClose({ appendable }), signal: interrupt.signal });
  try {
    for (;;) {
      const { done, value } = await recovering.next();
      if (done) return value;
      if (value.phase === 'repairing') continue;
      if (value.phase !== 'found') display.show(status.of(value), value);
      else if (value.unfinished) {
        display.end();
        const end = appendable ? 'Its last session will be closed.' : 'Nothing can be added to it afterwards.';
        await confirmWriting(
          context,
          drive,
          yes,
          async () => `The disc in ${driveName} was left unfinished and will be written to. ${end}`,
        );
        interrupt.signal.throwIfAborted();
        const unstoppable =
          'Finishing the disc cannot be stopped and continues. Do not switch the drive off: that would damage the disc.';
        interrupt.explain({ first: unstoppable, again: unstoppable });
      }
    }
  } finally {
    display.end();
    await recovering.return(undefined as never);
  }
}
