import type { Drive } from '../../drive/drive.ts';
import { readBufferCapacity } from '../../mmc/commands/read-buffer-capacity.ts';
import type { Fill } from './progress.ts';
import type { WriteQueue } from './write-queue.ts';

const QUERY_EVERY_BLOCKS = 450;
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
  #usable = true;
  #query: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(drive: Drive) {
    this.#drive = drive;
  }

  /** The last answer; undefined until there is one. */
  get fill(): Fill | undefined {
    return this.#fill;
  }

  /** Sends a query if one is due. Does not wait for the answer, which comes after those to the queued WRITEs. */
  poll(queue: WriteQueue): void {
    const wasFull = queue.drivePushedBack || queue.writtenBlocks >= FIRST_QUERY_BLOCKS;
    if (!this.#usable || this.#busy || !wasFull || queue.stopped || queue.writtenBlocks < this.#nextQueryBlocks) return;
    this.#nextQueryBlocks = queue.writtenBlocks + QUERY_EVERY_BLOCKS;
    this.#busy = true;
    this.#query = this.#ask();
  }

  /** Waits for a query that is still outstanding. */
  settled(): Promise<void> {
    return this.#query;
  }

  async #ask(): Promise<void> {
    try {
      const { bufferBytes, availableBytes } = await this.#drive.execute(readBufferCapacity({ allocationLength: 12 }));
      this.#fill = { totalBytes: bufferBytes, usedBytes: Math.max(0, bufferBytes - availableBytes) };
    } catch {
      this.#usable = false; // a failing query must not fail the burn: WRITE itself reports what is wrong
    } finally {
      this.#busy = false;
    }
  }
}
