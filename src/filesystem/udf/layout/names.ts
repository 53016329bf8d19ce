import { crc } from '../../../codec/index.ts';
import { encodeUcs2 } from '../../iso9660/ucs2.ts';
import { cs0Length } from '../cs0.ts';

/** The length of a name is one byte (ECMA-167 4/14.4.4), and its first byte says what its characters are. */
export const LONGEST_NAME_BYTES = 255;

const nameCrc = crc({ widthBits: 16, polynomial: 0x1021 });
const LONGEST_EXTENSION = 5;
const LONE_HIGH_SURROGATE = /[\ud800-\udbff]$/;

export const isTooLong = (name: string): boolean => cs0Length(name) > LONGEST_NAME_BYTES;

/**
 * A name as it is recorded. One that is too long loses the end of its stem, and gets a number made of the whole name there (UDF 2.50,
 * 4.2.2.1: `#` and four digits), so that it does not become another's.
 */
export function recordedName(name: string): string {
  if (!isTooLong(name)) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot - 1 <= LONGEST_EXTENSION ? name.slice(dot) : '';
  const digits = nameCrc(encodeUcs2(name)).toString(16).toUpperCase().padStart(4, '0');
  const stem = name.slice(0, name.length - extension.length);
  for (let length = stem.length; length > 0; length--) {
    const cut = `${stem.slice(0, length).replace(LONE_HIGH_SURROGATE, '')}#${digits}${extension}`;
    if (!isTooLong(cut)) return cut;
  }
  return `#${digits}`;
}

/** A text that fits into a field of that many bytes, cut at its end if it must be. */
export function cutToField(text: string, fieldBytes: number): string {
  let cut = text;
  while (cs0Length(cut) > fieldBytes - 1) cut = cut.slice(0, -1).replace(LONE_HIGH_SURROGATE, '');
  return cut;
}
