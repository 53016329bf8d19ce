import { EncodeError } from './errors.ts';
import { type Field, type Span, unsigned } from './field.ts';

/** A run of bits, counted from the highest bit of the first byte, as parts of bytes. */
function spansOf(firstBit: number, widthBits: number): Span[] {
  const spans: Span[] = [];
  for (let bit = firstBit; bit < firstBit + widthBits; ) {
    const high = 7 - (bit % 8);
    const low = Math.max(0, high - (firstBit + widthBits - bit) + 1);
    spans.push({ byte: Math.floor(bit / 8), high, low });
    bit += high - low + 1;
  }
  return spans;
}

/** Numbers of equal width from the beginning of a byte onward, without gaps, most significant bit first. */
export function packed(
  byte: number,
  { widthBits, count }: { readonly widthBits: number; readonly count: number },
): Field<readonly number[], false> {
  const numbers = Array.from({ length: count }, (_, index) =>
    unsigned(spansOf(byte * 8 + index * widthBits, widthBits)),
  );
  return {
    spans: numbers.flatMap(({ spans }) => spans),
    optional: false,
    initial: numbers.map(() => 0),
    decode: (bytes) => numbers.map((number) => number.decode(bytes)),
    encode(bytes, values, name) {
      if (values.length !== count) throw new EncodeError(`${name} must be ${count} numbers, not ${values.length}`);
      for (const [index, number] of numbers.entries()) number.encode(bytes, values[index] ?? 0, `${name}[${index}]`);
    },
    format: (values) => values.join(' '),
  };
}
