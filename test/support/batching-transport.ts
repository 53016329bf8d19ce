import { BatchTally, commandsIn, requestAt } from '../../src/transport/batch.ts';
import type { BatchReply, ScsiBatch } from '../../src/transport/transport.ts';
import { TamperedTransport } from './tampered-transport.ts';

/** A drive that takes batches, as a device thread does: each command is sent once the one before has been answered. */
export class BatchingTransport extends TamperedTransport {
  #tail: Promise<unknown> = Promise.resolve();

  sendBatch(batch: ScsiBatch): Promise<BatchReply> {
    const turn = this.#tail.then(() => this.#run(batch));
    this.#tail = turn.catch(() => {});
    return turn;
  }

  async #run(batch: ScsiBatch): Promise<BatchReply> {
    const tally = new BatchTally(batch);
    for (let index = 0; index < commandsIn(batch); index++) {
      const request = requestAt(batch, index);
      if (!tally.add(request, await this.send(request))) break;
    }
    return tally.reply(batch.bytes);
  }
}
