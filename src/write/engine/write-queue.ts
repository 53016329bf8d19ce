import type { Drive } from '../../drive/drive.ts';
import { write10 } from '../../mmc/commands/write-10.ts';
import { write12 } from '../../mmc/commands/write-12.ts';
import type { Command } from '../../scsi/command.ts';
import { IncompleteTransferError } from '../../scsi/incomplete-transfer.ts';
import { breakChain, chainIsBroken, createChain } from '../../transport/chain.ts';
import { TRANSIENT_STATUSES } from '../../transport/sam.ts';
import type { Chain, ResendPolicy, ScsiBatch } from '../../transport/transport.ts';
import type { TrackFormat } from './track-format.ts';

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

/**
 * The size that established programs use, which every transport can carry: 27 blocks of audio, 31 of 2,048 bytes. Larger ones
 * do not pay: a whole burn took the same CPU time with 127 KiB, and a sixth less with 511 (measured), which few adapters carry.
 */
const LARGEST_WRITE_BYTES = 63 * 1_024;

/** What is read and handed to the transport at a time, where it accepts batches: the whole WRITEs that have at least this. */
const BATCH_BYTES = 2 * 1_024 * 1_024;

/** A small queue still has several batches: while the program fills one, the drive gets the others. */
const LEAST_BATCHES = 4;

/** Memory that covers its whole ArrayBuffer, so that it can be handed to the transport without a copy. */
export type WriteBuffer = Uint8Array<ArrayBuffer>;

/** Blocks that were handed to the transport together. */
interface Load {
  readonly bytes: number;
  readonly answer: Promise<void>;
  settled: boolean;
}

/** How the blocks of a track are sent. */
export type WriteUnit = Pick<TrackFormat, 'blockBytes' | 'eccBlocks' | 'streaming'>;

/**
 * How many blocks of that size one WRITE on this drive can carry. Of DVD and BD it is an ECC block, as growisofs and xorriso
 * send them: a drive would have to read the rest of one before it can write a part.
 */
export function blocksPerWrite(drive: Drive, { blockBytes, eccBlocks }: WriteUnit): number {
  const { maxTransferBytes } = drive.transport;
  if (eccBlocks !== undefined && eccBlocks * blockBytes <= maxTransferBytes) return eccBlocks;
  return Math.max(1, Math.floor(Math.min(LARGEST_WRITE_BYTES, maxTransferBytes) / blockBytes));
}

/**
 * Up to `fifoBytes` of outstanding WRITEs, handed to the transport in batches, as one chain. The transport feeds the drive
 * from it while this program is busy elsewhere. The memory is reused.
 */
export class WriteQueue {
  /** Blocks of each WRITE but the last. */
  readonly blocksPerWrite: number;
  /** Blocks of each {@link write} but the last: one WRITE, or a batch of them. */
  readonly blocksPerLoad: number;
  readonly #drive: Drive;
  readonly #blockBytes: number;
  readonly #streaming: boolean;
  readonly #chain: Chain = createChain();
  readonly #loads: Load[] = [];
  readonly #pool: WriteBuffer[] = [];
  readonly #capacityBytes: number;
  readonly #succeeded = new Int32Array(new SharedArrayBuffer(4));
  #sentBlocks = 0;
  #wasFull = false;
  #lowestBytes: number | undefined;
  #loadedBytes = 0;
  /** Of a WRITE that did not arrive whole. */
  #partialBlocks = 0;
  #resends = 0;
  #failure: unknown;
  readonly #endMs: number;

  /** @param limitMs how long the drive may take for everything that is written, in milliseconds; without limit unless given */
  constructor(drive: Drive, unit: WriteUnit, fifoBytes: number, limitMs = Number.POSITIVE_INFINITY) {
    const { blockBytes, streaming = false } = unit;
    this.#drive = drive;
    this.#streaming = streaming;
    this.#endMs = drive.clock.now() + limitMs;
    this.#blockBytes = blockBytes;
    const { sendBatch } = drive.transport;
    this.blocksPerWrite = blocksPerWrite(drive, unit);
    const writeBytes = this.blocksPerWrite * blockBytes;
    const wanted = Math.ceil(BATCH_BYTES / writeBytes);
    const fitting = Math.max(1, Math.floor(fifoBytes / LEAST_BATCHES / writeBytes));
    const writes = sendBatch === undefined ? 1 : Math.min(wanted, fitting);
    this.blocksPerLoad = writes * this.blocksPerWrite;
    this.#capacityBytes = Math.max(fifoBytes, this.blocksPerLoad * blockBytes);
  }

  /** Sends with it what makes sense only while it is not stopped. */
  get chain(): Chain {
    return this.#chain;
  }

  get capacityBytes(): number {
    return this.#capacityBytes;
  }

