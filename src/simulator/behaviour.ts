import type { Answer, Call } from './core.ts';

/**
 * Sits between the host and the drive: answers a command itself, or changes the drive's answer. Faults and the bad habits
 * of real drives are built from these; a test can add its own.
 */
export interface Behaviour {
  /** For messages: `the liar`. */
  readonly name: string;
  /**
   * Called for every command. `next` carries it out, or another call in its place, at most once. An error thrown here
   * reaches the host as a failure of the connection to the drive, not as an answer.
   */
  answer(call: Call, next: (altered?: Call) => Promise<Answer>): Promise<Answer>;
}
