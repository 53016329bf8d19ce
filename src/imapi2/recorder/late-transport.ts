import type { Clock, ScsiReply, ScsiRequest, ScsiTransport } from '../../transport/transport.ts';
import { wallClock } from '../../transport/wall-clock.ts';

/** What every host adapter carries; of the drive itself nothing is known yet. */
const USUAL_TRANSFER_BYTES = 65_536;

/**
 * Stands for a drive that cannot be opened because another program has it: every call tries again to open it, and fails as
 * the opening does.
 */
export class LateTransport implements ScsiTransport {
  readonly path: string;
  readonly simulated: boolean;
  readonly #open: () => Promise<ScsiTransport>;
  #inner: ScsiTransport | undefined;
  #opening: Promise<ScsiTransport> | undefined;
  #closed = false;

  constructor(path: string, simulated: boolean, open: () => Promise<ScsiTransport>) {
    this.path = path;
    this.simulated = simulated;
    this.#open = open;
  }

  get maxTransferBytes(): number {
    return this.#inner?.maxTransferBytes ?? USUAL_TRANSFER_BYTES;
  }

  get clock(): Clock {
    return this.#inner?.clock ?? wallClock;
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    return (await this.#opened()).send(request);
  }

  async takeExclusive(owner: string): Promise<void> {
    await (await this.#opened()).takeExclusive(owner);
  }

  async releaseExclusive(): Promise<void> {
    await this.#inner?.releaseExclusive();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#opening?.catch(() => {});
    await this.#inner?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #opened(): Promise<ScsiTransport> {
    if (this.#inner !== undefined) return this.#inner;
    this.#opening ??= this.#open();
    try {
      const opened = await this.#opening;
      if (this.#inner === undefined) this.#inner = opened;
      if (this.#closed) await opened.close();
      return opened;
    } finally {
      this.#opening = undefined;
    }
  }
}
