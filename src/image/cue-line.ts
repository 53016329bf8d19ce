import { FRAMES_PER_SECOND } from '../cd/geometry.ts';

/** One line of a sheet: its command in upper case, and what follows it. */
export interface CueLine {
  readonly command: string;
  /** The rest of the line, without blanks around it. */
  readonly rest: string;
}

export function cueLine(line: string): CueLine {
  const trimmed = line.trim();
  const end = trimmed.search(/\s/);
  if (end < 0) return { command: trimmed.toUpperCase(), rest: '' };
  return { command: trimmed.slice(0, end).toUpperCase(), rest: trimmed.slice(end).trim() };
}

export const wordsOf = (text: string): string[] => (text === '' ? [] : text.split(/\s+/));

/** A text, and whether its quotation marks were a pair or none. */
export interface CueString {
  readonly text: string;
  readonly whole: boolean;
}

/**
 * The text of a command. Only a quotation mark at its start together with one at its end delimits it: those inside belong
 * to the text, as in `"The "Real" Band"` and in `"Weird Al" Yankovic`, and so do blanks without any marks. `\"` is a mark
 * inside a text.
 */
export function cueString(rest: string): CueString {
  if (!rest.startsWith('"')) return { text: rest, whole: true };
  if (rest.length > 1 && rest.endsWith('"')) return { text: rest.slice(1, -1).replaceAll('\\"', '"'), whole: true };
  return rest.includes('"', 1) ? { text: rest, whole: true } : { text: rest.slice(1), whole: false };
}

/** A text and the last word after it: name and type of a FILE line. */
export function textAndLastWord(rest: string): readonly [text: string, word: string] {
  const [word = ''] = /\S*$/.exec(rest.slice(-64)) ?? [];
  if (word.length === rest.length || word.includes('"')) return [rest, ''];
  return [rest.slice(0, -word.length).trim(), word];
}

/** A whole number without a sign, of at most this many digits; undefined for anything else. */
export const wholeNumber = (text: string, digits = 2): number | undefined =>
  /^\d+$/.test(text) && text.length <= digits ? Number(text) : undefined;

/** The blocks in `MM:SS:FF`; every part may have one digit, minutes up to three. Undefined for anything else. */
export function cuePosition(text: string): number | undefined {
  const [, minute, second, frame] = /^(\d{1,3}):(\d{1,2}):(\d{1,2})$/.exec(text) ?? [];
  if (minute === undefined || Number(second) >= 60 || Number(frame) >= FRAMES_PER_SECOND) return undefined;
  return (Number(minute) * 60 + Number(second)) * FRAMES_PER_SECOND + Number(frame);
}
