import type { Answer, Call } from '../core.ts';

/** Carries out the command, or another call in its place. */
export type Next = (altered?: Call) => Promise<Answer>;

/** What a fault does to the commands that it hits, and to others. */
export interface Effect {
  hit(call: Call, next: Next): Promise<Answer>;
  /** Called for commands before the first hit and between hits. Default: they are carried out. */
  miss?(call: Call, next: Next, afterHit: boolean): Promise<Answer>;
}
