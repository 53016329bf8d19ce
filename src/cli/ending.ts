import type { Ending } from '../index.ts';
import { oneOf } from './options.ts';

/** What `--leave-open` leaves open: the session, or only the disc, with its session closed so that another can follow. */
export type LeaveOpen = 'session' | 'medium';

/**
 * Reads what is given to `--leave-open`.
 * @param byItself what it means without a value
 */
export const leaveOpenOf =
  (byItself: LeaveOpen) =>
  (text: string): LeaveOpen =>
    text === '' ? byItself : oneOf('--leave-open', ['session', 'medium'] as const)(text);

/**
 * `--leave-open` must not take the next argument for its value, unless that is one: usually it is a file.
 * @returns the arguments with its value joined to it
 */
export function withOwnValues(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.flatMap((each, index) => {
    const isOption = (at: number): boolean => args[at] === '--leave-open' && (end < 0 || at < end);
    if (isOption(index)) return [`${each}=${isWhat(args[index + 1]) ? args[index + 1] : ''}`];
    return isOption(index - 1) && isWhat(each) ? [] : [each];
  });
}

const isWhat = (text: string | undefined): text is LeaveOpen => text === 'session' || text === 'medium';

const ENDINGS: Readonly<Record<LeaveOpen, Ending>> = { session: 'leave-open', medium: 'close-session' };

/** What `--leave-open` and `close --appendable` mean for the session. */
export const endingOfBurn = ({ leaveOpen }: { readonly leaveOpen?: LeaveOpen | undefined }): Ending =>
  leaveOpen === undefined ? 'finalize' : ENDINGS[leaveOpen];

export const endingOfClose = ({
  appendable = false,
}: {
  readonly appendable?: boolean;
}): Exclude<Ending, 'leave-open'> => (appendable ? 'close-session' : 'finalize');
