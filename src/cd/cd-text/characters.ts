import { EncodeError } from '../../codec/index.ts';
import { CharacterCode } from './model.ts';

const ENCODINGS: Readonly<Record<number, string>> = {
  [CharacterCode.MsJis]: 'shift_jis',
  [CharacterCode.Korean]: 'euc-kr',
  [CharacterCode.Mandarin]: 'gbk',
};

/** Whether a character may have two bytes and a text ends with two zeros. */
export const isDoubleByte = (code: CharacterCode): boolean => ENCODINGS[code] !== undefined;

/** Whether a byte is the first of a two-byte character; some discs mix half-width characters with them. */
export const isLeadByte = (code: CharacterCode, byte: number): boolean =>
  code === CharacterCode.MsJis ? (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc) : byte >= 0x81;

export function decodeText(bytes: readonly number[], code: CharacterCode): string {
  const encoding = ENCODINGS[code];
  // Not TextDecoder('latin1'), which means windows-1252.
  if (encoding === undefined) return String.fromCharCode(...bytes);
  return new TextDecoder(encoding).decode(Uint8Array.from(bytes));
}

/**
 * Text whose code says double-byte although it ends with one zero: of that code where the bytes are valid in it, otherwise
 * ISO 8859-1.
 */
export function decodeSingle(bytes: readonly number[], code: CharacterCode): string {
  const encoding = ENCODINGS[code];
  if (encoding === undefined) return decodeText(bytes, code);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return String.fromCharCode(...bytes);
  }
}

const reverseTables = new Map<CharacterCode, ReadonlyMap<string, readonly [number, number]>>();

/** The two-byte characters of an encoding, found by decoding every pair: the platform has no encoder. */
function reverseTable(code: CharacterCode): ReadonlyMap<string, readonly [number, number]> {
  const known = reverseTables.get(code);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(ENCODINGS[code], { fatal: true });
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    if (!isLeadByte(code, lead)) continue;
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      try {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        if ([...character].length === 1 && !table.has(character)) table.set(character, [lead, trail]);
      } catch {
        // Not a character of this encoding.
      }
    }
  }
  reverseTables.set(code, table);
  return table;
}

/** Throws {@link EncodeError} for a text that the character code cannot represent. */
export function encodeText(text: string, code: CharacterCode): number[] {
  return [...text].flatMap((character) => {
    const point = character.codePointAt(0) ?? 0;
    if (isDoubleByte(code)) {
      const pair = reverseTable(code).get(character);
      if (pair !== undefined) return [...pair];
    } else if (point >= 0x20 && point <= (code === CharacterCode.Ascii ? 0x7e : 0xff) && point !== 0x7f) {
      return [point];
    }
    throw new EncodeError(
      `CD-TEXT cannot hold "${character}" in "${text}"${isDoubleByte(code) ? ' in this character code (use full-width characters)' : ''}`,
    );
  });
}

/** Whether {@link encodeText} accepts a text. */
export function canEncode(text: string, code: CharacterCode): boolean {
  try {
    encodeText(text, code);
    return true;
  } catch {
    return false;
  }
}
