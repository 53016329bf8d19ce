import type { Answer, Call } from '../core.ts';

export type Next = () => Promise<Answer>;

/** What a fault does to the commands that it hits, and to others. */
export interface Effect {
  hit(call: Call, next: Next): Promise<Answer>;
  /** Commands before the first hit and between hits; carried out unless given. */
  miss?(call: Call, next: Next, afterHit: boolean): Promise<Answer>;
}
