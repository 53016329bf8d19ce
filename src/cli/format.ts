import { formatLength, formatMsf, msfOfLba } from '../index.ts';

/** Rows as columns, numbers aligned right; the first row is the heading. */
export function table(rows: readonly (readonly (string | number)[])[], indent = '  '): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((row) => String(row[index] ?? '').length)),
  );
  const alignedRight = widths.map((_, index) =>
    rows.slice(1).every((row) => /^(-?[\d,.:]*|out)$/.test(String(row[index] ?? ''))),
  );
  return rows.map((row) => {
    const cells = widths.map((width, index) => {
      const text = String(row[index] ?? '');
      return alignedRight[index] ? text.padStart(width) : text.padEnd(width);
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

/** Lines of `name  value`, the names padded to the widest. */
export function fields(pairs: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(0, ...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

/** `74:30:05`, or an empty string for an address that no CD has. */
export function msfText(lba: number): string {
  try {
    return formatMsf(msfOfLba(lba));
  } catch {
    return '';
  }
}

/** A number of blocks as minutes, seconds and frames. */
export const lengthText = formatLength;

/** `1:05`; minutes go past 59, as on CDs: `79:57`. */
export function secondsText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const CONTROL = /[\p{Cc}]/gu;

/** Names of files and drives may contain any characters; a terminal must not obey them. Line feeds stay unless `oneLine`. */
export const printable = (text: string, { oneLine = false } = {}): string =>
  text.replace(CONTROL, (character) =>
    character === '\n' && !oneLine ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
