import { type Codec, hexNumber, rawBytes, type Struct } from '../../src/codec/index.ts';
import { commandFor } from '../../src/mmc/commands/index.ts';
import { CueAdr, cueEntry, cuePosition } from '../../src/mmc/commands/send-cue-sheet.ts';
import { featureByCode } from '../../src/mmc/features.ts';
import { writeSpeedEntry } from '../../src/mmc/mode-pages/capabilities.ts';
import { modePageByCode } from '../../src/mmc/mode-pages/index.ts';
import type { CommandSpec } from '../../src/scsi/command.ts';
import { standardInquiryData, standardInquiryLayout } from '../../src/scsi/commands/inquiry.ts';
import { blockDescriptor, modePageHeader, modeParameterHeader } from '../../src/scsi/mode-page.ts';
import { fixedSense } from '../../src/scsi/sense.ts';
import type { Exchange } from './exchanges.ts';

type AnyStruct = Struct<Record<string, any>>;

/** Bytes that one declaration covers: a CDB, a header, one entry of a list, a mode page. */
export interface Segment {
  /** The declaration's name: `READ TRACK INFORMATION reply`, `page 05h`. */
  readonly of: string;
  /** Where the segment begins in the bytes of its part. */
  readonly at: number;
  readonly bytes: Uint8Array;
  /** Absent where nothing is declared: a leftover. */
  readonly layout?: Pick<AnyStruct, 'lengthBytes' | 'fields' | 'decode' | 'encode'>;
  /** Instead of a layout, where a list is not made of equal structs. */
  readonly codec?: Codec<any, any>;
}

export type Part = 'cdb' | 'out' | 'in' | 'sense';

const cut = (of: string, at: number, bytes: Uint8Array, layout?: Segment['layout']): Segment[] =>
  bytes.length === 0 ? [] : [{ of, at, bytes, ...(layout === undefined ? {} : { layout }) }];

/** Equal entries to the end; the last may be cut short by the allocation length. */
function entries(of: string, at: number, bytes: Uint8Array, entry: AnyStruct): Segment[] {
  const found: Segment[] = [];
  for (let start = 0; start < bytes.length; start += entry.lengthBytes) {
    found.push(...cut(of, at + start, bytes.subarray(start, start + entry.lengthBytes), entry));
  }
  return found;
}

const isStruct = (codec: object): codec is AnyStruct => 'lengthBytes' in codec;

function withLeftover(of: string, at: number, bytes: Uint8Array, layout: AnyStruct): Segment[] {
  return [
    ...cut(of, at, bytes.subarray(0, layout.lengthBytes), layout),
    ...cut(`after ${of}`, at + layout.lengthBytes, bytes.subarray(layout.lengthBytes)),
  ];
}

function featureSegments(code: number, at: number, data: Uint8Array): Segment[] {
  const of = `feature ${hexNumber(code, 4)}`;
  const layout: Codec<any, any> | undefined = featureByCode(code)?.layout;
  if (layout === undefined) return cut(of, at, data);
  if (isStruct(layout)) return withLeftover(of, at, data, layout);
  if ('entry' in layout) return entries(of, at, data, layout.entry as AnyStruct);
  return [{ of, at, bytes: data, codec: layout }];
}

function replySegments(name: string, codec: Codec<any, any>, bytes: Uint8Array): Segment[] {
  if (codec === standardInquiryData) return withLeftover(name, 0, bytes, standardInquiryLayout);
  if (isStruct(codec)) return withLeftover(name, 0, bytes, codec);
  if (!('header' in codec)) {
    if (codec === rawBytes) return cut(name, 0, bytes);
    return 'entry' in codec
      ? entries(`${name} entry`, 0, bytes, codec.entry as AnyStruct)
      : [{ of: name, at: 0, bytes, codec }];
  }
  const { header, entry, dataLengthField } = codec as unknown as {
    header: AnyStruct;
    entry: AnyStruct;
    dataLengthField?: string;
  };
  const found = cut(`${name} header`, 0, bytes.subarray(0, header.lengthBytes), header);
  const body = bytes.subarray(header.lengthBytes);
  if (dataLengthField === undefined) return [...found, ...entries(`${name} entry`, header.lengthBytes, body, entry)];
  for (let at = header.lengthBytes; at < bytes.length; ) {
    const head = bytes.subarray(at, at + entry.lengthBytes);
    found.push(...cut(`${name} entry`, at, head, entry));
    const fields = entry.decode(head);
    const next = at + entry.lengthBytes + Number(fields[dataLengthField]);
    found.push(...featureSegments(Number(fields['code']), at + entry.lengthBytes, bytes.subarray(at + 4, next)));
    at = next;
  }
  return found;
}

