import { EncodeError } from './errors.ts';
import { type Field, hasArrived, requireBytes, type Span, spanMask } from './field.ts';

/** The fields of a struct, by name. */
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

/** Fields at fixed places in bytes, which it encodes and decodes. */
export interface Struct<F extends Fields> extends Codec<ValuesOf<F>, ArgumentsOf<F>> {
  readonly lengthBytes: number;
  /** Fewer bytes do not decode. */
  readonly minimumBytes: number;
  readonly fields: F;
  /** A copy of `bytes` (of any length that holds the fields) with these fields replaced and all other bits kept. */
  patch(bytes: Uint8Array, changes: Partial<ValuesOf<F>>): Uint8Array<ArrayBuffer>;
  /** The bits of the named fields, all set: a mode page's mask of changeable values. */
  mask(names: readonly (keyof F)[]): Uint8Array<ArrayBuffer>;
  /** The name of the field that holds this bit, if one does. */
  fieldAt(byte: number, bitPosition: number): keyof F | undefined;
}

export interface StructOptions<F extends Fields> {
  /** How many bytes must be present to decode. Every field past them must be declared {@link late}. Default: all. */
  readonly minimumBytes?: number | undefined;
  /**
   * The field that says how long the structure is, and how many bytes from the start that does not count. What follows its
   * end is not part of it, except that a length below `minimumBytes` is not believed: some drives leave it 0.
   */
  readonly ownLength?: { readonly field: keyof F; readonly uncountedBytes: number } | undefined;
  /** Fields that mean nothing unless the flag named here is set. */
  readonly validIf?: { readonly [K in keyof F]?: keyof F } | undefined;
}

/** Declares a fixed layout of big-endian fields; encoder, decoder and description follow from it. */
export function struct<const F extends Fields>(
  lengthBytes: number,
  fields: F,
  { minimumBytes = lengthBytes, validIf = {}, ownLength }: StructOptions<F> = {},
): Struct<F> {
  const entries = Object.entries(fields) as [keyof F & string, Field<unknown>][];
  for (const [name, field] of entries) {
    if (field.late !== true && !hasArrived(field, new Uint8Array(minimumBytes))) {
      throw new Error(`${name} is past the ${minimumBytes} bytes that must be there: declare it late`);
    }
  }

  function ownBytes(source: Uint8Array): Uint8Array {
    const length = ownLength === undefined ? undefined : fields[ownLength.field];
    if (ownLength === undefined || length === undefined || !hasArrived(length, source)) return source;
    return source.subarray(0, Math.max(minimumBytes, Number(length.decode(source)) + ownLength.uncountedBytes));
  }

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

  function decode(source: Uint8Array): ValuesOf<F> {
    requireBytes(source, minimumBytes);
    const own = ownBytes(source);
    return Object.fromEntries(entries.map(([name, field]) => [name, field.decode(own)])) as ValuesOf<F>;
  }

  return {
    lengthBytes,
    minimumBytes,
    fields,
    decode,
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
    describe(source) {
      const own = ownBytes(source);
      return entries
        .filter(([, field]) => hasArrived(field, own))
        .filter(([, field]) => field.expected === undefined || field.decode(own) !== field.expected)
        .map(([name, field]) => inWords(name, field, own));
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

/** Any bytes, as they are: sectors, undeclared pages. */
export const rawBytes: Codec<Uint8Array> = {
  decode: (source) => source,
  encode: (value) => Uint8Array.from(value),
  describe: (source) => [{ name: 'data', text: `${source.length} bytes` }],
};
