import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { decodeCueText } from './cue-encoding.ts';
import { cueLine } from './cue-line.ts';
import type { CueSheet } from './cue-sheet-model.ts';
import { CueSheetReader } from './cue-sheet-reader.ts';
import { notAnImage } from './image-error.ts';

/** How a CUE sheet is read. */
export interface CueSheetOptions {
  /**
   * How the bytes of the sheet are encoded, by a name of the Encoding Standard: `shift_jis`, `windows-1252`, `gbk`,
   * `euc-kr`, `windows-1251`, ... Default: detected, as UTF-8, UTF-16, Shift-JIS or Windows-1252 (which includes Latin-1).
   */
  readonly encoding?: string | undefined;
}

/** The options of {@link parseCueSheet}. */
export interface ParseCueSheetOptions extends CueSheetOptions {
  /** Of the sheet, for errors. */
  readonly name: string;
}

export const CUE_SHEET_OPTIONS: OptionNames<CueSheetOptions> = { encoding: true };
const OPTIONS: OptionNames<ParseCueSheetOptions> = { ...CUE_SHEET_OPTIONS, name: 'main' };

/** Longer than any sheet of 99 tracks with 99 indexes each and their texts. */
export const LONGEST_SHEET_BYTES = 1_048_576;

/** DOS programs end a text with ^Z, and fill the rest of its last block. */
const isFiller = (character: string): boolean => character === '\x1a' || character === '\0' || character.trim() === '';

function withoutEndMarks(text: string): string {
  let end = text.length;
  while (end > 0 && isFiller(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/**
 * Reads a CUE sheet, as CDRWIN defined it and as other programs write it. Comments (`REM`) are ignored, except `SESSION`
 * and the texts `COMPOSER`, `ARRANGER` and `MESSAGE` in quotation marks. Whatever else is not kept is in the sheet's
 * `warnings`.
 * @param sheet its bytes, or its text
 * @throws ImageError of kind `not-an-image` that names the line; OptionsError
 */
export function parseCueSheet(sheet: string | Uint8Array, options: ParseCueSheetOptions): CueSheet {
  requireKnownOptions('parseCueSheet()', options, OPTIONS);
  const { name, encoding } = options;
  if (sheet.length > LONGEST_SHEET_BYTES) {
    throw notAnImage(`${name} is not a CUE sheet: it has more than ${LONGEST_SHEET_BYTES} bytes`);
  }
  const decoded = typeof sheet === 'string' ? undefined : decodeCueText(sheet, name, encoding);
  const text = withoutEndMarks(decoded?.text ?? String(sheet)).replace(/^\ufeff/, '');
  if (text.includes('\0')) throw notAnImage(`${name} is not a CUE sheet: it is not text`);
  const reader = new CueSheetReader(name);
  if (decoded?.guessed) {
    reader.warn(
      `the text is not UTF-8, and was read as ${decoded.encoding}; if letters are wrong, give its encoding (option encoding)`,
    );
  }
  for (const line of text.split(/\r\n|\n|\r/)) reader.read(cueLine(line), line);
  return { ...reader.finish(), ...(decoded === undefined ? {} : { encoding: decoded.encoding }) };
}
