import type { Drive } from '../../drive/drive.ts';
import { readBufferCapacity } from '../../mmc/commands/read-buffer-capacity.ts';
import type { Chain } from '../../transport/transport.ts';
import type { Fill } from './progress.ts';
import type { WriteQueue } from './write-queue.ts';

const QUERY_EVERY_BLOCKS = 450;
const QUERY_EVERY_MS = 100;
/**
 * A query waits behind the WRITEs that were queued before it, so that there is one for each batch of them. Where WRITEs are
 * queued one by one, their traces have one at a time.
 */
const MOST_QUERIES = 64;
/** More than the largest known buffer of a CD recorder: by then it has been full once. */
const FIRST_QUERY_BLOCKS = 3_600;

/**
 * Asks from time to time how full the drive's buffer is, but never before it has been full once: Pioneer firmware of
 * 2009 (also sold as Plextor and TEAC) discards the data when READ BUFFER CAPACITY comes earlier.
 */
export class DriveBufferGauge {
  readonly #drive: Drive;
  #fill: Fill | undefined;
  #nextQueryBlocks = 0;
  #nextQueryMs = Number.NEGATIVE_INFINITY;
  #usable = true;
  readonly #queries = new Set<Promise<void>>();
  #isLow = false;
  #dips = 0;

  constructor(drive: Drive) {
    this.#drive = drive;
  }

  /** The last answer; undefined until there is one. */
  get fill(): Fill | undefined {
    return this.#fill;
  }

  /** How often the buffer was found less than half full, after it had been full. */
  get dips(): number {
    return this.#dips;
  }

  /** Sends a query if one is due. Does not wait for the answer, which comes after those to the queued WRITEs. */
  poll(queue: WriteQueue): void {
    const wasFull = queue.drivePushedBack || queue.writtenBlocks >= FIRST_QUERY_BLOCKS;
    if (!this.#usable || !wasFull || queue.stopped || queue.writtenBlocks < this.#nextQueryBlocks) return;
    const now = this.#drive.clock.now();
    if (this.#queries.size >= (queue.isBatched ? MOST_QUERIES : 1) || now < this.#nextQueryMs) return;
    this.#nextQueryBlocks = queue.writtenBlocks + QUERY_EVERY_BLOCKS;
    this.#nextQueryMs = now + QUERY_EVERY_MS;
    const query = this.#ask(queue.chain).finally(() => this.#queries.delete(query));
    this.#queries.add(query);
  }

  /** Waits for the queries that are still outstanding. */
  async settled(): Promise<void> {
    await Promise.all(this.#queries);
  }

  async #ask(chain: Chain): Promise<void> {
    try {
      const { bufferBytes, availableBytes } = await this.#drive.execute(readBufferCapacity({ allocationLength: 12 }), {
        skipIf: chain,
      });
      const usedBytes = Math.max(0, bufferBytes - availableBytes);
      this.#fill = { totalBytes: bufferBytes, usedBytes };
      const isLow = usedBytes < bufferBytes / 2;
      if (isLow && !this.#isLow) this.#dips++;
      this.#isLow = isLow;
    } catch {
      this.#usable = false; // a failing query must not fail the burn: WRITE itself reports what is wrong
    }
  }
}
