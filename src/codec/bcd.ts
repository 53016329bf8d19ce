import { EncodeError } from './errors.ts';

/** Binary-coded decimal: two digits in a byte. Throws {@link EncodeError} for anything but 0 to 99. */
export function toBcd(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 99) throw new EncodeError(`${value} is not 0 to 99`);
  return (Math.floor(value / 10) << 4) | (value % 10);
}

/** The number in a byte. Nibbles above 9, which are not digits, count as they are. */
export const fromBcd = (byte: number): number => (byte >>> 4) * 10 + (byte & 0xf);
