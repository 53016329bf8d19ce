import type { DiscState } from '../../drive/disc-state.ts';
import { messageOf } from './burn-error.ts';

/** The disc after work that has succeeded. */
export interface FinishedDisc extends DiscState {
  /** Problems that did no harm: the disc was checked, and is as it should be. */
  readonly warnings: readonly string[];
}

/**
 * Releases the drive after work that has succeeded: a failure to do so is a warning.
 * @returns the warnings
 */
export async function releaseFinished(held: AsyncDisposable): Promise<string[]> {
  try {
    await held[Symbol.asyncDispose]();
    return [];
  } catch (error) {
    return [`the disc is finished, but the drive could not be released: ${messageOf(error)}`];
  }
}

/** The same steps; their warnings are collected, and what was repaired if that is wanted. */
export async function* noting<P extends object, R>(
  warnings: string[],
  steps: AsyncGenerator<P, R>,
  repairs: string[] = [],
): AsyncGenerator<P, R> {
  try {
    for (;;) {
      const { done, value } = await steps.next();
      if (done) return value;
      if ('warning' in value && 'phase' in value) warnings.push(`${value.phase}: ${value.warning}`);
      if ('did' in value) repairs.push(String(value.did));
      yield value;
    }
  } finally {
    await steps.return(undefined as never);
  }
}
