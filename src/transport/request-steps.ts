import { breakChain } from './chain.ts';
import { dataLength, handedOver, missingBytes } from './data-phase.ts';
import { resendAfterMs } from './resend.ts';
import { hasSucceeded } from './sam.ts';
import type { AnsweredReply, DataPhase, ScsiReply, ScsiRequest } from './transport.ts';
import { TransportError } from './transport-error.ts';

/** The answer to one send. Its duration is measured unless it is given. */
export type Answer = Pick<AnsweredReply, 'status' | 'sense' | 'data' | 'residualBytes' | 'usbBridge'> &
  Partial<Pick<AnsweredReply, 'durationMs'>>;

/** The answer to a request that was sent before its steps began. */
export interface FirstAnswer {
  /** On the clock of {@link StepsContext.now}. */
  readonly sentAt: number;
  readonly answer: Answer;
}

/** The next step of a request. */
export type RequestStep =
  /** Send the command; resume with the answer, or throw when there was none. */
  | { readonly kind: 'send' }
  /** Wait, at most until the request {@link StepsContext.isOver}; resume with nothing. */
  | { readonly kind: 'pause'; readonly milliseconds: number };

export interface StepsContext {
  readonly path: string;
  readonly maxTransferBytes: number;
  /** Milliseconds since an arbitrary start. */
  now(): number;
  /** Whether the request must no longer be sent: its chain is broken or its transport is closed. */
  isOver(): boolean;
}

/** Data-out that did not reach the drive whole: what follows in the chain would be written to the wrong place. */
export const isShortWrite = (data: DataPhase, reply: Pick<AnsweredReply, 'data' | 'residualBytes'>): boolean =>
  data.direction === 'out' && missingBytes(data, reply) > 0;

const SEND: RequestStep = { kind: 'send' };

/**
 * Carries out one request, however its sender sends and waits: skips it when it is over, sends it again where its policy says
 * so, breaks its chain when it fails, and returns the memory that was handed over.
 * @param first the answer to its first send, if it has been sent
 * @returns the reply; throws what the steps throw, and TransportError `too-large`
 */
export function* requestSteps(
  request: ScsiRequest,
  context: StepsContext,
  first?: FirstAnswer,
): Generator<RequestStep, ScsiReply, Answer | undefined> {
  const returned = handedOver(request.data);
  const back = returned === undefined ? {} : { returned };
  if (first === undefined && context.isOver()) return { outcome: 'skipped', ...back };
  try {
    const reply = yield* untilFinal(request, context, first);
    // The drive asked for a retry until the request was over: the command was never carried out.
    if (reply === undefined) return { outcome: 'skipped', ...back };
    if (!hasSucceeded(reply) || isShortWrite(request.data, reply)) breakChain(request.chain);
    return { ...reply, ...back };
  } catch (error) {
    breakChain(request.chain);
    throw error;
  }
}

function* untilFinal(
  { data, resend }: ScsiRequest,
  { path, maxTransferBytes, now, isOver }: StepsContext,
  first: FirstAnswer | undefined,
): Generator<RequestStep, AnsweredReply | undefined, Answer | undefined> {
  const lengthBytes = dataLength(data);
  if (lengthBytes > maxTransferBytes) throw tooLarge(path, lengthBytes, maxTransferBytes);
  const firstSentAt = first?.sentAt ?? now();
  for (let resends = 0; ; resends++) {
    const sentAt = resends === 0 ? firstSentAt : now();
    const answer = resends === 0 && first !== undefined ? first.answer : yield SEND;
    if (answer === undefined) throw new TypeError('a send step must be resumed with an answer');
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
    reason: `the data phase has ${lengthBytes} bytes, but one command carries at most ${maxTransferBytes} here`,
    remedy: 'Split the transfer: maxTransferBytes of the transport is the limit',
  });
}
