/** The value of a code (ITU-T G.711, tables 1a to 2b), scaled to 16 bits: a sign, a segment of three bits, a step of four. */
function aLawValue(code: number): number {
  // Every second bit is inverted.
  const plain = code ^ 0x55;
  const segment = (plain & 0x70) / 0x10;
  const step = plain & 0x0f;
  const size = segment === 0 ? 16 * step + 8 : (16 * step + 264) * 2 ** (segment - 1);
  return plain >= 0x80 ? size : -size;
}

function muLawValue(code: number): number {
  const plain = code ^ 0xff;
  const segment = (plain & 0x70) / 0x10;
  const size = (8 * (plain & 0x0f) + 132) * 2 ** segment - 132;
  return plain >= 0x80 ? -size : size;
}

const table = (sampleOf: (code: number) => number): Float32Array =>
  Float32Array.from({ length: 256 }, (_, code) => sampleOf(code) / 32_768);

/** The samples of all codes; full scale is 1. */
export const A_LAW: Float32Array = table(aLawValue);
export const MU_LAW: Float32Array = table(muLawValue);
