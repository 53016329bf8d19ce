import { expect, test } from '@jest/globals';
import { DecodeError, type Field, type Fields, fromHex, type Struct } from '../../src/codec/index.ts';
import { getEventStatusNotification } from '../../src/mmc/commands/get-event-status-notification.ts';
import { commands } from '../../src/mmc/commands/index.ts';
import { readAtip } from '../../src/mmc/commands/read-atip.ts';
import { readDiscInformation } from '../../src/mmc/commands/read-disc-information.ts';
import { readTrackInformation } from '../../src/mmc/commands/read-track-information.ts';
import { features } from '../../src/mmc/features.ts';
import { capabilitiesPage, modePages, writeSpeedsOf } from '../../src/mmc/mode-pages/index.ts';
import { standardInquiryLayout } from '../../src/scsi/commands/inquiry.ts';
import { decodeSense } from '../../src/scsi/sense.ts';

// Replies as long as in the standard's older versions: what they lack is not told as zero.

test('a track information block of 28 bytes says nothing of the last recorded block', () => {
  const bytes = fromHex('001a010100040f010000000000000000000575490000000000057549');
  const track = readTrackInformation({ addressType: 1, address: 1, allocationLength: 36 }).decodeReply(bytes);
  expect(track).toMatchObject({ track: 1, session: 1, lengthBlocks: 0x57549, lastRecordedLba: undefined });
});

test('disc information of 12 bytes says nothing of the lead-in and the bar code', () => {
  const disc = readDiscInformation({ allocationLength: 34 }).decodeReply(fromHex('000a0e010101012000000000'));
  expect(disc).toMatchObject({ discStatus: 2, lastTrackInLastSession: 1 });
  for (const name of ['discId', 'lastSessionLeadInStart', 'lastPossibleLeadOutStart', 'barCode', 'opcTables'] as const)
    expect(disc[name]).toBeUndefined();
});

test('ATIP of 28 bytes says nothing of S4', () => {
  const bytes = new Uint8Array(28);
  bytes.set([0, 26]);
  const atip = readAtip({ allocationLength: 32 }).decodeReply(bytes);
  expect([atip.a3, atip.s4]).toEqual([0, undefined]);
});

test('page 2Ah before MMC-3 says nothing of the current write speed', () => {
  // 20 bytes and 24 bytes after the header, as drives before MMC and MMC-1 end it.
  for (const [lengthBytes, revision] of [
    [22, undefined],
    [24, 0],
  ] as const) {
    const page = new Uint8Array(lengthBytes);
    page.set([0x2a, lengthBytes - 2]);
    page.set([0x06, 0xe4], 18);
    const values = capabilitiesPage.decode(page);
    expect(values).toMatchObject({ maxWriteKBps: 1764, copyManagementRevision: revision, currentWriteKBps: undefined });
    expect(writeSpeedsOf(page)).toEqual([]);
  }
});

