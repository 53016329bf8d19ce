import type { Drive } from '../../drive/drive.ts';
import { write10 } from '../../mmc/commands/write-10.ts';
import type { Command } from '../../scsi/command.ts';
import { IncompleteTransferError } from '../../scsi/incomplete-transfer.ts';
import { breakChain, chainIsBroken, createChain } from '../../transport/chain.ts';
import { TRANSIENT_STATUSES } from '../../transport/sam.ts';
import type { Chain, ResendPolicy } from '../../transport/transport.ts';

/** About 5 s; it includes those for a full buffer. */
const FEW_RESENDS = 200;

/** ABORTED COMMAND: no reason, communication failure, SCSI parity error, data phase error. */
const ABORTED_CODES = [0x00, 0x08, 0x47, 0x4b];

/**
 * LONG WRITE IN PROGRESS: the drive's buffer is full, and the same WRITE is sent again shortly (MMC-5 6.44). So it is after
 * answers that say that it was not carried out. A drive that carried it out all the same refuses the second one, since its
 * next writable address has moved on.
 */
const WHILE_BUFFER_FULL: ResendPolicy = {
  senses: [
    { key: 2, asc: 0x04, ascq: 0x08 },
    { key: 2, asc: 0x04, ascq: 0x07 },
    { key: 2, asc: 0x04, ascq: 0x04 },
    { key: 2, asc: 0x04, ascq: 0x01 },
    { key: 2, asc: 0x04, ascq: 0x00, mostResends: FEW_RESENDS },
    // Mode parameters changed; insufficient time for operation.
    { key: 6, asc: 0x2a, ascq: 0x01, mostResends: FEW_RESENDS },
    { key: 6, asc: 0x2e, ascq: 0x00, mostResends: FEW_RESENDS },
    ...ABORTED_CODES.map((asc) => ({ key: 0xb, asc, ascq: 0x00, mostResends: FEW_RESENDS })),
  ],
  statuses: TRANSIENT_STATUSES,
  waitsMs: [2, 4, 6, 8, 12, 16, 20, 25],
  limitMs: 200_000,
};

/** A WRITE that is not answered by then is lost, however little time is left. */
const LEAST_TIMEOUT_MS = 30_000;

/** The size that established programs use, which every transport can carry: 27 blocks of audio, 31 of 2,048 bytes. */
const LARGEST_WRITE_BYTES = 63 * 1_024;

/** Memory that covers its whole ArrayBuffer, so that it can be handed to the transport without a copy. */
export type WriteBuffer = Uint8Array<ArrayBuffer>;

/**
 * Up to `fifoBytes` of outstanding WRITEs, handed to the transport as one chain. The transport feeds the drive from it
 * while this program is busy elsewhere. The memory is reused.
 */
export class WriteQueue {
  readonly blocksPerWrite: number;
  readonly #drive: Drive;
  readonly #blockBytes: number;
  readonly #chain: Chain = createChain();
  readonly #waiting: { readonly bytes: number; readonly answer: Promise<void> }[] = [];
  readonly #pool: WriteBuffer[] = [];
  readonly #capacityBytes: number;
  #queuedBytes = 0;
  #writtenBlocks = 0;
  #resends = 0;
  #failure: unknown;
  readonly #endMs: number;

  /** @param limitMs how long the drive may take for everything that is written, in milliseconds; without limit unless given */
  constructor(drive: Drive, blockBytes: number, fifoBytes: number, limitMs = Number.POSITIVE_INFINITY) {
    this.#drive = drive;
    this.#endMs = drive.clock.now() + limitMs;
    this.#blockBytes = blockBytes;
    const largestBytes = Math.min(LARGEST_WRITE_BYTES, drive.transport.maxTransferBytes);
    this.blocksPerWrite = Math.max(1, Math.floor(largestBytes / blockBytes));
    this.#capacityBytes = Math.max(fifoBytes, this.blocksPerWrite * blockBytes);
  }

  get capacityBytes(): number {
    return this.#capacityBytes;
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Blocks that the drive has accepted. */
  get writtenBlocks(): number {
    return this.#writtenBlocks;
  }

  /** True once the drive has refused a WRITE because its buffer was full. */
  get drivePushedBack(): boolean {
    return this.#resends > 0;
  }

  /** Why the queue failed; undefined while all is well and after {@link stop}. */
  get failure(): unknown {
    return this.#failure;
  }

  get stopped(): boolean {
    return chainIsBroken(this.#chain);
  }

  /** Memory for one WRITE of that many blocks; its contents are undefined. */
  buffer(blocks: number): WriteBuffer {
    const bytes = blocks * this.#blockBytes;
    return blocks === this.blocksPerWrite ? (this.#pool.pop() ?? new Uint8Array(bytes)) : new Uint8Array(bytes);
  }

  /** Queues one WRITE and hands its memory over; resolves when there is room for the next. */
  async write(lba: number, data: WriteBuffer): Promise<void> {
    const lengthBlocks = data.length / this.#blockBytes;
    const command = write10({ lba, lengthBlocks }, data);
    const bytes = data.length;
    this.#queuedBytes += bytes;
    this.#waiting.push({ bytes, answer: this.#send(command, lengthBlocks) });
    while (this.#queuedBytes + this.blocksPerWrite * this.#blockBytes > this.#capacityBytes) {
      if (!(await this.#settleOldest())) return;
    }
  }

  /** Waits until every WRITE has been answered or skipped. */
  async drain(): Promise<void> {
    while (await this.#settleOldest());
  }

  /** Waits for one answer; false when none is outstanding. */
  async settleOne(): Promise<boolean> {
    return this.#settleOldest();
  }

  /** Stops before the next WRITE; what is queued is never sent. */
  stop(): void {
    breakChain(this.#chain);
  }

  async #settleOldest(): Promise<boolean> {
    const oldest = this.#waiting.shift();
    if (oldest === undefined) return false;
    await oldest.answer;
    this.#queuedBytes -= oldest.bytes;
    return true;
  }

  async #send(command: Command, blocks: number): Promise<void> {
    try {
      const leftMs = Math.max(0, this.#endMs - this.#drive.clock.now());
      const { reply, failure } = await this.#drive.attempt(command, {
        chain: this.#chain,
        resend: { ...WHILE_BUFFER_FULL, limitMs: Math.min(WHILE_BUFFER_FULL.limitMs, leftMs) },
        timeoutMs: Math.min(command.timeoutMs, Math.max(LEAST_TIMEOUT_MS, leftMs)),
        handOver: true,
      });
      if (reply.returned?.length === this.blocksPerWrite * this.#blockBytes) this.#pool.push(reply.returned);
      if (reply.outcome === 'skipped') return;
      this.#resends += reply.resends;
      if (failure === undefined) this.#writtenBlocks += blocks;
      else this.#fail(failure);
      if (failure instanceof IncompleteTransferError)
        this.#writtenBlocks += Math.floor(failure.transferredBytes / this.#blockBytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    breakChain(this.#chain);
  }
}
