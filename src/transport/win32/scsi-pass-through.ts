import { type CLayout, type CStruct, type CValues, cBytes, cStruct, layoutHere } from '../native/c-struct.ts';
import type { Ffi } from '../native/ffi.ts';
import { ScsiStatus } from '../sam.ts';

/** ntddscsi.h. */
export const IOCTL_SCSI_PASS_THROUGH_DIRECT = 0x4d014;

/** DataIn of ntddscsi.h. A wrong one gives error 1117 with no hint why. */
export const SptDataIn = { out: 0, in: 1, unspecified: 2 } as const;
export type SptDataIn = (typeof SptDataIn)[keyof typeof SptDataIn];

const SENSE_ROOM_BYTES = 32;
const MS_PER_SECOND = 1000;

const DIRECT_FIELDS = {
  Length: 'u16',
  ScsiStatus: 'u8',
  PathId: 'u8',
  TargetId: 'u8',
  Lun: 'u8',
  CdbLength: 'u8',
  SenseInfoLength: 'u8',
  DataIn: 'u8',
  DataTransferLength: 'u32',
  TimeOutValue: 'u32',
  DataBuffer: 'pointer',
  SenseInfoOffset: 'u32',
  Cdb: cBytes(16),
} as const;
type DirectFields = typeof DIRECT_FIELDS;

/**
 * SCSI_PASS_THROUGH_DIRECT of ntddscsi.h, 56 bytes in a 64-bit process, and after it what the sample in its documentation puts
 * there: a ULONG filler and the sense area; 96 bytes in all, with the sense data at 60.
 */
export function passThroughTypes(layout: CLayout): {
  direct: CStruct<DirectFields>;
  withSense: CStruct<{ direct: CStruct; filler: 'u32'; sense: ReturnType<typeof cBytes> }>;
} {
  const direct = cStruct(layout, DIRECT_FIELDS);
  // The structure is padded at its end to the alignment of its pointer, so it is nested and not continued.
  return { direct, withSense: cStruct(layout, { direct, filler: 'u32', sense: cBytes(SENSE_ROOM_BYTES) }) };
}

export interface PassThroughCall {
  readonly cdb: Uint8Array;
  readonly dataIn: SptDataIn;
  /** Empty when there is no data phase. */
  readonly data: Uint8Array;
  readonly timeoutMs: number;
}

export interface PassThroughResult {
  readonly status: number;
  /** Empty unless the status says that there is sense data. */
  readonly sense: Uint8Array<ArrayBuffer>;
  /** Bytes of the data phase that were transferred: DataTransferLength, which the port driver replaces. */
  readonly transferredBytes: number;
}

/** One request block, in memory that is reused for every command; both input and output of the control code. */
export class PassThroughBlock {
  readonly memory: Buffer;
  readonly #fields: CValues<DirectFields>;
  readonly #cdb: Uint8Array;
  readonly #sense: Uint8Array;
  readonly #directBytes: number;
  readonly #senseOffset: number;
  readonly #addressOf: Ffi['addressOf'];

  constructor({ addressOf, pointerBytes }: Pick<Ffi, 'addressOf' | 'pointerBytes'>) {
    const { direct, withSense } = passThroughTypes(layoutHere(pointerBytes));
    this.memory = Buffer.alloc(withSense.size);
    this.#fields = direct.over(this.memory);
    this.#cdb = this.#fields.Cdb;
    this.#directBytes = direct.size;
    this.#senseOffset = withSense.fields.sense.offset;
    this.#sense = withSense.over(this.memory).sense;
    this.#addressOf = addressOf;
  }

  write(call: PassThroughCall): void {
    this.memory.fill(0);
    this.#cdb.set(call.cdb);
    const fields = this.#fields;
    fields.Length = this.#directBytes;
    fields.CdbLength = call.cdb.byteLength;
    fields.SenseInfoLength = SENSE_ROOM_BYTES;
    fields.DataIn = call.dataIn;
    fields.DataTransferLength = call.data.byteLength;
    fields.TimeOutValue = Math.max(1, Math.ceil(call.timeoutMs / MS_PER_SECOND));
    fields.DataBuffer = call.data.byteLength === 0 ? 0n : this.#addressOf(call.data);
    fields.SenseInfoOffset = this.#senseOffset;
  }

  read(): PassThroughResult {
    const status = this.#fields.ScsiStatus;
    return {
      status,
      sense: status === ScsiStatus.Good ? NO_SENSE : senseIn(this.#sense),
      transferredBytes: this.#fields.DataTransferLength,
    };
  }
}

const NO_SENSE = new Uint8Array(0);
const SENSE_HEADER_BYTES = 8;
const ADDITIONAL_LENGTH_AT = 7;

/** Sense data by the length inside it (SPC-3 4.5.1): SenseInfoLength is not reliable. */
function senseIn(area: Uint8Array): Uint8Array<ArrayBuffer> {
  if (area[0] === 0) return NO_SENSE;
  return new Uint8Array(area.subarray(0, SENSE_HEADER_BYTES + (area[ADDITIONAL_LENGTH_AT] ?? 0)));
}
