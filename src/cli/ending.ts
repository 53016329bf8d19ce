import type { Ending } from '../index.ts';
import type { ChoiceReader } from './manual/page.ts';
import { oneOf } from './options.ts';

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

/** What `--leave-open` and `close --appendable` mean for the session. */
export const endingOfBurn = ({ leaveOpen }: { readonly leaveOpen?: LeaveOpen | undefined }): Ending =>
  leaveOpen === undefined ? 'finalize' : ENDINGS[leaveOpen];

export const endingOfClose = ({
  appendable = false,
}: {
  readonly appendable?: boolean;
}): Exclude<Ending, 'leave-open'> => (appendable ? 'close-session' : 'finalize');
