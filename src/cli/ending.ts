import type { Ending } from '../index.ts';

/** What `burn --leave-open` and `close --appendable` mean for the session. */
export const endingOfBurn = ({ leaveOpen = false }: { readonly leaveOpen?: boolean | undefined }): Ending =>
  leaveOpen ? 'leave-open' : 'finalize';

export const endingOfClose = ({
  appendable = false,
}: {
  readonly appendable?: boolean;
}): Exclude<Ending, 'leave-open'> => (appendable ? 'close-session' : 'finalize');
