import { type Drive, keepAwake } from '../index.ts';
import type { Context } from './context.ts';

/** Whether the computer's sleep was held off; null where a sleep does no harm, with a simulated drive. */
export type SleepReport = { readonly heldOff: boolean; readonly problem?: string } | null;

export interface StayingAwake extends AsyncDisposable {
  readonly sleep: SleepReport;
}

/** Holds off the computer's sleep until the result is disposed. Where that fails, a note says so; the work goes on. */
export async function stayAwake({ output }: Context, drive: Drive, why: string): Promise<StayingAwake> {
  if (drive.simulated) return { sleep: null, [Symbol.asyncDispose]: async () => {} };
  const hold = await keepAwake(why);
  const { heldOff, problem } = hold;
  if (problem !== undefined) {
    output.note(`discwright: the computer may go to sleep meanwhile, which would ruin the disc: ${problem}`);
  }
  return {
    sleep: { heldOff, ...(problem === undefined ? {} : { problem }) },
    [Symbol.asyncDispose]: () => hold[Symbol.asyncDispose](),
  };
}
