import fc from 'fast-check';
import type { Codec, Struct } from '../../src/codec/index.ts';
import { commands } from '../../src/mmc/commands/index.ts';
import { features } from '../../src/mmc/features.ts';
import type { CommandSpec } from '../../src/scsi/command.ts';
import { requestSense } from '../../src/scsi/commands/request-sense.ts';

export type AnyCodec = Codec<any, any>;

/** Codecs of list() and recordList(), which are recognized by their header. */
export interface WithHeader {
  readonly header: Struct<any>;
  readonly lengthField: string;
  readonly uncountedBytes: number;
}
export const headerOf = (codec: AnyCodec): WithHeader | undefined =>
  'lengthField' in codec ? (codec as unknown as WithHeader) : undefined;

export const commandTitleOf = ({ name }: CommandSpec): string => name;

/** Every codec of a command's data and of a feature, by name: one property covers them all. */
export const dataCodecs: readonly (readonly [string, AnyCodec])[] = [
  ...commands.flatMap(({ spec }): [string, AnyCodec][] =>
    spec.direction === 'in'
      ? [[`${spec.name} reply`, spec.reply]]
      : spec.direction === 'out'
        ? [[`${spec.name} parameters`, spec.parameters]]
        : [],
  ),
  ...features.flatMap(({ name, layout }): [string, AnyCodec][] =>
    layout === undefined ? [] : [[`feature ${name}`, layout]],
  ),
];

const anyBytes = (maxLength = 96) => fc.uint8Array({ maxLength });

/** Descriptor and fixed format, including a descriptor of each declared kind. */
const senseBytes = fc
  .tuple(fc.constantFrom(0x70, 0x71, 0x72, 0x73), fc.uint8Array({ minLength: 24, maxLength: 40 }), fc.boolean())
  .map(([code, bytes, information]) => {
    bytes[0] = code;
    bytes[7] = bytes.length - 8;
    if (code >= 0x72) bytes.set(information ? [0x00, 0x0a, 0x80] : [0x02, 0x06], 8);
    return bytes;
  });

/** Bytes of any kind; half of them with a length field that covers the bytes present, so that lists have entries. */
export function bytesFor(codec: AnyCodec): fc.Arbitrary<Uint8Array> {
  const list = headerOf(codec);
  if (codec === requestSense.spec.reply) return senseBytes;
  const sized = 'lengthBytes' in codec ? Number(codec.lengthBytes) : 0;
  return fc
    .tuple(fc.oneof(anyBytes(), fc.uint8Array({ minLength: sized, maxLength: sized + 4 })), fc.boolean())
    .map(([bytes, fitting]) => {
      if (list === undefined || !fitting || bytes.length < list.header.lengthBytes) return bytes;
      const room = list.lengthField === 'pageLength' || bytes.length < 255 ? bytes.length - list.uncountedBytes : 0;
      return list.header.patch(bytes, { [list.lengthField]: Math.max(0, room) });
    });
}

/** A value without what encoding fills in. */
export function withoutFilled(codec: AnyCodec, value: unknown): unknown {
  const list = headerOf(codec);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { raw: _, ...rest } = value as Record<string, unknown>;
  if (list !== undefined) delete rest[list.lengthField];
  return rest;
}

/** A value without the fields that were missing when `read` was decoded: encoding always makes the whole structure. */
export function withoutMissing(read: unknown, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return value;
  const missing = Object.entries(read as object).flatMap(([name, field]) => (field === undefined ? [name] : []));
  return Object.fromEntries(Object.entries(value).filter(([name]) => !missing.includes(name)));
}
