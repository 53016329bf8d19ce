import { bitsIn } from './bit-set.ts';
import { DecodeError, EncodeError } from './errors.ts';
import { hexNumber, toHex } from './hex.ts';
import { identifierInWords } from './words.ts';

/** Bits `high` to `low` (7 is the most significant) of one byte. */
export interface Span {
  readonly byte: number;
  readonly high: number;
  readonly low: number;
}

/**
 * One field of a {@link struct}: where its bits are and how they are read, written and described in words.
 * `Optional` fields may be left out when encoding; their value is then `initial`.
 */
export interface Field<T, Optional extends boolean = boolean> {
  readonly spans: readonly Span[];
  /** The spans without which its value is not known; all of them unless given. */
  readonly needs?: readonly Span[];
  readonly optional: Optional;
  /** Undefined where its bytes did not arrive: see {@link late}. */
  readonly late?: true;
  /** The only value that it should have, which is then not worth a word: see {@link fixed}. */
  readonly expected?: number;
  readonly initial: T;
  readonly unit?: string;
  decode(bytes: Uint8Array): T;
  encode(bytes: Uint8Array, value: T, name: string): void;
  format(value: T): string;
}

const wholeBytes = (first: number, count: number): Span[] =>
  Array.from({ length: count }, (_, index) => ({ byte: first + index, high: 7, low: 0 }));

const widthOf = (span: Span): number => span.high - span.low + 1;

/** The bits of a span, in place. */
export const spanMask = (span: Span): number => ((1 << widthOf(span)) - 1) << span.low;

/** How many values a span has; at most 256. */
const valuesOf = (span: Span): number => 1 << widthOf(span);

function readUnsigned(bytes: Uint8Array, spans: readonly Span[]): number {
  let value = 0;
  for (const span of spans) value = value * valuesOf(span) + (((bytes[span.byte] ?? 0) & spanMask(span)) >> span.low);
  return value;
}

function writeUnsigned(bytes: Uint8Array, spans: readonly Span[], value: number): void {
  let rest = value;
  for (let index = spans.length - 1; index >= 0; index--) {
    const span = spans[index] as Span;
    const values = valuesOf(span);
    bytes[span.byte] = ((bytes[span.byte] ?? 0) & ~spanMask(span)) | ((rest % values) << span.low);
    rest = Math.floor(rest / values);
  }
}

function checkRange(name: string, value: number, lowest: number, highest: number): void {
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new EncodeError(`${name} must be an integer from ${lowest} to ${highest}, not ${String(value)}`);
  }
}

/** An unsigned number in any bits, most significant span first. */
export function unsigned(spans: readonly Span[], unit?: string): Field<number, false> {
  const highest = 2 ** spans.reduce((sum, span) => sum + widthOf(span), 0) - 1;
  return {
    spans,
    optional: false,
    initial: 0,
    ...(unit === undefined ? {} : { unit }),
    decode: (bytes) => readUnsigned(bytes, spans),
    encode(bytes, value, name) {
      checkRange(name, value, 0, highest);
      writeUnsigned(bytes, spans, value);
    },
    format: (value) => (unit === undefined ? String(value) : `${value} ${unit}`),
  };
}

/** A flag. Left out when encoding, it is false. */
export function bit(byte: number, position: number): Field<boolean, true> {
  const spans = [{ byte, high: position, low: position }];
  return {
    spans,
    optional: true,
    initial: false,
    decode: (bytes) => readUnsigned(bytes, spans) === 1,
    encode: (bytes, value) => writeUnsigned(bytes, spans, value ? 1 : 0),
    format: (value) => (value ? 'yes' : 'no'),
  };
}

/** The highest and the lowest bit of a field within a byte, 7 to 0. */
export type BitRange = readonly [high: number, low: number];

/** An unsigned number in part of a byte. */
export const bits = (byte: number, [high, low]: BitRange, unit?: string): Field<number, false> =>
  unsigned([{ byte, high, low }], unit);

/** Unsigned big-endian numbers of one to four bytes. */
export const u8 = (byte: number, unit?: string) => unsigned(wholeBytes(byte, 1), unit);
/** An unsigned big-endian number of two bytes. */
export const u16 = (byte: number, unit?: string) => unsigned(wholeBytes(byte, 2), unit);
/** An unsigned big-endian number of three bytes. */
export const u24 = (byte: number, unit?: string) => unsigned(wholeBytes(byte, 3), unit);
/** An unsigned big-endian number of four bytes. */
export const u32 = (byte: number, unit?: string) => unsigned(wholeBytes(byte, 4), unit);

/**
 * A 16-bit number whose two bytes are not adjacent (READ DISC INFORMATION, READ TRACK INFORMATION). The most significant
 * one was added later, at the end: where a reply ends before it, it is zero.
 */
export const u16Split = (
  mostSignificantByte: number,
  leastSignificantByte: number,
  unit?: string,
): Field<number, false> => ({
  ...unsigned([...wholeBytes(mostSignificantByte, 1), ...wholeBytes(leastSignificantByte, 1)], unit),
  needs: wholeBytes(leastSignificantByte, 1),
});

/** A signed big-endian number of four bytes: a logical block address, -150 being the start of the first pregap. */
export function i32(byte: number, unit?: string): Field<number, false> {
  const spans = wholeBytes(byte, 4);
  const half = 2 ** 31;
  return {
    ...unsigned(spans, unit),
    decode: (bytes) => {
      const value = readUnsigned(bytes, spans);
      return value < half ? value : value - 2 * half;
    },
    encode(bytes, value, name) {
      checkRange(name, value, -half, half - 1);
      writeUnsigned(bytes, spans, value < 0 ? value + 2 * half : value);
    },
  };
}

