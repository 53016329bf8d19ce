import { DecodeError, type Fields, type ListCodec, toHex } from '../../src/codec/index.ts';
import { type Exchange, exchanges } from './exchanges.ts';
import { partsOf, type Segment, specOf } from './segments.ts';

const title = ({ run, cdb }: Exchange): string => `${run} ${toHex(cdb)}`;

/** What is wrong with each of these, in words; a thrown error is one more problem. */
function problemsOf<T>(items: readonly T[], name: (item: T) => string, check: (item: T) => (string | undefined)[]) {
  return items.flatMap((item) => {
    try {
      return check(item)
        .filter((problem) => problem !== undefined)
        .map((problem) => `${name(item)}: ${problem}`);
    } catch (error) {
      return [`${name(item)}: ${error}`];
    }
  });
}

/** A declaration's fields, as far as the bytes go, encode back to the bytes: no bit is without a field. */
function reencoded({ of, bytes, layout, codec }: Segment): string | undefined {
  if (codec !== undefined) {
    const again = toHex(codec.encode(codec.decode(bytes)));
    return again === toHex(bytes) ? undefined : `${of} encodes to ${again} instead of ${toHex(bytes)}`;
  }
  if (bytes.every((byte) => byte === 0) && layout === undefined) return undefined;
  if (layout === undefined) return `${of}: no declaration for ${toHex(bytes)}`;
  const whole = new Uint8Array(layout.lengthBytes);
  whole.set(bytes);
  const again = layout.encode(layout.decode(whole));
  if (of.endsWith(' CDB')) again[0] = bytes[0] ?? 0;
  if (/^page ..h$/.test(of)) again.set(bytes.subarray(0, 2)); // checked as `mode page header`
  const said = toHex(again.subarray(0, bytes.length));
  return said === toHex(bytes) ? undefined : `${of} encodes to ${said} instead of ${toHex(bytes)}`;
}

/** Every CDB, page, cue sheet, reply and sense is declared to the last bit, and encodes back to the same bytes. */
export const leftovers = (among: readonly Exchange[] = exchanges): string[] =>
  problemsOf(among, title, (exchange) => [
    specOf(exchange) === undefined ? 'not declared' : undefined,
    ...partsOf(exchange).flatMap(({ segments }) => segments.map(reencoded)),
  ]);

/** Data phases as long as the CDB says: in bytes, or in blocks of the sizes that the programs write. */
const BLOCK_SIZES = [2352, 2048, 96];

function announcedLength(exchange: Exchange): string | undefined {
  const spec = specOf(exchange);
  if (spec === undefined) return undefined;
  const { direction, cdb, len } = exchange;
  const expected = { in: 'from', out: 'to', none: 'none' }[spec.direction ?? 'none'];
  if (direction !== expected && len > 0) return `has data ${direction} the drive`;
  const fields: Readonly<Record<string, unknown>> = spec.cdb.decode(cdb);
  const announced =
    spec.direction === 'in'
      ? [Number(spec.replyBytes === undefined ? fields['allocationLength'] : spec.replyBytes(fields))]
      : spec.direction !== 'out'
        ? [0]
        : spec.lengthField === undefined
          ? BLOCK_SIZES.map((size) => size * Number(fields['lengthBlocks']))
          : [Number(fields[spec.lengthField])];
  return announced.includes(len) ? undefined : `announces ${announced.join(' or ')} bytes instead of ${len}`;
}

/** Every CDB announces as many bytes as the program sent or would accept. */
export const wrongLengths = (among: readonly Exchange[] = exchanges): string[] =>
  problemsOf(among, title, (exchange) => [announcedLength(exchange)]);

/** What programs request to find out a length or a status: less than the declared reply can be decoded from. */
const TOO_SHORT: readonly string[] = [
  'READ ATIP reply of 4 bytes',
  'READ DISC INFORMATION reply of 4 bytes',
  'READ TRACK INFORMATION reply of 16 bytes',
  'READ TRACK INFORMATION reply of 20 bytes',
];

const isCutShort = (codec: object, bytes: Uint8Array): boolean => {
  if (!('header' in codec)) return false;
  const { header, lengthField, uncountedBytes } = codec as ListCodec<Fields, Fields, string>;
  return Number(header.decode(bytes)[lengthField]) + uncountedBytes > bytes.length;
};

function decodedWhole(exchange: Exchange): (string | undefined)[] {
  const spec = specOf(exchange);
  const { in: bytes } = exchange;
  if (bytes === undefined || spec?.direction !== 'in') return [];
  const what = `${spec.name} reply of ${bytes.length} bytes`;
  let again: Uint8Array;
  try {
    again = spec.reply.encode(spec.reply.decode(bytes));
  } catch (error) {
    return [error instanceof DecodeError && TOO_SHORT.includes(what) ? undefined : `${what}: ${error}`];
  }
  // The length in the header of a list says how much there would have been.
  if (isCutShort(spec.reply, bytes)) again.set(bytes.subarray(0, 4));
  return [
    TOO_SHORT.includes(what) ? `${what} is not refused` : undefined,
    again.length === bytes.length && toHex(again) !== toHex(bytes) ? `${what} encodes to ${toHex(again)}` : undefined,
  ];
}

/** Replies decode by their command, including length fields; only those that cannot be decoded are refused. */
export const refusals = (among: readonly Exchange[] = exchanges): string[] => problemsOf(among, title, decodedWhole);
