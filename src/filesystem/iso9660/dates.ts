import { EncodeError, type Field, type Span } from '../../codec/index.ts';

/*
 * Dates are instants here, and are recorded in UTC: the same tree gives the same bytes in every time zone. When decoded, the recorded
 * offset from UTC, in quarters of an hour, is taken into account.
 */

const QUARTER_MS = 15 * 60_000;
/** ECMA-119, 8.4.26.1: from -48 (west) to +52 (east). */
const LARGEST_OFFSET = 52;

const spansOf = (byte: number, count: number): Span[] =>
  Array.from({ length: count }, (_, index) => ({ byte: byte + index, high: 7, low: 0 }));

/** A signed byte. */
const signed = (value: number): number => (value < 128 ? value : value - 256);

function instant(parts: readonly number[], milliseconds: number, offset: number): Date | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
  const local = Date.UTC(2_000, month - 1, day, hour, minute, second, milliseconds);
  const moved = new Date(local);
  moved.setUTCFullYear(year, month - 1, day);
  const quarters = Math.abs(offset) > LARGEST_OFFSET ? 0 : offset;
  return new Date(moved.getTime() - quarters * QUARTER_MS);
}

const LEAST_RECORDED = Date.UTC(1_900, 0, 1);
const LAST_RECORDED = Date.UTC(2_155, 11, 31, 23, 59, 59);

/** The nearest date that seven bytes can hold: 1900 to 2155, whole seconds. */
const recordable = (date: Date): Date => new Date(Math.min(Math.max(date.getTime(), LEAST_RECORDED), LAST_RECORDED));

/**
 * Seven bytes (ECMA-119, 9.1.5): years since 1900, month, day, hour, minute, second, offset. All zeros, and what is not a date, is
 * undefined. A date outside 1900 to 2155 is recorded as the nearest of these.
 */
export function shortDate(byte: number): Field<Date | undefined, true> {
  return {
    spans: spansOf(byte, 7),
    optional: true,
    initial: undefined,
    decode(bytes) {
      const at = (index: number): number => bytes[byte + index] ?? 0;
      return instant([1_900 + at(0), at(1), at(2), at(3), at(4), at(5)], 0, signed(at(6)));
    },
    encode(bytes, value) {
      if (value === undefined) {
        bytes.fill(0, byte, byte + 7);
        return;
      }
      const date = recordable(value);
      bytes[byte] = date.getUTCFullYear() - 1_900;
      bytes[byte + 1] = date.getUTCMonth() + 1;
      bytes[byte + 2] = date.getUTCDate();
      bytes[byte + 3] = date.getUTCHours();
      bytes[byte + 4] = date.getUTCMinutes();
      bytes[byte + 5] = date.getUTCSeconds();
      bytes[byte + 6] = 0;
    },
    format: inWords,
  };
}

const inWords = (value: Date | undefined): string => value?.toISOString() ?? 'not given';

const ZERO = 0x30;

/**
 * Seventeen bytes (ECMA-119, 8.4.26.1): sixteen digits, year to hundredths of a second, and the offset. All digits zero, and what is not a
 * date, is undefined.
 */
export function longDate(byte: number): Field<Date | undefined, true> {
  return {
    spans: spansOf(byte, 17),
    optional: true,
    initial: undefined,
    decode(bytes) {
      const digits = String.fromCharCode(...bytes.subarray(byte, byte + 16));
      if (!/^\d{16}$/.test(digits)) return undefined;
      const number = (from: number, to: number): number => Number(digits.slice(from, to));
      const parts = [number(0, 4), number(4, 6), number(6, 8), number(8, 10), number(10, 12), number(12, 14)];
      return instant(parts, number(14, 16) * 10, signed(bytes[byte + 16] ?? 0));
    },
    encode(bytes, value, name) {
      if (value === undefined) {
        bytes.fill(ZERO, byte, byte + 16);
        bytes[byte + 16] = 0;
        return;
      }
      const text = value.toISOString();
      if (!/^\d{4}-/.test(text)) throw new EncodeError(`${name} must be a year from 0 to 9999, not ${text}`);
      const digits = text.replace(/\D/g, '').slice(0, 16);
      for (let index = 0; index < 16; index++) bytes[byte + index] = digits.charCodeAt(index);
      bytes[byte + 16] = 0;
    },
    format: inWords,
  };
}
