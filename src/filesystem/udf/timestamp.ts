import { bits, type Field, i16le, struct, u8, unsigned } from '../../codec/index.ts';

/** ECMA-167 1/7.3. */
const layout = struct(12, {
  /** Minutes from UTC, in two's complement of twelve bits; -2,047 is not given. */
  zone: unsigned([
    { byte: 1, high: 3, low: 0 },
    { byte: 0, high: 7, low: 0 },
  ]),
  type: bits(1, [7, 4]),
  year: i16le(2),
  month: u8(4),
  day: u8(5),
  hour: u8(6),
  minute: u8(7),
  second: u8(8),
  centiseconds: u8(9),
  hundredMicroseconds: u8(10),
  microseconds: u8(11),
});

const ZONE_VALUES = 4_096;
const LARGEST_ZONE = 1_440;
const LOCAL_TIME = 1;

/** A date, to the millisecond. What is not one is undefined. It is recorded in UTC. */
export function timestamp(byte: number): Field<Date | undefined, true> {
  return {
    spans: Array.from({ length: 12 }, (_, index) => ({ byte: byte + index, high: 7, low: 0 })),
    optional: true,
    initial: undefined,
    decode(bytes) {
      if (bytes.length < byte + 12) return undefined;
      const { zone, year, month, day, hour, minute, second, centiseconds, hundredMicroseconds } = layout.decode(
        bytes.subarray(byte, byte + 12),
      );
      if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
      const minutes = zone < ZONE_VALUES / 2 ? zone : zone - ZONE_VALUES;
      const date = new Date(
        Date.UTC(
          2_000,
          month - 1,
          day,
          hour,
          minute,
          second,
          Math.min(999, centiseconds * 10 + Math.floor(hundredMicroseconds / 10)),
        ),
      );
      date.setUTCFullYear(year, month - 1, day);
      return new Date(date.getTime() - (Math.abs(minutes) > LARGEST_ZONE ? 0 : minutes) * 60_000);
    },
    encode(bytes, value) {
      if (value === undefined) {
        bytes.fill(0, byte, byte + 12);
        return;
      }
      bytes.set(encoded(value), byte);
    },
    format: (value) => value?.toISOString() ?? 'not given',
  };
}

/** The last one: the dates of a file are often the same. */
let last = { ms: Number.NaN, bytes: new Uint8Array(0) };

function encoded(value: Date): Uint8Array {
  const ms = value.getTime();
  if (ms !== last.ms) last = { ms, bytes: encodeDate(value) };
  return last.bytes;
}

function encodeDate(value: Date): Uint8Array<ArrayBuffer> {
  const milliseconds = value.getUTCMilliseconds();
  return layout.encode({
    zone: 0,
    type: LOCAL_TIME,
    year: value.getUTCFullYear(),
    month: value.getUTCMonth() + 1,
    day: value.getUTCDate(),
    hour: value.getUTCHours(),
    minute: value.getUTCMinutes(),
    second: value.getUTCSeconds(),
    centiseconds: Math.floor(milliseconds / 10),
    hundredMicroseconds: (milliseconds % 10) * 10,
    microseconds: 0,
  });
}
