import type { BlockingDevice } from './blocking-device.ts';
import { breakChain, chainIsBroken } from './chain.ts';
import { resendAfterMs } from './resend.ts';
import { hasSucceeded } from './sam.ts';
import type { AnsweredReply, DataPhase, ScsiReply, ScsiRequest } from './transport.ts';
import { TransportError } from './transport-error.ts';

/** Time as a thread sees it that may block. */
export interface BlockingTime {
  now(): number;
  /** Returns early once `isOver` says so. */
  pause(milliseconds: number, isOver: () => boolean): void;
}

export interface RequestContext {
  readonly path: string;
  readonly device: BlockingDevice;
  readonly time: BlockingTime;
  /** True once the transport has been closed: what is left of the queue is dropped. */
  readonly isStopped: () => boolean;
}

export type QueuedRequest = Omit<ScsiRequest, 'data'> & { readonly data: DataPhase };

/** Sends one request, again and again where its policy asks for it, and keeps its chain. Blocks until it is answered. */
export function runRequest(request: QueuedRequest, context: RequestContext): ScsiReply {
  const returned = handedOver(request.data);
  const isOver = (): boolean => context.isStopped() || chainIsBroken(request.chain);
  if (isOver()) return skipped(returned);
  try {
    const reply = sendUntilFinal(request, context, isOver);
    if (reply === undefined) return skipped(returned);
    if (!hasSucceeded(reply)) breakChain(request.chain);
    return returned === undefined ? reply : { ...reply, returned };
  } catch (error) {
    breakChain(request.chain);
    throw error;
  }
}

/** Undefined when the chain broke while the drive was still putting the command off: it was never carried out. */
function sendUntilFinal(
  request: QueuedRequest,
  { path, device, time }: RequestContext,
  isOver: () => boolean,
): AnsweredReply | undefined {
  const lengthBytes = dataLength(request.data);
  if (lengthBytes > device.maxTransferBytes) throw tooLarge(path, lengthBytes, device.maxTransferBytes);
  const firstSentAt = time.now();
  for (let resends = 0; ; resends++) {
    const sentAt = time.now();
    const answer = device.execute(request);
    const answeredAt = time.now();
    const waitMs = resendAfterMs(request.resend, answer, resends, answeredAt - firstSentAt);
    if (waitMs === undefined) return { outcome: 'answered', ...answer, durationMs: answeredAt - sentAt, resends };
    time.pause(waitMs, isOver);
    if (isOver()) return undefined;
  }
}

function skipped(returned: Uint8Array<ArrayBuffer> | undefined): ScsiReply {
  return returned === undefined ? { outcome: 'skipped' } : { outcome: 'skipped', returned };
}

function handedOver(data: DataPhase): Uint8Array<ArrayBuffer> | undefined {
  return data.direction === 'out' && data.handOver === true ? (data.bytes as Uint8Array<ArrayBuffer>) : undefined;
}

export function dataLength(data: DataPhase): number {
  if (data.direction === 'none') return 0;
  return data.direction === 'in' ? data.lengthBytes : data.bytes.byteLength;
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
