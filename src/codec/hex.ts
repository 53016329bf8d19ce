import { DecodeError } from './errors.ts';

/** Lower-case hexadecimal, two digits per byte: `2a00`, or with a separator `2a 00`. */
export function toHex(bytes: Uint8Array, separator = ''): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
}

/** Bytes of hexadecimal digits; white space between bytes is ignored. Throws {@link DecodeError} for anything else. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) {
    throw new DecodeError(`not pairs of hexadecimal digits: "${text.slice(0, 40)}"`);
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A number in the standards' notation: `5Bh`, `0010h`. */
export function hexNumber(value: number, digits = 2): string {
  return `${value.toString(16).toUpperCase().padStart(digits, '0')}h`;
}
