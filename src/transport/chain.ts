import { currentSenseTriple } from './resend.ts';
import type { AnsweredReply, Chain } from './transport.ts';

const GOOD = 0x00;
const CHECK_CONDITION = 0x02;
const CONDITION_MET = 0x04;
const RECOVERED_ERROR = 0x01;

/**
 * Whether a final answer breaks the chain of its request. A CHECK CONDITION with no sense or a recovered error does not:
 * the command was carried out. A deferred error does, whatever its key: the command it came with was not (SPC-3 4.5.7).
 */
export function breaksChain(reply: Pick<AnsweredReply, 'status' | 'sense'>): boolean {
  if (reply.status === GOOD || reply.status === CONDITION_MET) return false;
  if (reply.status !== CHECK_CONDITION) return true;
  const triple = currentSenseTriple(reply.sense);
  return triple === undefined || triple.key > RECOVERED_ERROR;
}

export function chainIsBroken(chain: Chain | undefined): boolean {
  return chain !== undefined && Atomics.load(chain.broken, 0) !== 0;
}

/** Breaks a chain: what of it has not been sent is answered `skipped`. A pause before a resend ends at once. */
export function breakChain(chain: Chain | undefined): void {
  if (chain === undefined) return;
  Atomics.store(chain.broken, 0, 1);
  Atomics.notify(chain.broken, 0);
}
