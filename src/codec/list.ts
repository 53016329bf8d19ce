import { requireBytes } from './field.ts';
import type { ArgumentsOf, Codec, FieldInWords, Fields, Struct, ValuesOf } from './struct.ts';

export interface ListOptions<H extends Fields, E extends Fields, L> {
  readonly header: Struct<H>;
  /** The header field that says how many bytes follow; it is filled in when encoding. */
  readonly lengthField: L;
  /** How many bytes from the start that field does not count: 2 if it is the first two bytes, 4 if it is the first four. */
  readonly uncountedBytes: number;
  readonly entry: Struct<E>;
}

/** What a list decodes to: its header, and its entries in order. */
export type ListValue<H, E> = H & { readonly entries: readonly E[] };

/** Encodes and decodes a header with the entries that follow it. */
export interface ListCodec<H extends Fields, E extends Fields, L extends keyof H>
  extends Codec<ListValue<ValuesOf<H>, ValuesOf<E>>, ListValue<Omit<ArgumentsOf<H>, L>, ArgumentsOf<E>>>,
    ListOptions<H, E, L> {}

const numbered = (words: readonly FieldInWords[], index: number): FieldInWords[] =>
  words.map((field) => ({ ...field, name: `[${index}].${field.name}` }));

/** The bytes after the header that the length field covers and that are present. */
function bodyOf<H extends Fields>(
  source: Uint8Array,
  { header, lengthField, uncountedBytes }: Omit<ListOptions<H, Fields, keyof H>, 'entry'>,
): Uint8Array {
  const announced = Number(header.decode(source)[lengthField]) + uncountedBytes;
  return source.subarray(header.lengthBytes, Math.max(header.lengthBytes, Math.min(announced, source.length)));
}

function equalSlices(body: Uint8Array, lengthBytes: number): Uint8Array[] {
  return Array.from({ length: Math.floor(body.length / lengthBytes) }, (_, index) =>
    body.subarray(index * lengthBytes, (index + 1) * lengthBytes),
  );
}

/** Entries in words, including the beginning of one that was cut off. */
function describeEntries<E extends Fields>(body: Uint8Array, entry: Struct<E>): FieldInWords[] {
  const whole = equalSlices(body, entry.lengthBytes);
  const rest = body.subarray(whole.length * entry.lengthBytes);
  return [...whole, rest].flatMap((slice, index) => numbered(entry.describe(slice), index));
}

/** All parts in one array. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const target = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    target.set(part, position);
    position += part.length;
  }
  return target;
}

function withHeader<H extends Fields>(
  { header, lengthField, uncountedBytes }: Omit<ListOptions<H, Fields, keyof H>, 'entry'>,
  values: object,
  body: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const length = header.lengthBytes + body.length - uncountedBytes;
  return concatBytes([header.encode({ ...values, [lengthField]: length } as unknown as ArgumentsOf<H>), body]);
}

/**
 * A header and then equal entries, as many as the header's length field says. A reply cut off by its allocation length
 * decodes to the entries that arrived whole.
 */
export function list<H extends Fields, E extends Fields, const L extends keyof H & string>(
  options: ListOptions<H, E, L>,
): ListCodec<H, E, L> {
  const { header, entry } = options;
  const slices = (source: Uint8Array) => equalSlices(bodyOf(source, options), entry.lengthBytes);
  return {
    ...options,
    decode(source) {
      requireBytes(source, header.lengthBytes);
      return { ...header.decode(source), entries: slices(source).map((slice) => entry.decode(slice)) };
    },
    encode: (value) => withHeader(options, value, concatBytes(value.entries.map((each) => entry.encode(each)))),
    describe: (source) => [
      ...header.describe(source),
      ...(source.length < header.lengthBytes ? [] : describeEntries(bodyOf(source, options), entry)),
    ],
  };
}

export interface EntriesCodec<E extends Fields> extends Codec<readonly ValuesOf<E>[], readonly ArgumentsOf<E>[]> {
  readonly entry: Struct<E>;
}

