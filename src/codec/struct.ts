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
  /** Present when the flag that makes it valid is not set: the bytes mean nothing. */
  readonly valid?: false;
}

/** Turns bytes into a value and back. `encode(decode(b))` keeps every declared bit of `b`. */
export interface Codec<Value, Arguments = Value> {
  /** Throws {@link DecodeError} when the bytes are too short or contradict themselves; any other bytes decode. */
  decode(bytes: Uint8Array): Value;
  /** Throws {@link EncodeError} when a value does not fit its field. */
  encode(value: Arguments): Uint8Array<ArrayBuffer>;
  /** The fields that arrived whole, in words, in declaration order. Never throws: half a reply is worth reading. */
  describe(bytes: Uint8Array): FieldInWords[];
}

export interface Struct<F extends Fields> extends Codec<ValuesOf<F>, ArgumentsOf<F>> {
  readonly lengthBytes: number;
  readonly fields: F;
  /** {@link decode} for bytes of any length. */
  decodeShort(bytes: Uint8Array): ValuesOf<F>;
  /** A copy of `bytes` (of any length that holds the fields) with these fields replaced and all other bits kept. */
  patch(bytes: Uint8Array, changes: Partial<ValuesOf<F>>): Uint8Array<ArrayBuffer>;
  /** The bits of the named fields, all set: a mode page's mask of changeable values. */
  mask(names: readonly (keyof F)[]): Uint8Array<ArrayBuffer>;
  /** The name of the field that holds this bit, if one does. */
  fieldAt(byte: number, bitPosition: number): keyof F | undefined;
}

export interface StructOptions<F extends Fields> {
  /** How many bytes must be present to decode; fields past the end of a shorter reply are zero, or undefined if declared {@link late}. Default: all. */
  readonly minimumBytes?: number;
  /** Fields that mean nothing unless the flag named here is set. */
  readonly validIf?: { readonly [K in keyof F]?: keyof F };
}

/** Declares a fixed layout of big-endian fields; encoder, decoder and description follow from it. */
export function struct<const F extends Fields>(
  lengthBytes: number,
  fields: F,
  { minimumBytes = lengthBytes, validIf = {} }: StructOptions<F> = {},
): Struct<F> {
  const entries = Object.entries(fields) as [keyof F & string, Field<unknown>][];

  function inWords(name: keyof F & string, field: Field<unknown>, source: Uint8Array): FieldInWords {
    const flag = validIf[name];
    const valid = flag === undefined || fields[flag]?.decode(source) === true;
    return { name, text: field.format(field.decode(source)), ...(valid ? {} : { valid }) };
  }

  function patch(source: Uint8Array, changes: Partial<ValuesOf<F>>): Uint8Array<ArrayBuffer> {
    const target = Uint8Array.from(source);
    for (const [name, value] of Object.entries(changes)) {
      const field: Field<unknown> | undefined = fields[name];
      if (field === undefined) throw new EncodeError(`there is no field ${name}`);
      if (value === undefined) continue;
      if (field.spans.some((span) => span.byte >= target.length)) {
        throw new EncodeError(`${name} is past the end of these ${target.length} bytes`);
      }
      field.encode(target, value, name);
    }
    return target;
  }

  const decodeShort = (source: Uint8Array): ValuesOf<F> =>
    Object.fromEntries(entries.map(([name, field]) => [name, field.decode(source)])) as ValuesOf<F>;

  function decode(source: Uint8Array): ValuesOf<F> {
    requireBytes(source, minimumBytes);
    return decodeShort(source);
  }

  return {
    lengthBytes,
    fields,
    decode,
    decodeShort,
    patch,
    encode(values) {
      const target = new Uint8Array(lengthBytes);
      const given = values as Readonly<Record<string, unknown>>;
      for (const [name, field] of entries) {
        const value = given[name] ?? (field.optional ? field.initial : undefined);
        if (value === undefined && field.optional) continue;
        if (value === undefined) throw new EncodeError(`${name} is missing`);
        field.encode(target, value, name);
      }
      return target;
    },
    describe: (source) =>
      entries
        .filter(([, field]) => (field.needs ?? field.spans).every((span) => span.byte < source.length))
        .map(([name, field]) => inWords(name, field, source)),
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

/** Any bytes, as they are: sectors, undeclared pages. */
export const rawBytes: Codec<Uint8Array> = {
  decode: (source) => source,
  encode: (value) => Uint8Array.from(value),
  describe: (source) => [{ name: 'data', text: `${source.length} bytes` }],
};
