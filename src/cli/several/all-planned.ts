import type { Context } from '../context.ts';
import { orCancelled } from '../interrupt.ts';

/**
 * Called when it is known that the disc can be written, and nothing has been: waits until that is known of the discs of all drives.
 * @throws NotConfirmedError if one of them cannot be written; CancelledError
 */
export async function allPlanned({ interrupt, member }: Context): Promise<void> {
  if (member !== undefined) await orCancelled(member.group.planned(member.device), interrupt.signal);
}
