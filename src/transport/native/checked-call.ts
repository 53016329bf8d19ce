import type { CParameter, CResult, CValue, ForeignFunction } from './ffi.ts';

/** A function as a backend declares it. */
export type RawFunction = (...values: never[]) => unknown;

export interface Signature {
  readonly name: string;
  readonly result: CResult;
  readonly parameters: readonly CParameter[];
}

/** How a backend wants arguments of 64 bits. */
export type WideAs = 'number' | 'bigint';

type Convert = (value: CValue | undefined) => unknown;

const MAX_U32 = 0xffff_ffff;
const MAX_I32 = 0x7fff_ffff;
const MAX_I64 = 0x7fff_ffff_ffff_ffffn;
const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/**
 * Checks what the backends do not: koffi wraps integers that are too large and ignores arguments that are too many, and
 * node:ffi ignores a signature whose keys it does not know and then returns undefined (measured).
 */
export function checkedCall<Result extends CResult>(
  signature: Signature & { readonly result: Result },
  raw: RawFunction,
  wideAs: WideAs,
): ForeignFunction<Result> {
  const { name, parameters } = signature;
  const converters = parameters.map((type) => converterOf(type, wideAs));
  const finish = finisherOf(signature);
  const call = raw as (...values: unknown[]) => unknown;
  return (...values: CValue[]) => {
    if (values.length !== converters.length) {
      throw new TypeError(`${name} takes ${converters.length} arguments, not ${values.length}`);
    }
    return finish(call(...converters.map((convert, index) => convert(values[index])))) as never;
  };
}

function converterOf(type: CParameter, wideAs: WideAs): Convert {
  switch (type) {
    case 'i32':
      return (value) => smallInteger(type, value, -MAX_I32 - 1, MAX_I32);
    case 'u32':
      return (value) => smallInteger(type, value, 0, MAX_U32);
    case 'i64':
      return (value) => wideInteger(type, value, -MAX_I64 - 1n, MAX_I64, wideAs);
    case 'usize':
      return (value) => wideInteger(type, value, 0n, MAX_U64, wideAs);
    case 'bytes':
      return (value) => {
        if (value === null || value instanceof Uint8Array) return value;
        throw unfit(type, value);
      };
  }
}

function smallInteger(type: CParameter, value: CValue | undefined, lowest: number, highest: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw unfit(type, value);
}

function wideInteger(type: CParameter, value: CValue | undefined, low: bigint, high: bigint, as: WideAs): unknown {
  const isWide = typeof value === 'bigint' ? value >= low && value <= high : Number.isSafeInteger(value);
  if (!isWide || Number(value) < Number(low)) throw unfit(type, value);
  if (as === 'bigint') return BigInt(value as number | bigint);
  if (Number.isSafeInteger(Number(value))) return Number(value);
  throw unfit(type, value);
}

function unfit(type: CParameter, value: unknown): RangeError {
  const shown = value instanceof Uint8Array ? `${value.byteLength} bytes` : String(value);
  return new RangeError(`${shown} does not fit into ${type === 'bytes' ? 'a pointer to bytes' : type}`);
}

function finisherOf({ name, result }: Signature): (value: unknown) => number | bigint {
  if (result === 'i64' || result === 'address') return (value) => BigInt(String(value));
  return (value) => {
    if (typeof value === 'number') return value;
    throw new TypeError(`${name} returned ${String(value)}, not a number`);
  };
}
