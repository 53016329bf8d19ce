import { breakChain } from './chain.ts';
import { dataLength, handedOver } from './data-phase.ts';
import { resendAfterMs } from './resend.ts';
import { hasSucceeded } from './sam.ts';
import type { AnsweredReply, ScsiReply, ScsiRequest } from './transport.ts';
import { TransportError } from './transport-error.ts';

/** An answer to one sending. The time that it took is measured unless it brings its own. */
export type Answer = Pick<AnsweredReply, 'status' | 'sense' | 'data'> & Partial<Pick<AnsweredReply, 'durationMs'>>;

/** What is to be done next for a request. */
export type RequestStep =
  /** Sends the command; goes on with the answer, or throws when none came. */
  | { readonly kind: 'send' }
  /** Waits, not longer than until the request {@link StepsContext.isOver}; goes on with nothing. */
  | { readonly kind: 'pause'; readonly milliseconds: number };

export interface StepsContext {
  readonly path: string;
  readonly maxTransferBytes: number;
  /** Milliseconds since an arbitrary start. */
  now(): number;
  /** Whether the request is not to be sent any more: its chain is broken, its transport closed. */
  isOver(): boolean;
}

const SEND: RequestStep = { kind: 'send' };

/**
 * What happens to one request, whoever sends it and however he waits: it is skipped when it is over, sent again where its
 * policy asks for that, breaks its chain when it fails, and gives the memory back that was handed over.
 * @returns the reply; throws what the steps throw, and TransportError `too-large`
 */
export function* requestSteps(
  request: ScsiRequest,
  context: StepsContext,
): Generator<RequestStep, ScsiReply, Answer | undefined> {
  const returned = handedOver(request.data);
  const back = returned === undefined ? {} : { returned };
  if (context.isOver()) return { outcome: 'skipped', ...back };
  try {
    const reply = yield* untilFinal(request, context);
    // Put off by the drive until it was over: the command was never carried out.
    if (reply === undefined) return { outcome: 'skipped', ...back };
    if (!hasSucceeded(reply)) breakChain(request.chain);
    return { ...reply, ...back };
  } catch (error) {
    breakChain(request.chain);
    throw error;
  }
}

function* untilFinal(
  { data, resend }: ScsiRequest,
  { path, maxTransferBytes, now, isOver }: StepsContext,
): Generator<RequestStep, AnsweredReply | undefined, Answer | undefined> {
  const lengthBytes = dataLength(data);
  if (lengthBytes > maxTransferBytes) throw tooLarge(path, lengthBytes, maxTransferBytes);
  const firstSentAt = now();
  for (let resends = 0; ; resends++) {
    const sentAt = now();
    const answer = yield SEND;
    if (answer === undefined) throw new TypeError('sending goes on with an answer');
    const answeredAt = now();
    const milliseconds = resendAfterMs(resend, answer, resends, answeredAt - firstSentAt);
    if (milliseconds === undefined) {
      return { outcome: 'answered', durationMs: answeredAt - sentAt, ...answer, resends };
    }
    yield { kind: 'pause', milliseconds };
    if (isOver()) return undefined;
  }
}

function tooLarge(path: string, lengthBytes: number, maxTransferBytes: number): TransportError {
  return new TransportError({
    kind: 'too-large',
    path,
    operation: 'send',
    reason: `a data phase of ${lengthBytes} bytes, while one command carries at most ${maxTransferBytes} here`,
    remedy: 'Split the transfer: maxTransferBytes of the transport is the limit',
  });
}
