import type { Drive } from '../../drive/drive.ts';
import { readBufferCapacity } from '../../mmc/commands/read-buffer-capacity.ts';
import type { Fill } from './progress.ts';
import type { WriteQueue } from './write-queue.ts';

const LOOK_EVERY_BLOCKS = 450;
/** Larger than any CD recorder's buffer that the field knows: by then it has been full once. */
const FIRST_LOOK_BLOCKS = 3_600;

/**
 * Asks now and then how full the drive's buffer is. Never before it was full once: Pioneer firmware of 2009 (also sold as
 * Plextor and TEAC) throws the data away when READ BUFFER CAPACITY comes earlier.
 */
export class DriveBufferGauge {
  readonly #drive: Drive;
  #fill: Fill | undefined;
  #nextLookBlocks = 0;
  #usable = true;
  #looking: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(drive: Drive) {
    this.#drive = drive;
  }

  /** The last answer; undefined until there is one. */
  get fill(): Fill | undefined {
    return this.#fill;
  }

  /** Asks if it is time to. Does not wait: the answer stands in line behind the queued WRITEs. */
  look(queue: WriteQueue): void {
    const wasFull = queue.drivePushedBack || queue.writtenBlocks >= FIRST_LOOK_BLOCKS;
    if (!this.#usable || this.#busy || !wasFull || queue.stopped || queue.writtenBlocks < this.#nextLookBlocks) return;
    this.#nextLookBlocks = queue.writtenBlocks + LOOK_EVERY_BLOCKS;
    this.#busy = true;
    this.#looking = this.#ask();
  }

  /** Waits for an answer that is still under way. */
  settled(): Promise<void> {
    return this.#looking;
  }

  async #ask(): Promise<void> {
    try {
      const { bufferBytes, availableBytes } = await this.#drive.execute(readBufferCapacity({ allocationLength: 12 }));
      this.#fill = { totalBytes: bufferBytes, usedBytes: Math.max(0, bufferBytes - availableBytes) };
    } catch {
      this.#usable = false; // a gauge that fails must not fail the burn: WRITE itself tells what is wrong
    } finally {
      this.#busy = false;
    }
  }
}
