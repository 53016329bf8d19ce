import { NotConfirmedError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { type DiscReport, reportDisc } from '../disc-report.ts';
import { failureInWords, failureOf } from '../failure.ts';
import { showDisc } from '../show-disc.ts';
import { withDrive } from '../with-drive.ts';
import { askForDrive, isNewDisc } from './ask-for-drive.ts';
import type { Questions } from './questions.ts';
import { type Situation, TASKS } from './tasks.ts';

/**
 * Asks what to do, step by step, and shows the command line that does it. Nothing is written, and no drive stays open.
 * @returns the command line to run
 * @throws NotConfirmedError without a last yes; CancelledError on Ctrl-C
 */
export async function askWhatToDo(context: Context, questions: Questions): Promise<readonly string[]> {
  questions.say(
    'discwright burns and reads discs. Ctrl-C ends this at any time; nothing is written before the last question.',
  );
  const situation = await chosenDrive(context, questions);
  const task = await questions.choose(
    'What do you want to do?',
    TASKS.map((each) => ({ words: each.words, value: each })),
  );
  const [command = '', ...rest] = await task.ask(questions, situation);
  const args = [command, '--device', situation.device, ...rest];
  questions.say();
  questions.say(task.effect);
  questions.say('The command for this is:');
  questions.say(`  discwright ${args.map((each) => quoted(each)).join(' ')}`);
  questions.say();
  if (!(await questions.yes('Do it now?', !task.writes))) {
    throw new NotConfirmedError('not confirmed', 'Nothing was written');
  }
  // This was the question that the command itself would ask.
  return task.writes ? [command, '--yes', ...args.slice(1)] : args;
}

/** A drive that can be opened, and what is in it: first of all the one that the command line names. */
async function chosenDrive(context: Context, questions: Questions): Promise<Situation> {
  let named = context.globals.device;
  for (;;) {
    const device = named ?? (await askForDrive(questions, 'Which drive?'));
    named = undefined;
    questions.say();
    if (await isNewDisc(device)) {
      questions.say('A new disc, which is blank.');
      return { device, disc: null };
    }
    const withDevice = { ...context, globals: { ...context.globals, device } };
    try {
      return { device, disc: await shown(withDevice) };
    } catch (error) {
      context.interrupt.signal.throwIfAborted();
      questions.say(failureInWords(failureOf(error, '')));
    }
  }
}

const shown = (context: Context): Promise<DiscReport | null> =>
  withDrive(context, async (drive, readOnly) => {
    await showDisc(context, drive, { readOnly, command: 'info' });
    return reportDisc(drive);
  });

/** For the shell that people paste commands into. */
export function quoted(argument: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  return platform === 'win32' ? `"${argument}"` : `'${argument.replaceAll("'", "'\\''")}'`;
}
