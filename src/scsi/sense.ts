import { bit, bits, choice, DecodeError, i32, late, optional, struct, u8, u16, u32 } from '../codec/index.ts';
import type { SenseTriple } from '../transport/transport.ts';

/** Sense keys (SPC-3 4.5.6). */
export const SenseKey = {
  NoSense: 0x0,
  RecoveredError: 0x1,
  NotReady: 0x2,
  MediumError: 0x3,
  HardwareError: 0x4,
  IllegalRequest: 0x5,
  UnitAttention: 0x6,
  DataProtect: 0x7,
  BlankCheck: 0x8,
  VendorSpecific: 0x9,
  CopyAborted: 0xa,
  AbortedCommand: 0xb,
  VolumeOverflow: 0xd,
  Miscompare: 0xe,
} as const;

/** Which byte, and bit if known, of the CDB or of the data-out the drive objects to (SPC-3 4.5.2.4.2). */
export interface FieldPointer {
  readonly in: 'cdb' | 'parameters';
  readonly byte: number;
  readonly bit?: number;
}

/** Sense data, fixed or descriptor format, decoded. */
export interface Sense extends SenseTriple {
  /** True when an earlier command failed (71h, 73h): the one just sent was not run. */
  readonly deferred: boolean;
  /** INFORMATION: for a medium error the LBA, where the drive says that it is valid. */
  readonly information?: number;
  readonly fieldPointer?: FieldPointer;
  /** Progress of a long operation, from 0 to 1. */
  readonly progress?: number;
  readonly raw: Uint8Array;
}

/** Fixed format sense data (SPC-3 4.5.3). */
export const fixedSense = struct(
  18,
  {
    informationValid: bit(0, 7),
    responseCode: bits(0, [6, 0]),
    filemark: bit(2, 7),
    endOfMedium: bit(2, 6),
    incorrectLength: bit(2, 5),
    key: choice(2, [3, 0], SenseKey),
    information: late(i32(3)),
    additionalLength: late(u8(7)),
    commandSpecific: late(u32(8)),
    asc: late(u8(12)),
    ascq: late(u8(13)),
    fieldReplaceableUnit: late(optional(u8(14))), // vendor specific
    senseKeySpecificValid: late(bit(15, 7)),
    commandData: late(bit(15, 6)),
    bitPointerValid: late(bit(15, 3)),
    bitPointer: late(bits(15, [2, 0])),
    fieldPointer: late(u16(16)),
  },
  { minimumBytes: 3, ownLength: { field: 'additionalLength', uncountedBytes: 8 } },
);

/** Descriptor format header (SPC-3 4.5.2.1). */
export const descriptorSense = struct(
  8,
  {
    responseCode: bits(0, [6, 0]),
    key: choice(1, [3, 0], SenseKey),
    asc: u8(2),
    ascq: u8(3),
    additionalLength: late(u8(7)),
  },
  { minimumBytes: 4 },
);

/** The field has eight bytes; the LBAs of optical discs need the last four. */
const informationDescriptor = struct(12, { valid: bit(2, 7), low: i32(8) });
const keySpecificDescriptor = struct(8, {
  valid: bit(4, 7),
  commandData: bit(4, 6),
  bitPointerValid: bit(4, 3),
  bitPointer: bits(4, [2, 0]),
  value: u16(5),
});

interface KeySpecific {
  readonly commandData: boolean;
  readonly bitPointerValid: boolean;
  readonly bitPointer: number;
  readonly value: number;
}

function keySpecificMeaning(key: number, { commandData, bitPointerValid, bitPointer, value }: KeySpecific) {
  if (key === SenseKey.IllegalRequest) {
    const where = commandData ? 'cdb' : 'parameters';
    return { fieldPointer: { in: where, byte: value, ...(bitPointerValid ? { bit: bitPointer } : {}) } as const };
  }
  if (key === SenseKey.NoSense || key === SenseKey.NotReady) return { progress: value / 65_536 };
  return {};
}