function modeSegments(bytes: Uint8Array): Segment[] {
  const found = cut('mode parameter header', 0, bytes.subarray(0, 8), modeParameterHeader);
  if (bytes.length < 8) return found;
  const descriptors = modeParameterHeader.decode(bytes).blockDescriptorLength;
  found.push(...cut('block descriptor', 8, bytes.subarray(8, 8 + descriptors), blockDescriptor));
  for (let at = 8 + descriptors; at < bytes.length; ) {
    const head = bytes.subarray(at, at + 2);
    found.push(...cut('mode page header', at, head, modePageHeader));
    const { pageCode, pageLength } = modePageHeader.decode(head);
    const page = bytes.subarray(at, at + 2 + pageLength);
    const layout = modePageByCode(pageCode)?.layout;
    const of = `page ${hexNumber(pageCode)}`;
    found.push(...cut(of, at, page.subarray(0, layout?.lengthBytes), layout));
    if (layout !== undefined) {
      const rest = page.subarray(layout.lengthBytes);
      const from = at + layout.lengthBytes;
      found.push(...(pageCode === 0x2a ? entries(`${of} speed`, from, rest, writeSpeedEntry) : cut(of, from, rest)));
    }
    at += 2 + pageLength;
  }
  return found;
}

const cueSegments = (bytes: Uint8Array): Segment[] =>
  entries('cue sheet entry', 0, bytes, cueEntry).flatMap((segment) =>
    cueEntry.decode(segment.bytes).adr === CueAdr.Position
      ? [segment, ...cut('cue sheet position', segment.at + 1, segment.bytes.subarray(1), cuePosition)]
      : [segment],
  );

export function specOf({ cdb }: Pick<Exchange, 'cdb'>): CommandSpec | undefined {
  return commandFor(cdb)?.spec;
}

/** Divides one part of an exchange by the declarations. */
export function segmentsOf(cdb: Uint8Array, part: Part, bytes: Uint8Array): Segment[] {
  if (part === 'sense') return withLeftover('sense', 0, bytes, fixedSense);
  const spec = commandFor(cdb)?.spec;
  if (spec === undefined) return cut('nothing declared', 0, bytes);
  if (part === 'cdb') return withLeftover(`${spec.name} CDB`, 0, bytes, spec.cdb);
  if (cdb[0] === 0x55 || cdb[0] === 0x5a) return modeSegments(bytes);
  if (cdb[0] === 0x5d) return cueSegments(bytes);
  if (spec.direction === 'in') return replySegments(`${spec.name} reply`, spec.reply, bytes);
  return spec.direction === 'out'
    ? replySegments(`${spec.name} parameters`, spec.parameters, bytes)
    : cut('', 0, bytes);
}

/** Every part of an exchange that the fixture has, divided into segments. */
export function partsOf(exchange: Exchange): { part: Part; bytes: Uint8Array; segments: Segment[] }[] {
  const { cdb, out, in: answered, sense } = exchange;
  const parts: [Part, Uint8Array | undefined][] = [
    ['cdb', cdb],
    ['out', out],
    ['in', answered],
    ['sense', sense],
  ];
  return parts.flatMap(([part, bytes]) =>
    bytes === undefined ? [] : [{ part, bytes, segments: segmentsOf(cdb, part, bytes) }],
  );
}
