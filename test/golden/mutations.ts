import type { Field, Fields } from '../../src/codec/index.ts';

/** A bit of a struct: byte, and position in it, 7 being the most significant. */
type Bit = readonly [byte: number, position: number];

type AnyField = Field<unknown>;

const bitsOf = ({ spans }: AnyField): Bit[] =>
  spans.flatMap(({ byte, high, low }) =>
    Array.from({ length: high - low + 1 }, (_, index): Bit => [byte, high - index]),
  );

const moved = (bits: readonly Bit[], by: number): (Bit | undefined)[] =>
  bits.map(([byte, position]) => {
    const at = byte * 8 + (7 - position) + by;
    return [Math.floor(at / 8), 7 - (at % 8)];
  });

const isInside = (bits: readonly (Bit | undefined)[], lengthBytes: number): boolean =>
  bits.every((bit) => bit === undefined || (bit[0] >= 0 && bit[0] < lengthBytes));

/** Ways in which a declaration could be wrong: where each bit of the field is read instead (undefined: nowhere). */
function wrongPlaces(field: AnyField, lengthBytes: number): [string, (Bit | undefined)[]][] {
  const bits = bitsOf(field);
  const whole = field.spans.every(({ high, low }) => high === 7 && low === 0);
  const places: [string, (Bit | undefined)[]][] = [];
  const shifted = [moved(bits, 1), moved(bits, -1)].find((each) => isInside(each, lengthBytes));
  if (shifted !== undefined) places.push(['moved by a bit', shifted]);
  if (bits.length > 1) places.push(['without its highest bit', [undefined, ...bits.slice(1)]]);
  if (whole && bits.length > 8) {
    const bytes = field.spans.map((_, index) => bits.slice(index * 8, index * 8 + 8));
    places.push(['with its bytes swapped', bytes.toReversed().flat()]);
  }
  if (whole) {
    const far = [moved(bits, 8), moved(bits, -8)].find((each) => isInside(each, lengthBytes));
    if (far !== undefined) places.push(['moved by a byte', far]);
  }
  return places;
}

const bitAt = (bytes: Uint8Array, [byte, position]: Bit): number => Math.floor((bytes[byte] ?? 0) / 2 ** position) % 2;

function setBit(bytes: Uint8Array, [byte, position]: Bit, value: number): void {
  if (byte < bytes.length) bytes[byte] = (bytes[byte] ?? 0) + (value - bitAt(bytes, [byte, position])) * 2 ** position;
}

/** The same field, read and written at other bits. */
function misplaced(field: AnyField, places: readonly (Bit | undefined)[], lengthBytes: number): AnyField {
  const bits = bitsOf(field);
  const rearranged = (source: Uint8Array) => {
    const copy = new Uint8Array(Math.max(lengthBytes, source.length));
    copy.set(source);
    bits.forEach((bit, index) => {
      const from = places[index];
      setBit(copy, bit, from === undefined ? 0 : bitAt(source, from));
    });
    return copy;
  };
  const spans = places.flatMap((bit) => (bit === undefined ? [] : [{ byte: bit[0], high: bit[1], low: bit[1] }]));
  return {
    ...field,
    spans: joined(spans),
    decode: (source) => field.decode(rearranged(source)),
    encode(target, value, name) {
      const scratch = new Uint8Array(Math.max(lengthBytes, target.length));
      field.encode(scratch, value, name);
      bits.forEach((bit, index) => {
        const to = places[index];
        if (to !== undefined) setBit(target, to, bitAt(scratch, bit));
      });
    },
  };
}

/** Adjacent bits of one byte as one span, as in declarations. */
function joined(spans: readonly AnyField['spans'][number][]): AnyField['spans'] {
  const found: { byte: number; high: number; low: number }[] = [];
  for (const span of spans) {
    const last = found.at(-1);
    if (last !== undefined && last.byte === span.byte && last.low === span.high + 1) last.low = span.low;
    else found.push({ ...span });
  }
  return found;
}

/** One deliberate error in a declaration; `during` runs something while it is there. */
export interface DeliberateError {
  readonly field: AnyField;
  readonly name: string;
  during<T>(action: () => T): T;
}

const widthOf = (field: AnyField): number => bitsOf(field).length;

/** Every deliberate error in these fields. A field that several declarations share is wrong in all of them. */
export function deliberateErrors(fields: Fields, lengthBytes: number): DeliberateError[] {
  const all = Object.entries<AnyField>(fields);
  return all.flatMap(([fieldName, field], index) => {
    const wrong = (name: string, replace: (right: AnyField) => void): DeliberateError => ({
      field,
      name: `${fieldName} ${name}`,
      during(action) {
        const before = all.map(([, each]) => ({ each, right: { ...each } }));
        try {
          replace({ ...field });
          return action();
        } finally {
          for (const { each, right } of before) Object.assign(each, right);
        }
      },
    });
    const misplacements = wrongPlaces(field, lengthBytes).map(([what, places]) =>
      wrong(what, (right) => Object.assign(field, misplaced(right, places, lengthBytes))),
    );
    const [nextName, next] = all[index + 1] ?? [];
    if (next === undefined || widthOf(next) !== widthOf(field)) return misplacements;
    const exchanged = wrong(`exchanged with ${nextName}`, (right) => {
      Object.assign(field, misplaced(right, bitsOf(next), lengthBytes));
      Object.assign(next, misplaced({ ...next }, bitsOf(right), lengthBytes));
    });
    return [...misplacements, exchanged];
  });
}
