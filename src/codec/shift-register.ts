/** A linear feedback shift register: each step outputs its lowest bit and shifts the sum of its taps in at the top. */
export interface ShiftRegister {
  readonly lengthBits: number;
  /** Bits of the register, 0 the lowest, whose exclusive or comes in at the top. */
  readonly taps: readonly number[];
  readonly initial: number;
}

/** The first bytes of the register's output; the earliest bit of each is its least significant. */
export function registerBytes({ lengthBits, taps, initial }: ShiftRegister, lengthBytes: number): Uint8Array {
  let register = initial;
  const nextBit = (): number => {
    const bit = register & 1;
    const feedback = taps.reduce((sum, tap) => sum ^ ((register >>> tap) & 1), 0);
    register = (register >>> 1) | (feedback << (lengthBits - 1));
    return bit;
  };
  return Uint8Array.from({ length: lengthBytes }, () => {
    let byte = 0;
    for (let position = 0; position < 8; position++) byte |= nextBit() << position;
    return byte;
  });
}
