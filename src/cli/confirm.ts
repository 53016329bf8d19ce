import { createInterface } from 'node:readline';
import type { Drive } from '../index.ts';
import { NotConfirmedError } from './cli-error.ts';
import type { Context } from './context.ts';
import { type Interrupt, orCancelled } from './interrupt.ts';

/**
 * Asks before anything is written to a real disc. For a simulated disc it never asks.
 * @param describe what will happen, as a sentence; called only if it will be shown
 * @throws NotConfirmedError
 */
export async function confirmWriting(
  { interrupt, member }: Context,
  drive: Drive,
  yes: boolean | undefined,
  describe: () => Promise<string>,
): Promise<void> {
  const mustAsk = !(yes || drive.simulated);
  if (mustAsk) requireConfirmable(drive, yes);
  if (member !== undefined) {
    await orCancelled(member.group.confirm(member.device, { mustAsk, describe }), interrupt.signal);
    return;
  }
  if (mustAsk && !(await askYes(`${await describe()} Continue?`, interrupt))) {
    throw new NotConfirmedError('not confirmed', 'Nothing was written');
  }
}

/** Whether the user says yes. Rejects on Ctrl-C. */
export async function askYes(question: string, interrupt: Interrupt): Promise<boolean> {
  const answer = await ask(`${question} [y/N] `, interrupt);
  return /^y(es)?$/i.test(answer.trim());
}

/**
 * Checks that {@link confirmWriting} will be able to ask: before long work whose result is then burned.
 * @throws NotConfirmedError for a real drive, without a terminal
 */
export function requireConfirmable(drive: Drive, yes: boolean | undefined): void {
  if (yes || drive.simulated || hasTerminal()) return;
  throw new NotConfirmedError(
    `${drive.path} is a real drive, and there is no terminal on which to ask for confirmation`,
    'Nothing was written. Give --yes to write without asking',
  );
}

const hasTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/**
 * Waits until the user has done something.
 * @throws NotConfirmedError without a terminal
 */
export async function askToContinue({ interrupt }: Context, what: string): Promise<void> {
  requireTerminal();
  await ask(`${what} Then press Enter. `, interrupt);
}

/**
 * For what will ask for another disc later: said before any work is done.
 * @throws NotConfirmedError without a terminal
 */
export function requireTerminal(): void {
  if (!hasTerminal()) {
    throw new NotConfirmedError(
      'there is no terminal on which to ask for another disc',
      'Name a second drive: --to DEVICE',
    );
  }
}

/** The answer, empty when the input ends. Rejects on Ctrl-C. */
async function ask(question: string, interrupt: Interrupt): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = new Promise<string>((resolve) => {
      // On a terminal readline receives Ctrl-C as a key.
      lines.on('SIGINT', () => interrupt.request());
      lines.on('close', () => resolve(''));
      lines.question(question, resolve);
    });
    return await orCancelled(answer, interrupt.signal);
  } finally {
    lines.close();
  }
}
