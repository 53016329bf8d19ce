import { notAnImage } from './image-error.ts';

/** What a sheet says, and how its bytes were read. */
export interface CueText {
  readonly text: string;
  /** A name of the Encoding Standard: `utf-8`, `utf-16le`, `shift_jis`, `windows-1252` (which includes Latin-1), ... */
  readonly encoding: string;
  /** The bytes themselves do not say which encoding it is. */
  readonly guessed: boolean;
}

/** Windows-1252 at 80h to 9Fh; Node's TextDecoder returns control characters there in some versions. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
/** The names under which the Encoding Standard has it. */
const LATIN_1 = new Set(['windows-1252', 'iso-8859-1', 'us-ascii']);

const fromWindows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80));

/** The text, or undefined for bytes that this encoding does not have. */
function decodeAs(encoding: string, bytes: Uint8Array): string | undefined {
  if (LATIN_1.has(encoding)) return fromWindows1252(bytes);
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * The text of a sheet. Without an `encoding`: UTF-16 or UTF-8 by its byte order mark, UTF-16 by the zero bytes of ASCII
 * characters, UTF-8 if it is valid; else Shift-JIS where most of what is not ASCII stands in runs of its double-byte
 * characters; else Windows-1252.
 * @throws ImageError of kind `not-an-image` for an encoding that is not known, or that the bytes do not have
 */
export function decodeCueText(bytes: Uint8Array, name: string, encoding?: string): CueText {
  if (encoding !== undefined) {
    const label = canonicalName(encoding, name);
    const text = decodeAs(label, bytes);
    if (text === undefined) throw notAnImage(`${name} is not text in ${label}`);
    return { text, encoding: label, guessed: false };
  }
  const known = byteOrderMark(bytes) ?? zeroBytes(bytes) ?? 'utf-8';
  const text = decodeAs(known, bytes);
  if (text !== undefined) return { text, encoding: known, guessed: false };
  const japanese = isShiftJis(bytes) ? decodeAs('shift_jis', bytes) : undefined;
  if (japanese !== undefined) return { text: japanese, encoding: 'shift_jis', guessed: true };
  return { text: fromWindows1252(bytes), encoding: 'windows-1252', guessed: true };
}

function canonicalName(encoding: string, name: string): string {
  const label = encoding.trim().toLowerCase();
  if (LATIN_1.has(label) || label === 'latin1') return 'windows-1252';
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw notAnImage(`${name}: the encoding ${JSON.stringify(encoding)} is not known to this Node.js`);
  }
}

function byteOrderMark([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** How many bytes at the start are examined: the commands of a sheet are ASCII. */
const SAMPLE_BYTES = 64;

function zeroBytes(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const pairs = Math.floor(sample.length / 2);
  let even = 0;
  let odd = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (sample[2 * pair] === 0) even++;
    if (sample[2 * pair + 1] === 0) odd++;
  }
  if (pairs >= 4 && even === 0 && odd * 2 > pairs) return 'utf-16le';
  return pairs >= 4 && odd === 0 && even * 2 > pairs ? 'utf-16be' : undefined;
}

/**
 * Whether bytes that are not UTF-8 look like Shift-JIS (JIS X 0208 annex 1). Accented letters of Windows-1252 stand alone
 * between ASCII letters; Japanese characters, of one byte (half-width katakana) or two, stand in runs. Runs of C0h to DFh
 * alone may be capitals.
 */
function isShiftJis(bytes: Uint8Array): boolean {
  let alone = 0;
  let inRuns = 0;
  let run = 0;
  let distinct = false;
  const endRun = () => {
    if (run === 1) alone++;
    else inRuns += run;
    run = 0;
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      endRun();
    } else if (byte >= 0xa1 && byte <= 0xdf) {
      run++;
      distinct ||= byte >= 0xb1 && byte <= 0xbf;
    } else {
      const next = bytes[++at] ?? 0;
      const lead = byte >= 0x81 && byte <= 0xfc && byte !== 0xa0;
      if (!lead || next < 0x40 || next === 0x7f || next > 0xfc) return false;
      run++;
      distinct = true;
    }
  }
  endRun();
  return distinct && inRuns > 4 * alone;
}
