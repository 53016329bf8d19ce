import { SenseKey } from '../../scsi/sense.ts';
import type { Clock } from '../../transport/transport.ts';
import { CheckCondition, notReady } from '../check-condition.ts';
import type { BlocksToWrite, Initiator, WriteParameters, WriteStatistics } from '../core.ts';
import type { AnyDisc } from '../media/any-disc.ts';
import { DriveBuffer } from './drive-buffer.ts';
import type { SpeedSettings } from './speeds.ts';

/** 2/04/08: the buffer is full, and the host must send the same command again. Created once, since it is thrown often. */
const LONG_WRITE_IN_PROGRESS = notReady(0x04, 0x08);

/** The path of blocks from WRITE through the buffer to the disc, which keeps turning whether any arrive or not. */
export class WriteStream {
  readonly buffer: DriveBuffer;
  readonly #speeds: SpeedSettings;
  #writer: Initiator | undefined;
  #nextLba = 0;
  #streaming = false;
  #statistics = { links: 0, ruinedTracks: 0, refusedWrites: 0 };

  constructor(clock: Clock, speeds: SpeedSettings, bufferBytes: number) {
    this.#speeds = speeds;
    this.buffer = new DriveBuffer(clock, bufferBytes);
    this.#turn();
  }

  get statistics(): WriteStatistics {
    const { lowWaterBytes, capacityBytes } = this.buffer;
    return { ...this.#statistics, lowWaterBytes, bufferBytes: capacityBytes };
  }

  /** Puts blocks into the buffer. Throws 2/04/08, with nothing accepted, if they do not fit. */
  take({ lba, lengthBlocks, bytes, streaming = false }: BlocksToWrite): void {
    this.#streaming = streaming;
    this.#nextLba = lba;
    this.#turn();
    if (this.buffer.take(lengthBlocks, bytes.length)) {
      this.#nextLba = lba + lengthBlocks;
      return;
    }
    this.#statistics.refusedWrites++;
    throw LONG_WRITE_IN_PROGRESS;
  }

  /** Sets the program that gets the deferred errors from now on. */
  writtenBy(initiator: Initiator): void {
    this.#writer = initiator;
  }

  /** Called after every change of the write speed. */
  speedChanged(): void {
    this.#turn();
  }

  /** The buffer has run empty while the laser was on. */
  async ranDry(disc: AnyDisc, { bufferUnderrunFree }: Pick<WriteParameters, 'bufferUnderrunFree'>): Promise<void> {
    if (!disc.writing) return;
    if (bufferUnderrunFree) {
      this.#statistics.links++;
      return;
    }
    this.#statistics.ruinedTracks++;
    await disc.interruptWriting(0);
    // 3/0C/09 write error, loss of streaming: deferred, since the WRITE that came too late is not the one that failed.
    const error = new CheckCondition(SenseKey.MediumError, 0x0c, 0x09, { deferred: true, information: this.#nextLba });
    this.#writer?.deferredErrors.push(error);
  }

  /** Empties the buffer without writing. Returns how many blocks did not reach the disc. */
  abandon(): number {
    const lost = Math.ceil(this.buffer.waitingBlocks);
    this.buffer.clear();
    return lost;
  }

  /** Sets the buffer to empty at the speed of the disc where the laser is now. */
  #turn(): void {
    const laserLba = this.#nextLba - this.buffer.waitingBlocks;
    this.buffer.drainAt(this.#speeds.writtenBlocksPerMs(laserLba, { verified: !this.#streaming }));
  }
}
