import type { Answer, Call } from '../core.ts';

export type Next = () => Promise<Answer>;

/** What a fault does to the commands that it hits, and to others. */
export interface Effect {
  hit(call: Call, next: Next): Promise<Answer>;
  /** Called for commands before the first hit and between hits. Default: they are carried out. */
  miss?(call: Call, next: Next, afterHit: boolean): Promise<Answer>;
}