/** Throws {@link DecodeError} for bytes that are not sense data (response code other than 70h to 73h). */
export function decodeSense(raw: Uint8Array): Sense {
  const responseCode = fixedSense.fields.responseCode.decode(raw);
  switch (responseCode) {
    case 0x70:
    case 0x71:
      return decodeFixed(raw, responseCode === 0x71);
    case 0x72:
    case 0x73:
      return decodeDescriptors(raw, responseCode === 0x73);
    default:
      throw new DecodeError(`not sense data: response code ${responseCode.toString(16)}h`);
  }
}

/** Like {@link decodeSense}, but undefined for bytes that are not sense data: none at all, all zero, a vendor's own format. */
export function tryDecodeSense(raw: Uint8Array): Sense | undefined {
  try {
    return decodeSense(raw);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function decodeFixed(raw: Uint8Array, deferred: boolean): Sense {
  const { key, informationValid, information, asc, ascq, ...rest } = fixedSense.decode(raw);
  const { senseKeySpecificValid, fieldPointer, commandData = false, bitPointerValid = false, bitPointer = 0 } = rest;
  return {
    key,
    asc: asc ?? 0, // "no additional sense information", which is what its absence means (SPC-3 4.5.3)
    ascq: ascq ?? 0,
    deferred,
    ...(informationValid && information !== undefined ? { information } : {}),
    ...(senseKeySpecificValid && fieldPointer !== undefined
      ? keySpecificMeaning(key, { commandData, bitPointerValid, bitPointer, value: fieldPointer })
      : {}),
    raw,
  };
}

function decodeDescriptors(raw: Uint8Array, deferred: boolean): Sense {
  const header = descriptorSense.decode(raw);
  const end = Math.min(raw.length, (header.additionalLength ?? 0) + 8);
  const details: { -readonly [K in keyof Sense]?: Sense[K] } = {};
  for (let start = 8; start + 2 <= end; start += (raw[start + 1] ?? 0) + 2) {
    const descriptor = raw.subarray(start, Math.min(end, start + (raw[start + 1] ?? 0) + 2));
    if (descriptor[0] === 0x00 && descriptor.length >= 12) {
      const { valid, low } = informationDescriptor.decode(descriptor);
      if (valid) details.information = low;
    }
    if (descriptor[0] === 0x02 && descriptor.length >= 8) {
      const specific = keySpecificDescriptor.decode(descriptor);
      if (specific.valid) Object.assign(details, keySpecificMeaning(header.key, specific));
    }
  }
  return { key: header.key, asc: header.asc, ascq: header.ascq, deferred, ...details, raw };
}

/** What a drive that reports this sense sends: 18 bytes of fixed format. */
export function encodeSense(sense: Omit<Sense, 'raw' | 'deferred'> & { readonly deferred?: boolean }): Uint8Array {
  const pointer = sense.fieldPointer;
  return fixedSense.encode({
    informationValid: sense.information !== undefined,
    responseCode: sense.deferred ? 0x71 : 0x70,
    key: sense.key as (typeof SenseKey)[keyof typeof SenseKey],
    information: sense.information ?? 0,
    additionalLength: 10,
    commandSpecific: 0,
    asc: sense.asc,
    ascq: sense.ascq,
    senseKeySpecificValid: pointer !== undefined || sense.progress !== undefined,
    commandData: pointer?.in === 'cdb',
    bitPointerValid: pointer?.bit !== undefined,
    bitPointer: pointer?.bit ?? 0,
    fieldPointer: pointer?.byte ?? Math.min(65_535, Math.floor((sense.progress ?? 0) * 65_536)),
  });
}

const hex2 = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');

/** `5/2C/00` */
export const senseTripleText = ({ key, asc, ascq }: SenseTriple): string =>
  `${key.toString(16).toUpperCase()}/${hex2(asc)}/${hex2(ascq)}`;

/** Whether a sense has this key and additional code, and this qualifier if one is given. */
export const isSense = (sense: SenseTriple, key: number, asc: number, ascq?: number): boolean =>
  sense.key === key && sense.asc === asc && (ascq === undefined || sense.ascq === ascq);
