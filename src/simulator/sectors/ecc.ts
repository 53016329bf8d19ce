/*
 * The Reed-Solomon product code of CD-ROM sectors (ECMA-130 annex A): bytes 12 to 2351 are two interleaved planes of
 * 16-bit words, one of the low and one of the high bytes, each a matrix of 43 columns: 24 rows of data and two of P
 * parity. Diagonals through these 26 rows make the code words of the Q parity.
 */

const FIRST_BYTE = 12;
const PLANES = 2;
const COLUMNS = 43;
const DATA_ROWS = 24;
const ROWS = DATA_ROWS + 2;
const P_WORDS = COLUMNS * ROWS;
const DIAGONAL_STEP = COLUMNS + 1;

/** Multiplication by alpha in GF(2^8) over x^8 + x^4 + x^3 + x^2 + 1. */
const TIMES_ALPHA = Uint8Array.from({ length: 256 }, (_, value) => (value < 128 ? value * 2 : (value * 2) ^ 0x11d));
/** Division by 1 + alpha. */
const BY_ONE_PLUS_ALPHA = new Uint8Array(256);
for (let value = 0; value < 256; value++) BY_ONE_PLUS_ALPHA[value ^ (TIMES_ALPHA[value] ?? 0)] = value;

/** Fills in the 172 bytes of P and the 104 bytes of Q parity at the end of a whole sector. */
export function fillEcc(sector: Uint8Array): void {
  for (let plane = 0; plane < PLANES; plane++) {
    for (let column = 0; column < COLUMNS; column++) {
      addParity(sector, plane, DATA_ROWS, (row) => COLUMNS * row + column);
    }
    for (let diagonal = 0; diagonal < ROWS; diagonal++) {
      addParity(
        sector,
        plane,
        COLUMNS,
        (step) => (DIAGONAL_STEP * step + COLUMNS * diagonal) % P_WORDS,
        (parity) => P_WORDS + parity * ROWS + diagonal,
      );
    }
  }
}

/** Two parity words that make both the sum and the sum weighted by powers of alpha of a code word zero. */
function addParity(
  sector: Uint8Array,
  plane: number,
  dataWords: number,
  dataWord: (index: number) => number,
  parityWord: (index: number) => number = (index) => dataWord(dataWords + index),
): void {
  const at = (word: number) => FIRST_BYTE + word * PLANES + plane;
  let sum = 0;
  let weighted = 0;
  for (let index = 0; index < dataWords; index++) {
    const value = sector[at(dataWord(index))] ?? 0;
    sum ^= value;
    weighted = TIMES_ALPHA[weighted ^ value] ?? 0;
  }
  const first = BY_ONE_PLUS_ALPHA[sum ^ (TIMES_ALPHA[weighted] ?? 0)] ?? 0;
  sector[at(parityWord(0))] = first;
  sector[at(parityWord(1))] = sum ^ first;
}
