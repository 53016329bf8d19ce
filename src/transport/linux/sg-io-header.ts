import type { Ffi, StructType } from '../native/ffi.ts';

/** ioctl request that sends one SCSI command and waits for its answer (scsi/sg.h). */
export const SG_IO = 0x2285;

export const SgDirection = { none: -1, toDevice: -2, fromDevice: -3 } as const;
export type SgDirection = (typeof SgDirection)[keyof typeof SgDirection];

const INTERFACE_ID = 'S'.charCodeAt(0);
const CDB_ROOM_BYTES = 16;
/** Descriptor-format sense data has at most 252 bytes; drives send fewer than 64. */
const SENSE_ROOM_BYTES = 64;

/** `struct sg_io_hdr` of the kernel header scsi/sg.h; 88 bytes on 64-bit systems. */
export function sgIoHeaderType(ffi: Pick<Ffi, 'struct'>): StructType {
  return ffi.struct({
    interface_id: 'int',
    dxfer_direction: 'int',
    cmd_len: 'uchar',
    mx_sb_len: 'uchar',
    iovec_count: 'ushort',
    dxfer_len: 'uint',
    dxferp: 'size_t',
    cmdp: 'size_t',
    sbp: 'size_t',
    timeout: 'uint',
    flags: 'uint',
    pack_id: 'int',
    usr_ptr: 'size_t',
    status: 'uchar',
    masked_status: 'uchar',
    msg_status: 'uchar',
    sb_len_wr: 'uchar',
    host_status: 'ushort',
    driver_status: 'ushort',
    resid: 'int',
    duration: 'uint',
    info: 'uint',
  });
}

export interface SgIoCall {
  readonly cdb: Uint8Array;
  readonly direction: SgDirection;
  /** Empty when there is no data phase: a length with `none` is EINVAL on sr, and is sent and may hang on sg (measured). */
  readonly data: Uint8Array;
  readonly timeoutMs: number;
}

export interface SgIoResult {
  readonly status: number;
  readonly hostStatus: number;
  readonly driverStatus: number;
  readonly sense: Uint8Array<ArrayBuffer>;
  /** Bytes of the data phase that were not transferred; 0 where the adapter's driver does not count. */
  readonly residualBytes: number;
  /** From the time the kernel accepts the command to its end. */
  readonly durationMs: number;
}

/** One header, followed by its CDB and its sense area, in memory that is reused for every command. */
export class SgIoHeader {
  /** The ioctl's argument. */
  readonly memory: Buffer;
  readonly #fields: Record<string, unknown>;
  readonly #cdb: Buffer;
  readonly #sense: Buffer;
  readonly #addressOf: Ffi['addressOf'];

  constructor(ffi: Ffi) {
    const type = sgIoHeaderType(ffi);
    this.memory = Buffer.alloc(type.size + CDB_ROOM_BYTES + SENSE_ROOM_BYTES);
    this.#fields = new type(this.memory);
    this.#cdb = this.memory.subarray(type.size, type.size + CDB_ROOM_BYTES);
    this.#sense = this.memory.subarray(type.size + CDB_ROOM_BYTES);
    this.#addressOf = ffi.addressOf;
  }

  write(call: SgIoCall): void {
    this.memory.fill(0);
    this.#cdb.set(call.cdb);
    Object.assign(this.#fields, {
      interface_id: INTERFACE_ID,
      dxfer_direction: call.direction,
      cmd_len: call.cdb.byteLength,
      mx_sb_len: SENSE_ROOM_BYTES,
      dxfer_len: call.data.byteLength,
      dxferp: call.data.byteLength === 0 ? 0 : this.#addressOf(call.data),
      cmdp: this.#addressOf(this.#cdb),
      sbp: this.#addressOf(this.#sense),
      timeout: Math.max(1, Math.ceil(call.timeoutMs)),
    });
  }

  read(): SgIoResult {
    const field = (name: string): number => Number(this.#fields[name]);
    return {
      status: field('status'),
      hostStatus: field('host_status'),
      driverStatus: field('driver_status'),
      sense: new Uint8Array(this.#sense.subarray(0, field('sb_len_wr'))),
      residualBytes: field('resid'),
      durationMs: field('duration'),
    };
  }
}