/** The values that a field may have, by name. */
export type Choices = Readonly<Record<string, number>>;
/** One value of {@link Choices}. */
export type ChoiceOf<C extends Choices> = C[keyof C];

/** Looked up only when it is printed: a program that starts declares hundreds of these. */
function wordsOf(choices: Choices, value: number, other: string): string {
  const name = Object.keys(choices).find((each) => choices[each] === value);
  return name === undefined ? other : identifierInWords(name);
}

/** A number whose values have names. Reserved values decode as themselves and print as `reserved (7)`. */
export function choice<C extends Choices>(byte: number, range: BitRange, choices: C): Field<ChoiceOf<C>, false> {
  const plain = bits(byte, range);
  return {
    ...named(plain, choices, 'reserved'),
    decode: (bytes) => plain.decode(bytes) as ChoiceOf<C>,
    encode: plain.encode,
    initial: 0 as ChoiceOf<C>,
  };
}

/** The same number, printed with its name, or with `other`. */
export const named = <O extends boolean>(field: Field<number, O>, choices: Choices, other: string): Field<number, O> =>
  formattedBy(field, (value) => `${wordsOf(choices, value, other)} (${value})`);

/** A number with a bit for each of these, printed as their names: `raw, mode 1`. */
export const setOf = <O extends boolean>(field: Field<number, O>, choices: Choices): Field<number, O> =>
  formattedBy(
    field,
    (value) =>
      bitsIn(value)
        .map((position) => wordsOf(choices, position, `bit ${position}`))
        .join(', ') || 'none',
  );

/** ASCII text, padded with spaces. Bytes outside ASCII decode as `?`; trailing spaces and NULs are dropped. */
export function text(byte: number, length: number): Field<string, true> {
  return {
    spans: wholeBytes(byte, length),
    optional: true,
    initial: '',
    decode: (source) =>
      Array.from(source.subarray(byte, byte + length), (code) =>
        code === 0 ? '\0' : code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '?',
      )
        .join('')
        .replace(/[ \0]+$/, ''),
    encode(target, value, name) {
      if (value.length > length || !/^[\x20-\x7e\0]*$/.test(value)) {
        throw new EncodeError(`${name} must be at most ${length} ASCII characters, not "${value}"`);
      }
      const padded = value.padEnd(length);
      for (let index = 0; index < length; index++) target[byte + index] = padded.charCodeAt(index);
    },
    format: (value) => `"${value}"`,
  };
}

/** Bytes as they are. Left out when encoding, they are zero. */
export function bytes(byte: number, length: number): Field<Uint8Array, true> {
  return {
    spans: wholeBytes(byte, length),
    optional: true,
    initial: new Uint8Array(length),
    decode: (source) => {
      const value = new Uint8Array(length);
      value.set(source.subarray(byte, byte + length));
      return value;
    },
    encode(target, value, name) {
      if (value.length !== length) throw new EncodeError(`${name} must be ${length} bytes, not ${value.length}`);
      target.set(value, byte);
    },
    format: (value) => toHex(value, ' '),
  };
}

/** The same field, but it may be left out when encoding; its value is then `initial`. */
export const optional = <T>(field: Field<T>, initial: T = field.initial): Field<T, true> => ({
  ...field,
  optional: true,
  initial,
});

/**
 * The same field of a reply that may end before it: undefined where its bytes did not arrive, never zero. It may be left out
 * when encoding.
 */
export const late = <T>(field: Field<T>): Field<T | undefined, true> => ({
  ...field,
  optional: true,
  late: true,
  initial: field.optional ? field.initial : undefined,
  decode: (source) => (hasArrived(field, source) ? field.decode(source) : undefined),
  encode(target, value, name) {
    if (value !== undefined) field.encode(target, value, name);
  },
  format: (value) => (value === undefined ? 'not there' : field.format(value)),
});

/** All fields late. */
export const allLate = <F extends Readonly<Record<string, Field<any>>>>(fields: F): AllLate<F> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, late(field)])) as AllLate<F>;

export type AllLate<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? Field<T | undefined, true> : never };

/** Whether all the bytes are there without which a field's value is not known. */
export const hasArrived = ({ needs, spans }: Pick<Field<unknown>, 'needs' | 'spans'>, source: Uint8Array): boolean =>
  (needs ?? spans).every(({ byte }) => byte < source.length);

/**
 * Bits that the standard reserves or fixes, or that no such device sets: described only while they have another value than
 * this. Left out when encoding, they have it.
 */
export const fixed = (field: Field<number>, expected = 0): Field<number, true> => ({
  ...optional(field, expected),
  expected,
});

/** The same field with another format in words. */
export const formattedBy = <T, O extends boolean>(field: Field<T, O>, format: (value: T) => string): Field<T, O> => ({
  ...field,
  format,
});

/** A number that the standards write in hexadecimal: `2Ah`. */
export const inHex = <O extends boolean>(field: Field<number, O>, digits = 2): Field<number, O> =>
  formattedBy(field, (value) => hexNumber(value, digits));

/** Throws {@link DecodeError} unless there are at least `needed` bytes. */
export function requireBytes(source: Uint8Array, needed: number): void {
  if (source.length < needed) throw new DecodeError(`needs ${needed} bytes, has ${source.length}`);
}