// Every declaration, with the number of bytes without which it does not decode. A reply that is one byte shorter is an
// error; past these bytes each field is there or undefined. Lists decode to the entries that arrived whole.
const COMMANDS: Readonly<Record<string, number>> = {
  'REQUEST SENSE': 3,
  INQUIRY: 5,
  'INQUIRY (supported vital product data)': 4,
  'INQUIRY (unit serial number)': 4,
  'INQUIRY (device identification)': 4,
  'READ FORMAT CAPACITIES': 12,
  'READ CAPACITY(10)': 8,
  'READ TOC': 4,
  'READ TOC (MSF)': 4,
  'READ TOC (session information)': 4,
  'READ TOC (session information, MSF)': 4,
  'READ TOC (full)': 4,
  'READ PMA': 4,
  'READ ATIP': 15,
  'READ CD-TEXT': 4,
  'GET CONFIGURATION': 8,
  'GET EVENT STATUS NOTIFICATION': 6,
  'READ SUB-CHANNEL (catalogue number)': 4,
  'READ SUB-CHANNEL (ISRC)': 4,
  'READ DISC INFORMATION': 12,
  'READ DISC INFORMATION (track resources)': 12,
  'READ DISC INFORMATION (POW resources)': 16,
  'READ TRACK INFORMATION': 28,
  'READ BUFFER CAPACITY': 12,
  'GET PERFORMANCE': 8,
  'GET PERFORMANCE (exceptions)': 8,
  'GET PERFORMANCE (write speeds)': 8,
  'GET PERFORMANCE (unusable area)': 8,
  'GET PERFORMANCE (defect status)': 8,
  'GET PERFORMANCE (defective blocks)': 8,
  'GET PERFORMANCE (defect cache zones)': 8,
  'READ DEFECT DATA(12)': 8,
  'LITE-ON READ BOOK TYPE': 1,
  'LG READ BOOK TYPES': 4,
  'READ DISC STRUCTURE': 4,
  'READ DISC STRUCTURE (copyright)': 8,
  'READ DISC STRUCTURE (burst cutting area)': 4,
  'READ DISC STRUCTURE (manufacturing)': 4,
  'READ DISC STRUCTURE (copyright management)': 8,
  'READ DISC STRUCTURE (disc definition)': 96,
  'READ DISC STRUCTURE (recording type)': 8,
  'READ DISC STRUCTURE (RMD in the border-out)': 4,
  'READ DISC STRUCTURE (recording management area)': 8,
  'READ DISC STRUCTURE (unique disc identifier)': 22,
  'READ DISC STRUCTURE (HD DVD medium status)': 8,
  'READ DISC STRUCTURE (list of control blocks)': 48,
  'READ DISC STRUCTURE (write inhibit block)': 12,
  'READ DISC STRUCTURE (session block)': 12,
  'READ DISC STRUCTURE (formatting block)': 12,
  'READ DISC STRUCTURE (BD burst cutting area)': 68,
  'READ DISC STRUCTURE (BD disc definition)': 57,
  'READ DISC STRUCTURE (defect list)': 68,
  'READ DISC STRUCTURE (physical format)': 21,
  'READ DISC STRUCTURE (medium status)': 8,
  'READ DISC STRUCTURE (spare area)': 16,
  'READ DISC STRUCTURE (pre-recorded information)': 36,
  'READ DISC STRUCTURE (recorded physical format)': 21,
  'READ DISC STRUCTURE (ADIP)': 21,
  'READ DISC STRUCTURE (layer boundary)': 12,
  'READ DISC STRUCTURE (shifted middle area)': 12,
  'READ DISC STRUCTURE (jump interval)': 12,
  'READ DISC STRUCTURE (manual layer jump)': 12,
  'READ DISC STRUCTURE (remapping anchor)': 12,
  'READ DISC STRUCTURE (disc information)': 116,
  'READ DISC STRUCTURE (BD spare area)': 16,
  'READ DISC STRUCTURE (write protection)': 8,
  'READ DISC STRUCTURE (list)': 4,
  'MECHANISM STATUS': 8,
};
/** Blocks and memory, whose lengths are checked elsewhere, and mode pages, which are below. */
const RAW = ['READ(10)', 'READ(12)', 'READ CD', 'READ BUFFER', 'MODE SENSE(10)'];

const PAGES: Readonly<Record<number, number>> = {
  1: 8,
  5: 16,
  13: 8,
  14: 16,
  26: 12,
  29: 6,
  42: 20,
};

/** Features whose data may be missing altogether have 0. */
const FEATURES: Readonly<Record<number, number>> = {
  0: 0,
  1: 4,
  2: 4,
  3: 4,
  4: 4,
  16: 8,
  30: 0,
  31: 0,
  32: 12,
  33: 4,
  35: 0,
  36: 0,
  37: 8,
  40: 0,
  41: 4,
  42: 0,
  43: 0,
  44: 0,
  45: 4,
  46: 4,
  47: 4,
  51: 4,
  55: 4,
  58: 0,
  59: 0,
  64: 0,
  65: 0,
  258: 4,
  259: 4,
  260: 4,
  261: 0,
  262: 4,
  263: 0,
  264: 0,
  266: 0,
  268: 16,
};

const replies = commands.flatMap(({ spec }) =>
  spec.direction === 'in' && !RAW.includes(spec.name) ? [[spec.name, spec.reply] as const] : [],
);

/** Bytes that have every bit set, but begin as such a reply must. */
function fullReply(name: string): Uint8Array {
  const bytes = new Uint8Array(260).fill(0xff);
  if (name === 'REQUEST SENSE') bytes.set([0x70]);
  if (name === 'GET EVENT STATUS NOTIFICATION') bytes.set([0, 6, 4]);
  if (name === 'GET CONFIGURATION') bytes.set([0, 0, 0, 0xf0]);
  return bytes;
}

/** Where the fields of a reply are; of lists only the entries count, which are whole or left out. */
const layouts: ReadonlyMap<string, Struct<Fields>> = new Map(
  replies.flatMap(([name, reply]) => {
    if (name === 'INQUIRY') return [[name, standardInquiryLayout as unknown as Struct<Fields>] as const];
    return 'fields' in reply ? [[name, reply as Struct<Fields>] as const] : [];
  }),
);

