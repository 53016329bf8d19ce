import fc from 'fast-check';

/** One change: what, where, and with which value; place and value are taken modulo what there is. */
type Change = readonly [kind: number, place: number, value: number];

const change = fc.tuple(fc.nat(9), fc.nat(0xff_ffff), fc.nat(0xff_ffff)) as fc.Arbitrary<Change>;

/** Bytes at which lengths, counts and signs turn over. */
const EDGES = [0x00, 0x01, 0x02, 0x7f, 0x80, 0xfe, 0xff];

const from = <T>(list: readonly T[], value: number): T | undefined => list[value % list.length];

function changed(bytes: Uint8Array, [kind, at, value]: Change): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const copy = Uint8Array.from(bytes);
  const length = 1 + (value % 64);
  switch (kind) {
    case 0:
    case 1:
      copy[place] = value % 256;
      return copy;
    case 2:
      copy.fill(from(EDGES, value) ?? 0, place, place + 1 + (at % 4));
      return copy;
    case 3:
      return copy.subarray(0, place);
    case 4:
      return Buffer.concat([copy.subarray(0, place), copy.subarray(place + length)]);
    case 5:
      return Buffer.concat([copy.subarray(0, place), copy.subarray(place, place + length), copy.subarray(place)]);
    case 6:
      return Buffer.concat([copy.subarray(0, place), new Uint8Array(length).fill(value % 256), copy.subarray(place)]);
    case 7:
      copy.fill(0, place, place + length);
      return copy;
    case 8:
      copy.copyWithin(place, value % (bytes.length + 1), (value % (bytes.length + 1)) + length);
      return copy;
    default:
      copy[place] = (copy[place] ?? 0) ^ (2 ** (value % 8));
      return copy;
  }
}

/** One of the samples after up to six changes; one in twelve is not changed. */
export const mutated = (samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.nat(0xffff), fc.array(change, { maxLength: 6 }))
    .map(([index, changes]) => changes.reduce(changed, from(samples, index) ?? new Uint8Array()));

/** The same of texts; words of the format are also put in place of others, and lines are swapped. */
export function mutatedText(samples: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const bytes = mutated(samples.map((text) => Buffer.from(text))).map((each) => Buffer.from(each).toString('utf8'));
  const edited = fc
    .tuple(fc.nat(samples.length - 1), fc.array(change, { maxLength: 5 }))
    .map(([index, changes]) => changes.reduce((text, each) => edit(text, each, words), samples[index] ?? ''));
  return fc.oneof(bytes, edited);
}

function edit(text: string, [kind, at, value]: Change, words: readonly string[]): string {
  const parts = kind < 7 ? text.split(/(\s+|[,:{}[\]"])/) : text.split('\n');
  const place = at % parts.length;
  const word = from(words, value) ?? '';
  if (kind < 5) parts[place] = word;
  else if (kind === 5) parts.splice(place, 1);
  else if (kind === 6) parts.splice(place, 0, ` ${word} `);
  else if (kind === 7) parts.splice(place, 1);
  else if (kind === 8) parts.splice(place, 0, parts[value % parts.length] ?? '');
  else parts.push(word);
  return parts.join(kind < 7 ? '' : '\n');
}
