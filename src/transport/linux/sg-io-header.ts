import { type CLayout, type CStruct, type CValues, cStruct, layoutHere } from '../native/c-struct.ts';
import type { Ffi } from '../native/ffi.ts';

/** ioctl request that sends one SCSI command and waits for its answer (scsi/sg.h). */
export const SG_IO = 0x2285;

export const SgDirection = { none: -1, toDevice: -2, fromDevice: -3 } as const;
export type SgDirection = (typeof SgDirection)[keyof typeof SgDirection];

const INTERFACE_ID = 'S'.charCodeAt(0);
const CDB_ROOM_BYTES = 16;
/** Descriptor-format sense data has at most 252 bytes; drives send fewer than 64. */
const SENSE_ROOM_BYTES = 64;

const SG_IO_FIELDS = {
  interface_id: 'i32',
  dxfer_direction: 'i32',
  cmd_len: 'u8',
  mx_sb_len: 'u8',
  iovec_count: 'u16',
  dxfer_len: 'u32',
  dxferp: 'pointer',
  cmdp: 'pointer',
  sbp: 'pointer',
  timeout: 'u32',
  flags: 'u32',
  pack_id: 'i32',
  usr_ptr: 'pointer',
  status: 'u8',
  masked_status: 'u8',
  msg_status: 'u8',
  sb_len_wr: 'u8',
  host_status: 'u16',
  driver_status: 'u16',
  resid: 'i32',
  duration: 'u32',
  info: 'u32',
} as const;
type SgIoFields = typeof SG_IO_FIELDS;

/** `struct sg_io_hdr` of the kernel header scsi/sg.h. */
export const sgIoHeaderType = (layout: CLayout): CStruct<SgIoFields> => cStruct(layout, SG_IO_FIELDS);

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

const NO_SENSE = new Uint8Array(0);

/** One header, followed by its CDB and its sense area, in memory that is reused for every command. */
export class SgIoHeader {
  /** The ioctl's argument. */
  readonly memory: Buffer;
  readonly #fields: CValues<SgIoFields>;
  readonly #cdb: Uint8Array;
  readonly #cdbAddress: bigint;
  readonly #sense: Uint8Array;
  readonly #senseAddress: bigint;
  readonly #addressOf: Ffi['addressOf'];

  constructor({ addressOf, pointerBytes }: Pick<Ffi, 'addressOf' | 'pointerBytes'>) {
    const type = sgIoHeaderType(layoutHere(pointerBytes));
    this.memory = Buffer.alloc(type.size + CDB_ROOM_BYTES + SENSE_ROOM_BYTES);
    this.#fields = type.over(this.memory);
    this.#cdb = this.memory.subarray(type.size, type.size + CDB_ROOM_BYTES);
    this.#cdbAddress = addressOf(this.#cdb);
    this.#sense = this.memory.subarray(type.size + CDB_ROOM_BYTES);
    this.#senseAddress = addressOf(this.#sense);
    this.#addressOf = addressOf;
  }

  write(call: SgIoCall): void {
    this.memory.fill(0);
    this.#cdb.set(call.cdb);
    const fields = this.#fields;
    fields.interface_id = INTERFACE_ID;
    fields.dxfer_direction = call.direction;
    fields.cmd_len = call.cdb.byteLength;
    fields.mx_sb_len = SENSE_ROOM_BYTES;
    fields.dxfer_len = call.data.byteLength;
    fields.dxferp = call.data.byteLength === 0 ? 0n : this.#addressOf(call.data);
    fields.cmdp = this.#cdbAddress;
    fields.sbp = this.#senseAddress;
    fields.timeout = Math.max(1, Math.ceil(call.timeoutMs));
  }

  read(): SgIoResult {
    const fields = this.#fields;
    const senseBytes = fields.sb_len_wr;
    return {
      status: fields.status,
      hostStatus: fields.host_status,
      driverStatus: fields.driver_status,
      sense: senseBytes === 0 ? NO_SENSE : new Uint8Array(this.#sense.subarray(0, senseBytes)),
      residualBytes: fields.resid,
      durationMs: fields.duration,
    };
  }
}
