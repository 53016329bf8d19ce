import { EncodeError, type Field } from '../../codec/index.ts';
import { decodeUcs2, encodeUcs2 } from '../iso9660/ucs2.ts';

/** UDF 2.50, 2.1.1: characters of 8 or 16 bits; the others say that a name was deleted. */
const EIGHT_BITS = 8;
const SIXTEEN_BITS = 16;

/** OSTA compressed Unicode. @returns undefined if it is not: another compression, no bytes */
export function decodeCs0(source: Uint8Array): string | undefined {
  const text = source.subarray(1);
  if (source[0] === EIGHT_BITS) return Buffer.from(text).toString('latin1');
  return source[0] === SIXTEEN_BITS ? decodeUcs2(text) : undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all characters of eight bits
const NARROW = /^[\u0000-\u00ff]*$/;

export function encodeCs0(text: string): Uint8Array<ArrayBuffer> {
  if (text === '') return new Uint8Array(0);
  const isNarrow = NARROW.test(text);
  const characters = isNarrow ? Buffer.from(text, 'latin1') : encodeUcs2(text);
  const bytes = new Uint8Array(1 + characters.length);
  bytes[0] = isNarrow ? EIGHT_BITS : SIXTEEN_BITS;
  bytes.set(characters, 1);
  return bytes;
}

/** How many bytes that has. */
export const cs0Length = (text: string): number =>
  text === '' ? 0 : 1 + (NARROW.test(text) ? text.length : 2 * text.length);

/** A text in a field of fixed length, whose last byte says how much of it is used (ECMA-167 1/7.2.12). */
export function dstring(byte: number, length: number): Field<string, true> {
  return {
    spans: Array.from({ length }, (_, index) => ({ byte: byte + index, high: 7, low: 0 })),
    optional: true,
    initial: '',
    decode(bytes) {
      const used = Math.min(length - 1, bytes[byte + length - 1] ?? 0);
      return (decodeCs0(bytes.subarray(byte, byte + used)) ?? '').replace(/\0+$/, '');
    },
    encode(bytes, value, name) {
      const encoded = encodeCs0(value);
      if (encoded.length > length - 1)
        throw new EncodeError(`${name} must fit into ${length - 1} bytes, not "${value}"`);
      bytes.fill(0, byte, byte + length);
      bytes.set(encoded, byte);
      bytes[byte + length - 1] = encoded.length;
    },
    format: (value) => `"${value}"`,
  };
}
