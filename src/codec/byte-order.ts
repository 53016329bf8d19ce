import { EncodeError } from './errors.ts';
import { type Field, type Span, unsigned } from './field.ts';

/** Whole bytes, the most significant one last. */
const littleEndianSpans = (first: number, count: number): Span[] =>
  Array.from({ length: count }, (_, index) => ({ byte: first + count - 1 - index, high: 7, low: 0 }));

const littleEndian = (byte: number, count: number, unit?: string): Field<number, false> =>
  unsigned(littleEndianSpans(byte, count), unit);

/** Unsigned little-endian numbers. One of eight bytes is exact up to 2^53. */
export const u16le = (byte: number, unit?: string) => littleEndian(byte, 2, unit);
/** An unsigned little-endian number of four bytes. */
export const u32le = (byte: number, unit?: string) => littleEndian(byte, 4, unit);
/** An unsigned little-endian number of eight bytes. */
export const u64le = (byte: number, unit?: string) => littleEndian(byte, 8, unit);

/** A signed little-endian number of two bytes. */
export function i16le(byte: number, unit?: string): Field<number, false> {
  const plain = u16le(byte, unit);
  const values = 2 ** 16;
  return {
    ...plain,
    decode: (bytes) => {
      const value = plain.decode(bytes);
      return value < values / 2 ? value : value - values;
    },
    encode(bytes, value, name) {
      if (!Number.isInteger(value) || value < -values / 2 || value >= values / 2) {
        throw new EncodeError(
          `${name} must be an integer from ${-values / 2} to ${values / 2 - 1}, not ${String(value)}`,
        );
      }
      plain.encode(bytes, value < 0 ? value + values : value, name);
    },
  };
}

/** A number recorded twice, and whether both halves are the same. */
export interface BothField extends Field<number, false> {
  agrees(bytes: Uint8Array): boolean;
}

const at = (bytes: Uint8Array, byte: number): number => bytes[byte] ?? 0;

/** Image files have millions of these: bytes are moved one by one instead of span by span. */
function both(byte: number, count: 2 | 4, unit?: string): BothField {
  const last = byte + 2 * count - 1;
  const highest = 2 ** (8 * count) - 1;
  const plain = littleEndian(byte, count, unit);
  const little = (bytes: Uint8Array): number =>
    count === 2
      ? at(bytes, byte) | (at(bytes, byte + 1) << 8)
      : (at(bytes, byte) | (at(bytes, byte + 1) << 8) | (at(bytes, byte + 2) << 16) | (at(bytes, byte + 3) << 24)) >>>
        0;
  return {
    ...plain,
    spans: Array.from({ length: 2 * count }, (_, index) => ({ byte: byte + index, high: 7, low: 0 })),
    decode: little,
    agrees(bytes) {
      for (let index = 0; index < count; index++) if (at(bytes, byte + index) !== at(bytes, last - index)) return false;
      return true;
    },
    encode(bytes, value, name) {
      if (!Number.isInteger(value) || value < 0 || value > highest) {
        throw new EncodeError(`${name} must be an integer from 0 to ${highest}, not ${String(value)}`);
      }
      let rest = value;
      for (let index = 0; index < count; index++) {
        const lowest = rest & 0xff;
        bytes[byte + index] = lowest;
        bytes[last - index] = lowest;
        rest >>>= 8;
      }
    },
  };
}

/**
 * An unsigned number recorded in both byte orders, least significant byte first and then again most significant byte first
 * (ECMA-119, 7.2.3 and 7.3.3). The first is decoded.
 */
export const u16Both = (byte: number, unit?: string) => both(byte, 2, unit);
/** An unsigned number of four bytes in both byte orders, as ISO 9660 has them. */
export const u32Both = (byte: number, unit?: string) => both(byte, 4, unit);

/** The names of the numbers of which both halves differ. */
export const contradictions = (fields: Readonly<Record<string, unknown>>, bytes: Uint8Array): string[] =>
  Object.entries(fields).flatMap(([name, field]) =>
    'agrees' in (field as object) && !(field as BothField).agrees(bytes) ? [name] : [],
  );
