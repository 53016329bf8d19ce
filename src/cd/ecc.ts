import { galoisField } from '../codec/index.ts';
import { SYNC_BYTES } from './geometry.ts';

/*
 * The Reed-Solomon product code of CD-ROM sectors (ECMA-130 annex A): bytes 12 to 2351 are two interleaved planes of
 * 16-bit words, one of the low and one of the high bytes, each a matrix of 43 columns: 24 rows of data and two of P
 * parity. Diagonals through these 26 rows are the code words of the Q parity.
 */

const FIRST_BYTE = SYNC_BYTES;
const PLANES = 2;
const COLUMNS = 43;
const DATA_ROWS = 24;
const ROWS = DATA_ROWS + 2;
const P_WORDS = COLUMNS * ROWS;
const DIAGONAL_STEP = COLUMNS + 1;

/** GF(2^8) over x^8 + x^4 + x^3 + x^2 + 1; alpha is 2. */
const FIELD = galoisField(0x11d);
const ALPHA = 2;
const TIMES_ALPHA = FIELD.timesTable(ALPHA);
const BY_ONE_PLUS_ALPHA = FIELD.timesTable(FIELD.inverse(1 ^ ALPHA));

/** A code word: where its data bytes and its two parity bytes are in a sector. */
interface CodeWord {
  readonly data: Uint16Array;
  readonly first: number;
  readonly second: number;
}

const byteOf = (plane: number, word: number): number => FIRST_BYTE + word * PLANES + plane;

function codeWord(plane: number, dataWords: number, wordAt: (index: number) => number): CodeWord {
  return {
    data: Uint16Array.from({ length: dataWords }, (_, index) => byteOf(plane, wordAt(index))),
    first: byteOf(plane, wordAt(dataWords)),
    second: byteOf(plane, wordAt(dataWords + 1)),
  };
}

const columns = (plane: number): CodeWord[] =>
  Array.from({ length: COLUMNS }, (_, column) => codeWord(plane, DATA_ROWS, (row) => COLUMNS * row + column));

const diagonals = (plane: number): CodeWord[] =>
  Array.from({ length: ROWS }, (_, diagonal) =>
    codeWord(plane, COLUMNS, (step) =>
      step < COLUMNS
        ? (DIAGONAL_STEP * step + COLUMNS * diagonal) % P_WORDS
        : P_WORDS + (step - COLUMNS) * ROWS + diagonal,
    ),
  );

/** Those of P first: the diagonals include them. */
const CODE_WORDS: readonly CodeWord[] = [...columns(0), ...columns(1), ...diagonals(0), ...diagonals(1)];

/**
 * Fills in the 172 bytes of P and the 104 bytes of Q parity at the end of a whole sector: they make both the sum and the sum
 * weighted by powers of alpha of every code word zero.
 */
export function fillEcc(sector: Uint8Array): void {
  for (const { data, first, second } of CODE_WORDS) {
    let sum = 0;
    let weighted = 0;
    for (const at of data) {
      const value = sector[at] ?? 0;
      sum ^= value;
      weighted = TIMES_ALPHA[weighted ^ value] ?? 0;
    }
    const parity = BY_ONE_PLUS_ALPHA[sum ^ (TIMES_ALPHA[weighted] ?? 0)] ?? 0;
    sector[first] = parity;
    sector[second] = sum ^ parity;
  }
}
