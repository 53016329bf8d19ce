const BITS = 8;

/** Each bit of these bytes, most significant first, in its own byte: at this position (7 is the highest), all else zero. */
export function spreadBits(source: Uint8Array, position: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(source.length * BITS);
  let at = 0;
  for (const byte of source) {
    for (let bit = BITS - 1; bit >= 0; bit--) target[at++] = ((byte >>> bit) & 1) << position;
  }
  return target;
}

/** The bits at one position of these bytes, eight to a byte: the inverse of {@link spreadBits}. */
export function gatherBits(source: Uint8Array, position: number): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(Math.floor(source.length / BITS));
  for (let index = 0; index < target.length * BITS; index++) {
    const byte = Math.floor(index / BITS);
    target[byte] = ((target[byte] ?? 0) << 1) | (((source[index] ?? 0) >>> position) & 1);
  }
  return target;
}