  /** Bytes that the drive has not accepted yet. */
  get queuedBytes(): number {
    return Math.min(this.#loadedBytes, (this.#sentBlocks - this.writtenBlocks) * this.#blockBytes);
  }

  /** The least of {@link queuedBytes} at any {@link write} since there first was no room; undefined until then. */
  get lowestBytes(): number | undefined {
    return this.#lowestBytes;
  }

  /** Blocks that the drive has accepted. */
  get writtenBlocks(): number {
    const whole = Atomics.load(this.#succeeded, 0) * this.blocksPerWrite;
    return Math.min(this.#sentBlocks, whole + this.#partialBlocks);
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

  /** Whether a load is more than one WRITE. */
  get isBatched(): boolean {
    return this.blocksPerLoad > this.blocksPerWrite;
  }

  /** Whether the next load may be made: its memory is free. */
  get hasRoom(): boolean {
    return this.#loadedBytes + this.blocksPerLoad * this.#blockBytes <= this.#capacityBytes;
  }

  /** Memory for so many blocks, at most {@link blocksPerLoad}; its contents are undefined. */
  buffer(blocks: number): WriteBuffer {
    const bytes = blocks * this.#blockBytes;
    return blocks === this.blocksPerLoad ? (this.#pool.pop() ?? new Uint8Array(bytes)) : new Uint8Array(bytes);
  }

  /** Queues blocks, which follow those queued before, and hands their memory over. */
  write(lba: number, data: WriteBuffer): void {
    if (this.#wasFull) this.#lowestBytes = Math.min(this.#lowestBytes ?? this.#capacityBytes, this.queuedBytes);
    const bytes = data.length;
    const answer = this.#send({ lba, firstBlock: this.#sentBlocks }, data).then(() => {
      load.settled = true;
    });
    const load: Load = { bytes, answer, settled: false };
    this.#loads.push(load);
    this.#loadedBytes += bytes;
    this.#sentBlocks += bytes / this.#blockBytes;
    this.#wasFull ||= !this.hasRoom;
  }

  /**
   * Waits until the oldest blocks have been answered or skipped.
   * @param limit waits no longer than until this settles
   * @returns false when nothing was outstanding
   */
  async settleOldest(limit?: Promise<unknown>): Promise<boolean> {
    const [oldest] = this.#loads;
    if (oldest === undefined) return false;
    await (limit === undefined ? oldest.answer : Promise.race([oldest.answer, limit]));
    while (this.#loads[0]?.settled) this.#loadedBytes -= this.#loads.shift()?.bytes ?? 0;
    return true;
  }

  /** Waits until every WRITE has been answered or skipped. */
  async drain(): Promise<void> {
    while (await this.settleOldest());
  }

  /** Stops before the next WRITE; what is queued is never sent. */
  stop(): void {
    breakChain(this.#chain);
  }

  /** @param place its first block, and how many were sent before it */
  async #send(
    { lba, firstBlock }: { readonly lba: number; readonly firstBlock: number },
    data: WriteBuffer,
  ): Promise<void> {
    try {
      const { reply, failure } = await this.#drive.attemptBatch(this.#batch(lba, data), ({ returned }) =>
        this.#command(lba, (this.writtenBlocks - firstBlock) / this.blocksPerWrite, returned),
      );
      if (reply.returned.length === this.blocksPerLoad * this.#blockBytes) this.#pool.push(reply.returned);
      this.#resends += reply.resends;
      if (failure !== undefined) this.#fail(failure);
      if (failure instanceof IncompleteTransferError)
        this.#partialBlocks = Math.floor(failure.transferredBytes / this.#blockBytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  #batch(lba: number, data: WriteBuffer): ScsiBatch {
    const leftMs = Math.max(0, this.#endMs - this.#drive.clock.now());
    const { lengthBytes: cdbBytes, fields } = (this.#streaming ? write12 : write10).spec.cdb;
    const writes = Math.ceil(data.length / this.#blockBytes / this.blocksPerWrite);
    const cdbs = new Uint8Array(writes * cdbBytes);
    // All but the last are alike but for their address.
    const { cdb } = this.#command(lba, 0, data);
    for (let index = 0; index < writes - 1; index++) {
      const own = cdbs.subarray(index * cdbBytes, (index + 1) * cdbBytes);
      own.set(cdb);
      fields.lba.encode(own, lba + index * this.blocksPerWrite, 'lba');
    }
    cdbs.set(this.#command(lba, writes - 1, data).cdb, (writes - 1) * cdbBytes);
    return {
      cdbs,
      cdbBytes,
      bytes: data,
      bytesEach: this.blocksPerWrite * this.#blockBytes,
      timeoutMs: Math.min(write10.spec.timeoutMs, Math.max(LEAST_TIMEOUT_MS, leftMs)),
      resend: { ...WHILE_BUFFER_FULL, limitMs: Math.min(WHILE_BUFFER_FULL.limitMs, leftMs) },
      chain: this.#chain,
      succeeded: this.#succeeded,
    };
  }

  /** One WRITE of a load. */
  #command(lba: number, index: number, data: WriteBuffer): Command {
    const first = index * this.blocksPerWrite;
    const lengthBlocks = Math.min(this.blocksPerWrite, data.length / this.#blockBytes - first);
    const bytes = data.subarray(first * this.#blockBytes, (first + lengthBlocks) * this.#blockBytes);
    return this.#streaming
      ? write12({ lba: lba + first, lengthBlocks, streaming: true }, bytes)
      : write10({ lba: lba + first, lengthBlocks }, bytes);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    breakChain(this.#chain);
  }
}
