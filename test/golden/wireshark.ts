import { type Field, fromHex, toHex } from '../../src/codec/index.ts';
import { fixtureJson, fixtureLines } from './exchanges.ts';
import { type Part, segmentsOf } from './segments.ts';

type Dissected = readonly [name: string, place: string, value: number | string];

/** One line of fixtures/golden/wireshark.jsonl: a CDB, data or sense as Wireshark reads it. */
export interface Dissection {
  readonly part: Part;
  readonly cdb?: string;
  readonly bytes: string;
  /** Name, place (`8..11`, `5`, `6.7`, `6.3-0`) and value: a number, or hexadecimal for more than four bytes. */
  readonly fields: readonly Dissected[];
}

export const dissections = fixtureLines<Dissection>('golden/wireshark.jsonl');

/** By declaration and field: what Wireshark calls it (more than one name where its dissectors differ). */
export const NAMES = fixtureJson('golden/wireshark-names.json') as Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
>;

/** What Wireshark reads and the declarations do not have in one field, or have elsewhere. Only zeros, except these. */
const READ_OTHERWISE: Readonly<Record<string, string>> = {
  'scsi.mmc5.modepage.ls_v': 'Wireshark 4.0 takes LS_V for bit 6, which is BUFE; wodim sets bit 5 (MMC-5 7.5)',
  'scsi.inquiry.peripheral': 'qualifier and type together',
  'scsi.sns.ascascq': 'ASC and ASCQ together',
  'scsi_mmc.feature.dts': 'of feature 0021h, which has a list of link sizes and its own codec',
  'scsi_mmc.feature.isw.buf': 'of feature 0021h',
  'scsi_mmc.feature.isw.num_linksize': 'of feature 0021h',
  'scsi_mmc.feature.isw.linksize': 'of feature 0021h',
  'scsi_mmc.getperformance.data_type': 'tolerance, write and exceptions together',
  'scsi_mmc.track_start_time': 'minute, second and frame together',
  'scsi.inquiry.version_desc': 'the descriptors as bytes together',
  'scsi.inquiry.devtype': 'of vital product data page 80h, which has its own codec',
  'scsi.inquiry.evpd.pagecode': 'of vital product data page 80h',
  'scsi.inquiry.evpd.pagelength': 'of vital product data page 80h',
  'scsi.inquiry.evpd.product_serial_number': 'of vital product data page 80h',
};

type Span = Field<unknown>['spans'][number];
const isWhole = ({ high, low }: Span): boolean => high === 7 && low === 0;

/** The place of these bits as the fixture writes it; undefined where they are not adjacent. */
function placeOf(spans: readonly Span[], at: number): string | undefined {
  const [first, second] = spans;
  if (first === undefined) return undefined;
  const byte = first.byte + at;
  if (second === undefined) {
    if (isWhole(first)) return `${byte}`;
    return first.high === first.low ? `${byte}.${first.high}` : `${byte}.${first.high}-${first.low}`;
  }
  const together = spans.every((span, index) => span.byte === first.byte + index && isWhole(span));
  return together ? `${byte}..${byte + spans.length - 1}` : undefined;
}

/** As Wireshark writes it: flags as 1, addresses without a sign. */
function comparable(value: unknown, bytes: Uint8Array, spans: readonly Span[]): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value < 0 ? value + 2 ** 32 : value;
  const [first] = spans;
  const start = first?.byte ?? 0;
  if (typeof value === 'string') {
    const text = new TextEncoder().encode(value.padEnd(spans.length));
    return spans.length > 4 ? toHex(text) : Number.parseInt(toHex(text), 16);
  }
  return value instanceof Uint8Array ? toHex(value) : toHex(bytes.subarray(start, start + spans.length));
}

interface OurField {
  readonly of: string;
  readonly name: string;
  readonly place: string | undefined;
  readonly value: unknown;
}

/** Every field of the declarations that these bytes are read with, as far as the bytes go. */
function ourFields({ part, cdb, bytes, fields }: Dissection): OurField[] {
  // Where Wireshark gives up on a page (it knows only an old form of page 1Ah), it does not read what follows.
  const readTo = Math.max(...fields.map(([, place]) => Number.parseInt(place, 10)));
  return segmentsOf(fromHex(cdb ?? bytes), part, fromHex(bytes)).flatMap((segment) => {
    const { of, at, layout } = segment;
    if (at > readTo) return [];
    return Object.entries<Field<unknown>>(layout?.fields ?? {}).flatMap(([name, field]): OurField[] => {
      const { spans } = field;
      if (spans.some(({ byte }) => byte >= segment.bytes.length) && !spans.every(isWhole)) return [];
      const value = field.decode(segment.bytes);
      if (placeOf(spans, at) === undefined && typeof value === 'number' && spans.every(isWhole)) {
        return spans.flatMap((span, index) => {
          const byte = Math.floor(value / 256 ** (spans.length - 1 - index)) % 256;
          return span.byte >= segment.bytes.length
            ? []
            : [{ of, name: `${name}[${index}]`, place: placeOf([span], at), value: byte }];
        });
      }
      if (spans.some(({ byte }) => byte >= segment.bytes.length)) return [];
      return [{ of, name, place: placeOf(spans, at), value: comparable(value, segment.bytes, spans) }];
    });
  });
}

function disagreementsIn(dissection: Dissection): string[] {
  const problems: string[] = [];
  const matched = new Set<Dissected>();
  for (const { of, name, place, value } of ourFields(dissection)) {
    const theirNames = NAMES[of]?.[name];
    if (theirNames === undefined) continue;
    const theirs = dissection.fields.filter((each) => each[1] === place && theirNames.includes(each[0]));
    if (theirs.length === 0) problems.push(`${of} ${name} at ${place} is not ${theirNames.join(' or ')}`);
    for (const each of theirs) {
      matched.add(each);
      if (each[2] !== value) problems.push(`${of} ${name} is ${value}, Wireshark reads ${each[2]}`);
    }
  }
  for (const each of dissection.fields) {
    const [name, place, value] = each;
    const isZero = typeof value === 'string' ? /^0*$/.test(value) : value === 0;
    if (!matched.has(each) && !isZero && READ_OTHERWISE[name] === undefined) {
      problems.push(`Wireshark reads ${name} at ${place}: ${value}, which is not one of our fields`);
    }
  }
  return problems;
}

/** Every field that Wireshark reads is declared at the same place and has the same value. */
export const disagreements = (among: readonly Dissection[] = dissections): string[] =>
  among.flatMap((dissection) => {
    const what = `${dissection.part} ${dissection.cdb ?? ''} ${dissection.bytes.slice(0, 80)}`;
    try {
      return disagreementsIn(dissection).map((problem) => `${what}: ${problem}`);
    } catch (error) {
      return [`${what}: ${error}`];
    }
  });
