import { endianness } from 'node:os';
import { bits } from '../../codec/index.ts';

/**
 * The memory that the kernel's target_core_user shares with the program that acts as the device: a mailbox, a ring of
 * commands, and their data. Offsets are those of `struct tcmu_mailbox` and `struct tcmu_cmd_entry` in
 * include/uapi/linux/target_core_user.h, whose numbers are in the machine's own byte order.
 */
const Mailbox = { version: 0, ringOffset: 4, ringBytes: 8, head: 12, tail: 64 } as const;
const Entry = {
  lengthAndOperation: 0,
  commandId: 4,
  flags: 7,
  vectorCount: 8,
  cdbOffset: 24,
  vectors: 48,
  status: 8,
  readLength: 12,
  sense: 16,
} as const;
/** `struct tcmu_tmr_entry`: which commands the kernel has aborted. */
const Notice = { commandCount: 12, commandIds: 32 } as const;
const COMMAND_ID_BYTES = 2;
const SENSE_BYTES = 96;
const VECTOR_BYTES = 16;

/** TCMU_OP_MASK: lengths are multiples of 8, and the three bits below say what the entry is. */
const OPERATION_MASK = 0x7;
const Operation = { Pad: 0, Command: 1, TaskManagement: 2 } as const;

const FLAG_UNKNOWN_OPERATION = 0x1;
/** The reply is shorter than its buffer: the kernel reports a residual to the program. */
const FLAG_READ_LENGTH = 0x2;

const MAILBOX_VERSION = 2;

/** By the opcode's group code (SPC-3 4.3.4), as the kernel's scsi_command_size() counts. */
const CDB_BYTES = [6, 10, 10, 12, 16, 12, 10, 10] as const;
const groupCode = bits(0, [7, 5]);

/** One command as the kernel passes it on. */
export interface RingCommand {
  /** The kernel's number for it until it has been answered. */
  readonly id: number;
  readonly cdb: Uint8Array<ArrayBuffer>;
  /** The data phase in the order of the transfer, directly in the shared memory; empty without one. */
  readonly pieces: readonly Uint8Array[];
}

export interface RingAnswer {
  readonly status: number;
  readonly sense: Uint8Array;
  /** What the command has read, if it reads. */
  readonly data?: Uint8Array;
}

export class CommandRing {
  readonly #memory: Uint8Array;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  readonly #head: Int32Array;
  readonly #tail: Int32Array;
  readonly #ringOffset: number;
  readonly #ringBytes: number;

  /** @throws RangeError when the kernel's mailbox is of an unknown version */
  constructor(memory: Uint8Array, littleEndian = endianness() === 'LE') {
    this.#memory = memory;
    this.#view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
    this.#littleEndian = littleEndian;
    const version = this.#view.getUint16(Mailbox.version, littleEndian);
    if (version !== MAILBOX_VERSION)
      throw new RangeError(`TCMU mailbox version ${version} instead of ${MAILBOX_VERSION}`);
    this.#ringOffset = this.#u32(Mailbox.ringOffset);
    this.#ringBytes = this.#u32(Mailbox.ringBytes);
    this.#head = new Int32Array(memory.buffer, memory.byteOffset + Mailbox.head, 1);
    this.#tail = new Int32Array(memory.buffer, memory.byteOffset + Mailbox.tail, 1);
  }

  /** The oldest command that has not been answered; undefined when there is none. */
  next(): RingCommand | undefined {
    // Atomics: what the kernel wrote before it moved the head must be visible after it.
    while (Atomics.load(this.#tail, 0) !== Atomics.load(this.#head, 0)) {
      const entry = this.#entry();
      const operation = this.#u32(entry + Entry.lengthAndOperation) & OPERATION_MASK;
      if (operation === Operation.Command) return this.#command(entry);
      // Padding before the ring's end, a notice about commands that have been answered meanwhile, or something unknown.
      if (operation > Operation.TaskManagement) this.#memory[entry + Entry.flags] = FLAG_UNKNOWN_OPERATION;
      this.#advance();
    }
    return undefined;
  }

  /**
   * Whether the kernel has aborted the command that {@link next} returned last, and waits for it to be completed: a notice
   * of that follows it in the ring.
   */
  isAborted({ id }: RingCommand): boolean {
    const head = Atomics.load(this.#head, 0);
    for (let at = Atomics.load(this.#tail, 0); at !== head; at = this.#entryAfter(at)) {
      const entry = this.#ringOffset + at;
      if ((this.#u32(entry + Entry.lengthAndOperation) & OPERATION_MASK) !== Operation.TaskManagement) continue;
      const count = this.#u32(entry + Notice.commandCount);
      for (let index = 0; index < count; index++)
        if (this.#u16(entry + Notice.commandIds + index * COMMAND_ID_BYTES) === id) return true;
    }
    return false;
  }

  /** Answers the command that {@link next} returned last. */
  answer({ pieces }: RingCommand, { status, sense, data }: RingAnswer): void {
    const entry = this.#entry();
    let copied = 0;
    if (data !== undefined) {
      for (const piece of pieces) {
        const part = data.subarray(copied, copied + piece.length);
        piece.set(part);
        copied += part.length;
      }
    }
    const room = pieces.reduce((sum, piece) => sum + piece.length, 0);
    this.#memory.fill(0, entry + Entry.status, entry + Entry.sense + SENSE_BYTES);
    this.#memory[entry + Entry.flags] = 0;
    this.#memory[entry + Entry.status] = status;
    this.#memory.set(sense.subarray(0, SENSE_BYTES), entry + Entry.sense);
    if (data !== undefined && copied < room) {
      this.#memory[entry + Entry.flags] = FLAG_READ_LENGTH;
      this.#view.setUint32(entry + Entry.readLength, copied, this.#littleEndian);
    }
    this.#advance();
  }

  #entry(): number {
    return this.#ringOffset + Atomics.load(this.#tail, 0);
  }

  #command(entry: number): RingCommand {
    const cdbOffset = this.#u64(entry + Entry.cdbOffset);
    const cdbBytes = CDB_BYTES[groupCode.decode(this.#memory.subarray(cdbOffset))] ?? 10;
    const pieces = Array.from({ length: this.#u32(entry + Entry.vectorCount) }, (_, index) => {
      const vector = entry + Entry.vectors + index * VECTOR_BYTES;
      const start = this.#u64(vector);
      return this.#memory.subarray(start, start + this.#u64(vector + VECTOR_BYTES / 2));
    });
    return {
      id: this.#u16(entry + Entry.commandId),
      cdb: Uint8Array.from(this.#memory.subarray(cdbOffset, cdbOffset + cdbBytes)),
      pieces,
    };
  }

  #advance(): void {
    Atomics.store(this.#tail, 0, this.#entryAfter(Atomics.load(this.#tail, 0)));
  }

  /** Where the next entry begins, counted from the beginning of the ring. */
  #entryAfter(at: number): number {
    const lengthAndOperation = this.#u32(this.#ringOffset + at + Entry.lengthAndOperation);
    return (at + (lengthAndOperation & ~OPERATION_MASK)) % this.#ringBytes;
  }

  #u16(offset: number): number {
    return this.#view.getUint16(offset, this.#littleEndian);
  }

  #u32(offset: number): number {
    return this.#view.getUint32(offset, this.#littleEndian);
  }

  #u64(offset: number): number {
    return Number(this.#view.getBigUint64(offset, this.#littleEndian));
  }
}
