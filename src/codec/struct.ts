import { EncodeError } from './errors.ts';
import { type Field, requireBytes, type Span, spanMask } from './field.ts';

export type Fields = Readonly<Record<string, Field<never> | Field<any>>>;

/** What a struct decodes to: every field. */
export type ValuesOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends Field<any, true> ? K : never }[keyof F];

/** What a struct encodes: flags and fields declared optional may be left out. */
export type ArgumentsOf<F extends Fields> = Omit<ValuesOf<F>, OptionalKeys<F>> &
  Partial<Pick<ValuesOf<F>, OptionalKeys<F>>>;

/** One field in words, for logs and reports. */
export interface FieldInWords {
  readonly name: string;
  readonly text: string;
}

/** Turns bytes into a value and back. `encode(decode(b))` keeps every declared bit of `b`. */
export interface Codec<Value, Arguments = Value> {
  /** Throws {@link DecodeError} when the bytes are too short or contradict themselves; any other bytes decode. */
  decode(bytes: Uint8Array): Value;
  /** Throws {@link EncodeError} when a value does not fit its field. */
  encode(value: Arguments): Uint8Array<ArrayBuffer>;
  /** Every field in words, in declaration order. Throws like {@link decode}. */
  describe(bytes: Uint8Array): FieldInWords[];
}

export interface Struct<F extends Fields> extends Codec<ValuesOf<F>, ArgumentsOf<F>> {
  readonly lengthBytes: number;
  readonly fields: F;
  /** A copy of `bytes` (of any length that holds the fields) with these fields replaced and all other bits kept. */
  patch(bytes: Uint8Array, changes: Partial<ValuesOf<F>>): Uint8Array<ArrayBuffer>;
  /** The bits of the named fields, all set: a mode page's mask of changeable values. */
  mask(names: readonly (keyof F)[]): Uint8Array<ArrayBuffer>;
  /** The name of the field that holds this bit, if one does. */
  fieldAt(byte: number, bitPosition: number): keyof F | undefined;
}

/**
 * Declares a fixed layout of big-endian fields; encoder, decoder and description are read from it.
 * @param minimumBytes how many bytes must be there to decode; fields behind the end of a shorter reply are zero
 */
export function struct<const F extends Fields>(
  lengthBytes: number,
  fields: F,
  { minimumBytes = lengthBytes }: { minimumBytes?: number } = {},
): Struct<F> {
  const entries = Object.entries(fields) as [keyof F & string, Field<unknown>][];

  function patch(source: Uint8Array, changes: Partial<ValuesOf<F>>): Uint8Array<ArrayBuffer> {
    const target = Uint8Array.from(source);
    for (const [name, value] of Object.entries(changes)) {
      const field: Field<unknown> | undefined = fields[name];
      if (field === undefined) throw new EncodeError(`there is no field ${name}`);
      if (value === undefined) continue;
      if (field.spans.some((span) => span.byte >= target.length)) {
        throw new EncodeError(`${name} lies behind the end of these ${target.length} bytes`);
      }
      field.encode(target, value, name);
    }
    return target;
  }

  function decode(source: Uint8Array): ValuesOf<F> {
    requireBytes(source, minimumBytes);
    return Object.fromEntries(entries.map(([name, field]) => [name, field.decode(source)])) as ValuesOf<F>;
  }

  return {
    lengthBytes,
    fields,
    decode,
    patch,
    encode(values) {
      const target = new Uint8Array(lengthBytes);
      const given = values as Readonly<Record<string, unknown>>;
      for (const [name, field] of entries) {
        const value = given[name] ?? (field.optional ? field.initial : undefined);
        if (value === undefined) throw new EncodeError(`${name} is missing`);
        field.encode(target, value, name);
      }
      return target;
    },
    describe(source) {
      const values: Readonly<Record<string, unknown>> = decode(source);
      return entries.map(([name, field]) => ({ name, text: field.format(values[name]) }));
    },
    mask(names) {
      const mask = new Uint8Array(lengthBytes);
      const setSpan = (span: Span) => {
        mask[span.byte] = (mask[span.byte] ?? 0) | spanMask(span);
      };
      for (const name of names) fields[name]?.spans.forEach(setSpan);
      return mask;
    },
    fieldAt: (byte, bitPosition) =>
      entries.find(([, field]) =>
        field.spans.some((span) => span.byte === byte && span.low <= bitPosition && bitPosition <= span.high),
      )?.[0],
  };
}

/** Any bytes, as they are: sectors, pages that nobody has declared. */
export const rawBytes: Codec<Uint8Array> = {
  decode: (source) => source,
  encode: (value) => Uint8Array.from(value),
  describe: (source) => [{ name: 'data', text: `${source.length} bytes` }],
};

export interface ListOptions<H extends Fields, E extends Fields> {
  readonly header: Struct<H>;
  /** The header field that says how many bytes follow; it is filled in when encoding. */
  readonly lengthField: keyof H & string;
  /** How many bytes from the start that field does not count: 2 where it is the first two bytes, 4 where the first four. */
  readonly uncountedBytes: number;
  readonly entry: Struct<E>;
}

export type ListValue<H, E> = H & { readonly entries: readonly E[] };

/**
 * A header and then equal entries, as many as the header's length field says. A reply cut off by its allocation length
 * decodes to the entries that arrived whole.
 */
export function list<H extends Fields, E extends Fields, const L extends keyof H & string>(
  options: Omit<ListOptions<H, E>, 'lengthField'> & { readonly lengthField: L },
): Codec<ListValue<ValuesOf<H>, ValuesOf<E>>, ListValue<Omit<ArgumentsOf<H>, L>, ArgumentsOf<E>>> {
  const { header, lengthField, uncountedBytes, entry } = options;
  const slices = (source: Uint8Array): Uint8Array[] => {
    requireBytes(source, header.lengthBytes);
    const announced = Number(header.decode(source)[lengthField]) + uncountedBytes;
    const end = Math.min(announced, source.length);
    const count = Math.max(0, Math.floor((end - header.lengthBytes) / entry.lengthBytes));
    return Array.from({ length: count }, (_, index) => {
      const start = header.lengthBytes + index * entry.lengthBytes;
      return source.subarray(start, start + entry.lengthBytes);
    });
  };
  return {
    decode: (source) => ({ ...header.decode(source), entries: slices(source).map((slice) => entry.decode(slice)) }),
    encode(value) {
      const entries = value.entries.map((each) => entry.encode(each));
      const total = header.lengthBytes + entries.length * entry.lengthBytes;
      const target = new Uint8Array(total);
      target.set(header.encode({ ...value, [lengthField]: total - uncountedBytes } as unknown as ArgumentsOf<H>));
      entries.forEach((each, index) => {
        target.set(each, header.lengthBytes + index * entry.lengthBytes);
      });
      return target;
    },
    describe: (source) => [
      ...header.describe(source),
      ...slices(source).flatMap((slice, index) =>
        entry.describe(slice).map(({ name, text }) => ({ name: `[${index}].${name}`, text })),
      ),
    ],
  };
}
