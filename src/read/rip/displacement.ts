import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';

/**
 * How far a piece is displaced against the one before, in samples: positive if it begins later than it should.
 * `unclear` if it fits in several places, as silence does; `none` if it fits nowhere.
 */
export type Displacement = number | 'unclear' | 'none';

/** At least this much must be the same: less happens by chance. */
const LEAST_SAMPLES = 64;

/**
 * Finds where a piece continues the piece before.
 * @param tail the end of the piece before, all of which the new piece should begin with
 */
export function displacementAfter(tail: Uint8Array, piece: Uint8Array): Displacement {
  const [before, after] = [asBuffer(tail), asBuffer(piece)];
  const most = Math.floor(tail.length / CD_SAMPLE_BYTES) - LEAST_SAMPLES;
  if (fits(before, after, 0)) return isUniform(before) ? 'unclear' : 0;
  let found: number | undefined;
  for (let samples = 1; samples <= most; samples++) {
    for (const each of [samples, -samples]) {
      if (!fits(before, after, each * CD_SAMPLE_BYTES)) continue;
      if (found !== undefined) return 'unclear';
      found = each;
    }
  }
  return found ?? 'none';
}

/** Whether the piece, moved by that many bytes, is the same as the tail wherever both are. */
function fits(tail: Buffer, piece: Buffer, bytes: number): boolean {
  const length = tail.length - Math.max(0, bytes);
  const from = Math.max(0, -bytes);
  if (from + length > piece.length) return false;
  const start = Math.max(0, bytes);
  return piece.compare(tail, start, start + length, from, from + length) === 0;
}

const isUniform = (bytes: Buffer): boolean =>
  bytes.compare(bytes, CD_SAMPLE_BYTES, bytes.length, 0, bytes.length - CD_SAMPLE_BYTES) === 0;

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
