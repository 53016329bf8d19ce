import { byteArray, type Ffi, type StructType } from '../native/ffi.ts';
import { ScsiStatus } from '../sam.ts';

/** ntddscsi.h. */
export const IOCTL_SCSI_PASS_THROUGH_DIRECT = 0x4d014;

/** DataIn of ntddscsi.h. A wrong one gives error 1117 with no hint why. */
export const SptDataIn = { out: 0, in: 1, unspecified: 2 } as const;
export type SptDataIn = (typeof SptDataIn)[keyof typeof SptDataIn];

const SENSE_ROOM_BYTES = 32;
const MS_PER_SECOND = 1000;

/**
 * SCSI_PASS_THROUGH_DIRECT of ntddscsi.h, 56 bytes in a 64-bit process, and after it what the sample in its documentation puts
 * there: a ULONG filler and the sense area; 96 bytes in all, with the sense data at 60.
 */
export function passThroughTypes(ffi: Pick<Ffi, 'struct'>): { direct: StructType; withSense: StructType } {
  const direct = {
    Length: 'uint16',
    ScsiStatus: 'uint8',
    PathId: 'uint8',
    TargetId: 'uint8',
    Lun: 'uint8',
    CdbLength: 'uint8',
    SenseInfoLength: 'uint8',
    DataIn: 'uint8',
    DataTransferLength: 'uint32',
    TimeOutValue: 'uint32',
    DataBuffer: 'size_t',
    SenseInfoOffset: 'uint32',
    Cdb: byteArray(16),
  };
  const directType = ffi.struct(direct);
  // The structure is padded at its end to the alignment of its pointer, so it is nested and not continued.
  return {
    direct: directType,
    withSense: ffi.struct({ direct: directType, filler: 'uint32', sense: byteArray(SENSE_ROOM_BYTES) }),
  };
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
  readonly #fields: Record<string, unknown>;
  readonly #sense: Buffer;
  readonly #directBytes: number;
  readonly #senseOffset: number;
  readonly #addressOf: Ffi['addressOf'];

  constructor(ffi: Ffi) {
    const { direct, withSense } = passThroughTypes(ffi);
    this.memory = Buffer.alloc(withSense.size);
    this.#fields = new direct(this.memory);
    this.#directBytes = direct.size;
    this.#senseOffset = withSense.fields['sense']?.offset ?? direct.size;
    this.#sense = this.memory.subarray(this.#senseOffset, this.#senseOffset + SENSE_ROOM_BYTES);
    this.#addressOf = ffi.addressOf;
  }

  write(call: PassThroughCall): void {
    this.memory.fill(0);
    Object.assign(this.#fields, {
      Length: this.#directBytes,
      CdbLength: call.cdb.byteLength,
      SenseInfoLength: SENSE_ROOM_BYTES,
      DataIn: call.dataIn,
      DataTransferLength: call.data.byteLength,
      TimeOutValue: Math.max(1, Math.ceil(call.timeoutMs / MS_PER_SECOND)),
      DataBuffer: call.data.byteLength === 0 ? 0 : this.#addressOf(call.data),
      SenseInfoOffset: this.#senseOffset,
      Cdb: call.cdb,
    });
  }

  read(): PassThroughResult {
    const status = Number(this.#fields['ScsiStatus']);
    return {
      status,
      sense: status === ScsiStatus.Good ? new Uint8Array(0) : senseIn(this.#sense),
      transferredBytes: Number(this.#fields['DataTransferLength']),
    };
  }
}

const SENSE_HEADER_BYTES = 8;
const ADDITIONAL_LENGTH_AT = 7;

/** Sense data by the length inside it (SPC-3 4.5.1): SenseInfoLength is not reliable. */
function senseIn(area: Uint8Array): Uint8Array<ArrayBuffer> {
  if (area[0] === 0) return new Uint8Array(0);
  return new Uint8Array(area.subarray(0, SENSE_HEADER_BYTES + (area[ADDITIONAL_LENGTH_AT] ?? 0)));
}