function expectNothingMadeUp(layout: Struct<Fields>, whole: Uint8Array, decode: (bytes: Uint8Array) => object): void {
  const complete = decode(whole) as Readonly<Record<string, unknown>>;
  for (let length = layout.minimumBytes; length <= Math.min(layout.lengthBytes, whole.length); length++) {
    const values = decode(whole.subarray(0, length)) as Readonly<Record<string, unknown>>;
    for (const [name, { spans, needs = spans }] of Object.entries<Field<unknown>>(layout.fields)) {
      const arrived = needs.every(({ byte }) => byte < length);
      const missingPart = arrived && spans.some(({ byte }) => byte >= length);
      if (!missingPart)
        expect([name, length, values[name]]).toEqual([name, length, arrived ? complete[name] : undefined]);
    }
  }
}

test('every reply, mode page and feature is in these tables', () => {
  expect(replies.map(([name]) => name).toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
  expect(modePages.map(({ code }) => code)).toEqual(Object.keys(PAGES).map(Number));
  const decoded = features.filter(({ layout }) => layout !== undefined).map(({ code }) => code);
  expect(decoded).toEqual(Object.keys(FEATURES).map(Number));
});

test.each(replies)('%s: what did not arrive is undefined, or the reply is refused', (name, reply) => {
  const whole = fullReply(name);
  const least = COMMANDS[name] ?? 0;
  expect(() => reply.decode(whole.subarray(0, least - 1))).toThrow(DecodeError);
  expect(() => reply.decode(whole.subarray(0, least))).not.toThrow();
  const layout = layouts.get(name);
  if (layout === undefined) return;
  expect(layout.minimumBytes).toBe(least);
  expectNothingMadeUp(layout, whole, reply.decode);
});

test.each(modePages.map((page) => [page.name, page] as const))('page %s ends where it says', (_, page) => {
  const whole = new Uint8Array(page.layout.lengthBytes).fill(0xff);
  const ending = (length: number) => {
    const bytes = Uint8Array.from(whole);
    bytes.set([page.code, length - 2]);
    return bytes;
  };
  const least = PAGES[page.code] ?? 0;
  expect(page.layout.minimumBytes).toBe(least);
  expect(() => page.decode(ending(least - 1))).toThrow(`fewer than the ${least} that it must have`);
  expectNothingMadeUp(page.layout, whole, (bytes) => page.decode(ending(bytes.length)));
});

test.each(features.flatMap(({ name, code, layout }) => (layout === undefined ? [] : [[name, code, layout] as const])))(
  'feature %s: what its descriptor does not have is undefined',
  (_, code, layout) => {
    const whole = new Uint8Array(64).fill(0xff);
    const least = FEATURES[code] ?? 0;
    if (least > 0) expect(() => layout.decode(whole.subarray(0, least - 1))).toThrow(DecodeError);
    if ('fields' in layout) {
      expect((layout as Struct<Fields>).minimumBytes).toBe(least);
      expectNothingMadeUp(layout as Struct<Fields>, whole, layout.decode);
    } else expect(() => layout.decode(whole.subarray(0, least))).not.toThrow();
  },
);

test('an event of which only the header arrived is not the absence of an event', () => {
  const { reply } = getEventStatusNotification.spec;
  expect(() => reply.decode(fromHex('00060410'))).toThrow(DecodeError);
  expect(reply.decode(fromHex('000604100202'))).toMatchObject({ event: 2, mediaPresent: true, startSlot: undefined });
  expect(reply.decode(fromHex('00040410020200ff'))).toMatchObject({ mediaPresent: true, endSlot: undefined });
});

test('a track information block whose length says 28 bytes has no more, whatever the buffer holds', () => {
  const bytes = new Uint8Array(36);
  bytes.set([0, 26, 1, 1]);
  const track = readTrackInformation({ addressType: 1, address: 1, allocationLength: 36 }).decodeReply(bytes);
  expect(track.lastRecordedLba).toBeUndefined();
});

test('sense data of eight bytes has a key, and neither address nor field pointer', () => {
  expect(decodeSense(fromHex('f000030000004d00'))).toMatchObject({ key: 3, asc: 0, ascq: 0, information: 0x4d });
  const sense = decodeSense(fromHex('f00003'));
  expect([sense.information, sense.fieldPointer, sense.progress]).toEqual([undefined, undefined, undefined]);
});