/** Equal entries without a header, as many as there are bytes for. */
export function entriesOf<E extends Fields>(entry: Struct<E>): EntriesCodec<E> {
  return {
    entry,
    decode: (source) => equalSlices(source, entry.lengthBytes).map((slice) => entry.decode(slice)),
    encode: (values) => concatBytes(values.map((each) => entry.encode(each))),
    describe: (source) => describeEntries(source, entry),
  };
}

export interface RecordListOptions<H extends Fields, E extends Fields, L, D> extends ListOptions<H, E, L> {
  /** The field of an entry's own header that says how many bytes of data follow it; filled in when encoding. */
  readonly dataLengthField: D;
  /** Describes the data of one entry in words. Default: its length. */
  readonly describeData?: ((entry: ValuesOf<E>, data: Uint8Array) => FieldInWords[]) | undefined;
}

/** A record of a list whose entries differ in length: its header, and its bytes after that. */
export type RecordOf<E> = E & { readonly data: Uint8Array };

/**
 * A header and then records: each has its own header and as many bytes of `data` as that says. A record that was cut off by
 * the allocation length is left out.
 */
export function recordList<
  H extends Fields,
  E extends Fields,
  const L extends keyof H & string,
  const D extends keyof E & string,
>(
  options: RecordListOptions<H, E, L, D>,
): RecordListOptions<H, E, L, D> &
  Codec<
    ListValue<ValuesOf<H>, RecordOf<Omit<ValuesOf<E>, D>>>,
    ListValue<Omit<ArgumentsOf<H>, L>, RecordOf<Omit<ArgumentsOf<E>, D>>>
  > {
  const { header, entry, dataLengthField, describeData } = options;

  interface Found {
    readonly bytes: Uint8Array;
    readonly fields: ValuesOf<E>;
    readonly data: Uint8Array;
  }

  /** The whole records, and the beginning of one that was cut off after them. */
  function records(source: Uint8Array): { readonly whole: readonly Found[]; readonly rest: Uint8Array } {
    const body = bodyOf(source, options);
    const found: Found[] = [];
    let end = 0;
    for (let start = 0; start + entry.lengthBytes <= body.length; ) {
      const fields = entry.decode(body.subarray(start, start + entry.lengthBytes));
      const dataStart = start + entry.lengthBytes;
      const next = dataStart + Number(fields[dataLengthField]);
      if (next > body.length) break;
      found.push({ bytes: body.subarray(start, next), fields, data: Uint8Array.from(body.subarray(dataStart, next)) });
      end = next;
      start = next;
    }
    return { whole: found, rest: body.subarray(end) };
  }

  const inWords = ({ bytes, fields, data }: Found): FieldInWords[] => [
    ...entry.describe(bytes),
    ...(describeData?.(fields, data) ?? [{ name: 'data', text: `${data.length} bytes` }]),
  ];

  function describeRecords(source: Uint8Array): FieldInWords[] {
    const { whole, rest } = records(source);
    const there = Math.max(0, rest.length - entry.lengthBytes);
    const begun = [...entry.describe(rest), ...(there === 0 ? [] : [{ name: 'data', text: `${there} bytes of it` }])];
    return [...whole.map(inWords), begun].flatMap(numbered);
  }

  return {
    ...options,
    decode(source) {
      requireBytes(source, header.lengthBytes);
      const entries = records(source).whole.map(({ fields, data }) => {
        const { [dataLengthField]: _, ...rest } = fields;
        return { ...rest, data };
      });
      return { ...header.decode(source), entries };
    },
    encode(value) {
      const parts = value.entries.map((each) =>
        concatBytes([
          entry.encode({ ...each, [dataLengthField]: each.data.length } as unknown as ArgumentsOf<E>),
          each.data,
        ]),
      );
      return withHeader(options, value, concatBytes(parts));
    },
    describe: (source) => [
      ...header.describe(source),
      ...(source.length < header.lengthBytes ? [] : describeRecords(source)),
    ],
  };
}
