import { isShortWrite } from './request-steps.ts';
import { hasSucceeded } from './sam.ts';
import type { BatchReply, ScsiBatch, ScsiReply, ScsiRequest, ScsiTransport } from './transport.ts';

/** How many commands a batch has. */
export const commandsIn = ({ cdbs, cdbBytes }: Pick<ScsiBatch, 'cdbs' | 'cdbBytes'>): number => cdbs.length / cdbBytes;

/** One command of a batch, over the memory of the batch. */
export function requestAt(batch: ScsiBatch, index: number): ScsiRequest {
  const { cdbs, cdbBytes, bytes, bytesEach, timeoutMs, resend, chain } = batch;
  const end = index === commandsIn(batch) - 1 ? bytes.length : (index + 1) * bytesEach;
  const part = bytes.subarray(index * bytesEach, end);
  return {
    cdb: cdbs.subarray(index * cdbBytes, (index + 1) * cdbBytes),
    data: part.length === 0 ? { direction: 'none' } : { direction: 'out', bytes: part },
    timeoutMs,
    ...(resend === undefined ? {} : { resend }),
    chain,
  };
}

/** Adds the replies to the commands of a batch up, in order. */
export class BatchTally {
  readonly #batch: ScsiBatch;
  #resends = 0;
  #refused: BatchReply['refused'];

  constructor(batch: ScsiBatch) {
    this.#batch = batch;
  }

  succeed(): void {
    Atomics.add(this.#batch.succeeded, 0, 1);
  }

  /** @returns whether the command has succeeded */
  add({ data }: Pick<ScsiRequest, 'data'>, reply: ScsiReply): boolean {
    if (reply.outcome === 'skipped') return false;
    this.#resends += reply.resends;
    if (hasSucceeded(reply) && !isShortWrite(data, reply)) {
      this.succeed();
      return true;
    }
    this.#refused ??= reply;
    return false;
  }

  reply(returned: Uint8Array<ArrayBuffer>): BatchReply {
    return {
      ...(this.#refused === undefined ? {} : { refused: this.#refused }),
      resends: this.#resends,
      returned,
    };
  }
}

/** Sends a batch: at once where the transport can do that, or else command by command, all of them queued. */
export function sendBatch(transport: ScsiTransport, batch: ScsiBatch): Promise<BatchReply> {
  return transport.sendBatch === undefined ? sendEach(transport, batch) : transport.sendBatch(batch);
}

async function sendEach(transport: ScsiTransport, batch: ScsiBatch): Promise<BatchReply> {
  const tally = new BatchTally(batch);
  const { bytes } = batch;
  const count = commandsIn(batch);
  let returned: Uint8Array<ArrayBuffer> | undefined;
  const answers = Array.from({ length: count }, async (_, index) => {
    const request = requestAt(batch, index);
    // The memory of a single command is its own, and is handed over without a copy.
    const handOver = count === 1 && request.data.direction === 'out';
    const reply = await transport.send(
      handOver ? { ...request, data: { direction: 'out', bytes, handOver } } : request,
    );
    tally.add(request, reply);
    returned = reply.returned ?? returned;
  });
  const settled = await Promise.allSettled(answers);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return tally.reply(returned ?? bytes);
}
