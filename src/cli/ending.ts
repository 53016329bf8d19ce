import type { Ending } from '../index.ts';
import type { ChoiceReader } from './manual/page.ts';
import { oneOf, refuseOption } from './options.ts';

/** What `--leave-open` leaves open: the session, or only the disc, with its session closed so that another can follow. */
export type LeaveOpen = 'session' | 'medium';

/**
 * Reads what is given to `--leave-open`.
 * @param byItself what it means without a value
 */
export function leaveOpenOf(byItself: LeaveOpen): ((text: string) => LeaveOpen) & ChoiceReader {
  const named = oneOf('--leave-open', ['session', 'medium'] as const);
  return Object.assign((text: string) => (text === '' ? byItself : named(text)), { choices: named.choices });
}

const ENDINGS: Readonly<Record<LeaveOpen, Ending>> = { session: 'leave-open', medium: 'close-session' };

/** How a burn is to end, as options say it. */
export interface EndingOptions {
  readonly leaveOpen?: LeaveOpen | undefined;
  /** The same as `--leave-open=medium`, in the words of `close`. */
  readonly appendable?: boolean | undefined;
}

/** What `--leave-open` and `--appendable` mean for the session. */
export function endingOfBurn({ leaveOpen, appendable = false }: EndingOptions): Ending {
  if (appendable && leaveOpen === 'session') {
    refuseOption('--appendable', 'closes the session, which --leave-open=session leaves open: give one of them');
  }
  if (appendable) return ENDINGS.medium;
  return leaveOpen === undefined ? 'finalize' : ENDINGS[leaveOpen];
}

export const endingOfClose = ({
  appendable = false,
}: {
  readonly appendable?: boolean;
}): Exclude<Ending, 'leave-open'> => (appendable ? 'close-session' : 'finalize');
