import { EncodeError, type Field } from '../../codec/index.ts';

/** Text as UCS-2, most significant byte first. Characters beyond it become two surrogates, as all systems that read Joliet expect. */
export const encodeUcs2 = (value: string): Buffer<ArrayBuffer> => Buffer.from(value, 'utf16le').swap16();

/** An odd last byte is ignored. */
export const decodeUcs2 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le');

/** UCS-2 text padded with spaces; an odd last byte of the field is zero (Joliet specification). */
export function ucs2Text(byte: number, length: number): Field<string, true> {
  const characters = Math.floor(length / 2);
  return {
    spans: Array.from({ length }, (_, index) => ({ byte: byte + index, high: 7, low: 0 })),
    optional: true,
    initial: '',
    decode: (source) => decodeUcs2(source.subarray(byte, byte + 2 * characters)).replace(/[ \0]+$/, ''),
    encode(target, value, name) {
      if (value.length > characters) {
        throw new EncodeError(`${name} must be at most ${characters} characters, not "${value}"`);
      }
      target.set(encodeUcs2(value.padEnd(characters)), byte);
      if (length % 2 === 1) target[byte + length - 1] = 0;
    },
    format: (value) => `"${value}"`,
  };
}
