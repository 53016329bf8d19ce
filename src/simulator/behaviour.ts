import type { Answer, Call } from './core.ts';

/**
 * Stands between the host and the drive: answers a command itself, or changes what the drive answers. Faults and the bad
 * habits of real drives are made of these; so can a test's own.
 */
export interface Behaviour {
  /** For messages: `the liar`. */
  readonly name: string;
  /**
   * Called for every command. `next` carries it out, or another call in its place, at most once. What is thrown reaches the
   * host as a failure of the way to the drive, not as an answer.
   */
  answer(call: Call, next: (altered?: Call) => Promise<Answer>): Promise<Answer>;
}
