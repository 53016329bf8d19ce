import { BatchTally, commandsIn, requestAt } from './batch.ts';
import type { BlockingDevice } from './blocking-device.ts';
import { breakChain, chainIsBroken } from './chain.ts';
import { dataLength } from './data-phase.ts';
import { type Answer, type FirstAnswer, requestSteps, type StepsContext } from './request-steps.ts';
import { ScsiStatus } from './sam.ts';
import type { BatchReply, Clock, ScsiBatch, ScsiReply, ScsiRequest } from './transport.ts';

/** What a transport whose calls return promises must supply. */
export interface Sender {
  readonly path: string;
  readonly maxTransferBytes: number;
  readonly clock: Clock;
  /** Sends a command once. Rejects when no answer came. */
  sendOnce(request: ScsiRequest): Promise<Answer>;
}

/** Sends one request, resends it where its policy says so, and breaks its chain when it fails. */
export async function runRequest(request: ScsiRequest, sender: Sender): Promise<ScsiReply> {
  const { path, maxTransferBytes, clock } = sender;
  const isOver = (): boolean => chainIsBroken(request.chain) || chainIsBroken(request.skipIf);
  const steps = requestSteps(request, { path, maxTransferBytes, now: () => clock.now(), isOver });
  let next = steps.next();
  while (next.done !== true) {
    const step = next.value;
    let answer: Answer | undefined;
    try {
      if (step.kind === 'send') answer = await sender.sendOnce(request);
      else await clock.sleep(step.milliseconds);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}

/** Time for a thread that may block. */
export interface BlockingTime {
  now(): number;
  /** Returns early once `isOver` says so. */
  pause(milliseconds: number, isOver: () => boolean): void;
}

export interface BlockingSender {
  readonly path: string;
  readonly device: BlockingDevice;
  readonly time: BlockingTime;
  /** True once the transport has been closed: the rest of the queue is dropped. */
  readonly isStopped: () => boolean;
}

/** {@link runRequest} in a thread that may block: returns when the request has been answered. */
export function runRequestBlocking(
  request: ScsiRequest,
  { path, device, time, isStopped }: BlockingSender,
  first?: FirstAnswer,
): ScsiReply {
  const context: StepsContext = {
    path,
    maxTransferBytes: device.maxTransferBytes,
    now: () => time.now(),
    isOver: () => isStopped() || chainIsBroken(request.chain) || chainIsBroken(request.skipIf),
  };
  const steps = requestSteps(request, context, first);
  let next = steps.next();
  while (next.done !== true) {
    const step = next.value;
    let answer: Answer | undefined;
    try {
      if (step.kind === 'send') answer = device.execute(request);
      else time.pause(step.milliseconds, context.isOver);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(answer);
  }
  return next.value;
}

/** Sends the commands of a batch in a thread that may block, up to the first that does not succeed. */
export function runBatchBlocking(batch: ScsiBatch, sender: BlockingSender): BatchReply {
  const tally = new BatchTally(batch);
  for (let index = 0; index < commandsIn(batch); index++) {
    const request = requestAt(batch, index);
    const first = sendFirst(request, sender);
    if (first !== undefined && isClean(first.answer)) tally.succeed();
    else if (!tally.add(request, runRequestBlocking(request, sender, first))) break;
  }
  return tally.reply(batch.bytes);
}

const isClean = ({ status, residualBytes }: Answer): boolean =>
  status === ScsiStatus.Good && residualBytes === undefined;

/**
 * Sends a command of a batch without the steps that hardly any of thousands needs.
 * @returns its answer; undefined if the steps must decide whether it may be sent
 */
function sendFirst(request: ScsiRequest, { device, time, isStopped }: BlockingSender): FirstAnswer | undefined {
  if (isStopped() || chainIsBroken(request.chain)) return undefined;
  if (dataLength(request.data) > device.maxTransferBytes) return undefined;
  const sentAt = time.now();
  try {
    return { sentAt, answer: device.execute(request) };
  } catch (error) {
    breakChain(request.chain);
    throw error;
  }
}
