import type { Field, Fields, Struct } from '../codec/index.ts';
import { encodeSense, type FieldPointer, SenseKey } from '../scsi/sense.ts';

export interface SenseDetails {
  /** An earlier command failed; this one was not carried out. */
  readonly deferred?: boolean;
  readonly information?: number;
  readonly fieldPointer?: FieldPointer;
  /** From 0 to 1. */
  readonly progress?: number;
}

/** Thrown by a handler to end its command with CHECK CONDITION. */
export class CheckCondition extends Error {
  override readonly name = 'CheckCondition';
  readonly sense: Uint8Array;

  constructor(key: number, asc: number, ascq: number, details: SenseDetails = {}) {
    super(`${key.toString(16)}/${asc.toString(16)}/${ascq.toString(16)}`);
    this.sense = encodeSense({ key, asc, ascq, ...details });
  }
}

export const notReady = (asc: number, ascq: number, details?: SenseDetails): CheckCondition =>
  new CheckCondition(SenseKey.NotReady, asc, ascq, details);

export const illegalRequest = (asc: number, ascq: number, details?: SenseDetails): CheckCondition =>
  new CheckCondition(SenseKey.IllegalRequest, asc, ascq, details);

/** Where a declared field is, as field pointers name it: its first byte and, if smaller than a byte, its highest bit. */
export function pointerTo<F extends Fields>(
  part: FieldPointer['in'],
  layout: Pick<Struct<F>, 'fields'>,
  name: keyof F & string,
  offsetBytes = 0,
): FieldPointer {
  const span = (layout.fields[name] as Field<unknown> | undefined)?.spans[0];
  if (span === undefined) return { in: part, byte: offsetBytes };
  const wholeByte = span.high === 7 && span.low === 0;
  return { in: part, byte: span.byte + offsetBytes, ...(wholeByte ? {} : { bit: span.high }) };
}

/** 5/24/00 invalid field in CDB, with a pointer to the declared field. */
export const invalidCdbField = <F extends Fields>(
  definition: { readonly spec: { readonly cdb: Struct<F> } },
  name: keyof F & string,
): CheckCondition => illegalRequest(0x24, 0x00, { fieldPointer: pointerTo('cdb', definition.spec.cdb, name) });

/** 5/26/00 invalid field in parameter list. */
export const invalidParameter = (byte: number, bit?: number): CheckCondition =>
  illegalRequest(0x26, 0x00, { fieldPointer: { in: 'parameters', byte, ...(bit === undefined ? {} : { bit }) } });

/** 5/1A/00 parameter list length error. */
export const parameterListLengthError = (): CheckCondition => illegalRequest(0x1a, 0x00);

/** B/4B/00 data phase error: the host sent fewer or more bytes than its CDB announced. */
export const dataPhaseError = (): CheckCondition => new CheckCondition(SenseKey.AbortedCommand, 0x4b, 0x00);
