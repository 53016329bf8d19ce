/**
 * Noise of a triangular distribution between -1 and 1, the sum of two even ones (Lipshitz, Wannamaker, Vanderkooy 1992). The same
 * on every run: a track that is read again, to compare the disc with it, has the same bytes.
 */
export function makeTpdf(): () => number {
  let state = 0x2545_f491;
  // D. H. Lehmer's generator with the multiplier of S. K. Park and K. W. Miller; its products are exact in a double.
  const even = (): number => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state / 0x7fff_ffff - 0.5;
  };
  return () => even() + even();
}
