import { describe, expect, test } from '@jest/globals';
import { DecodeError, toHex } from '../../src/codec/index.ts';
import { commandFor } from '../../src/mmc/commands/index.ts';
import { modePageByCode } from '../../src/mmc/mode-pages/index.ts';
import { modeParameters } from '../../src/scsi/mode-page.ts';
import { type Exchange, exchanges } from './exchanges.ts';

/** Commands that these programs send and this package does not. */
const NOT_OURS = [0x01, 0x3c, 0xad]; // REZERO UNIT, READ BUFFER, READ DISC STRUCTURE

const specOf = ({ cdb }: Exchange) => {
  const spec = commandFor(cdb)?.spec;
  if (spec === undefined) throw new Error(`no declaration for ${toHex(cdb)}`);
  return spec;
};
const ours = exchanges.filter(({ cdb }) => !NOT_OURS.includes(cdb[0] ?? 0));
const title = ({ program, cdb }: Exchange) => `${program} ${toHex(cdb)}`;

/** Replies that the program itself cut below what the declaration needs to make sense of them. */
const isCutShort = (exchange: Exchange): boolean => {
  const limits: Readonly<Record<number, number>> = { 81: 12, 82: 28, 67: 15 };
  const isAtip = exchange.cdb[0] !== 0x43 || (exchange.cdb[2] ?? 0) % 16 === 4;
  return isAtip && (exchange.in?.length ?? 0) < (limits[exchange.cdb[0] ?? 0] ?? 0);
};

describe('what wodim, cdrskin, cdrdao and readers send', () => {
  test('is all declared, but for three commands', () => {
    const unknown = exchanges.filter(({ cdb }) => commandFor(cdb) === undefined);
    expect([...new Set(unknown.map(({ cdb }) => cdb[0]))].sort((a = 0, b = 0) => a - b)).toEqual(NOT_OURS);
  });

  test.each(ours.map((each) => [title(each), each] as const))('%s: every CDB bit is declared', (_, exchange) => {
    const spec = specOf(exchange);
    const again = spec.cdb.encode(spec.cdb.decode(exchange.cdb));
    again[0] = spec.opcode;
    expect(toHex(again)).toBe(toHex(exchange.cdb.subarray(0, spec.cdb.lengthBytes)));
  });

  test('wants as many bytes as the CDB announces', () => {
    for (const exchange of ours) {
      const spec = specOf(exchange);
      if (spec.direction !== 'in') continue;
      const args = spec.cdb.decode(exchange.cdb);
      const announced = spec.replyBytes === undefined ? Number(args['allocationLength']) : spec.replyBytes(args);
      expect([title(exchange), announced]).toEqual([title(exchange), exchange.len]);
    }
  });
});

describe('what they were answered', () => {
  const replies = ours.filter((each) => each.in !== undefined);

  test('decodes, or is refused where the program asked for less than makes sense', () => {
    for (const exchange of replies) {
      const spec = specOf(exchange);
      const bytes = exchange.in ?? new Uint8Array();
      if (spec.direction !== 'in') throw new Error('data without a data-in command');
      if (isCutShort(exchange)) expect(() => spec.reply.decode(bytes)).toThrow(DecodeError);
      else expect(() => spec.reply.decode(bytes)).not.toThrow();
      expect(spec.reply.describe(bytes).length).toBeGreaterThan(0);
    }
  });

  test('encodes back to the same bytes, as far as the length fields go that a short answer makes wrong', () => {
    let compared = 0;
    for (const exchange of replies) {
      const spec = specOf(exchange);
      const bytes = exchange.in ?? new Uint8Array();
      if (spec.direction !== 'in' || isCutShort(exchange)) continue;
      const again = Uint8Array.from(spec.reply.encode(spec.reply.decode(bytes)));
      // READ TOC, GET CONFIGURATION and GET PERFORMANCE are asked for their header, or for a part, to learn the length.
      if (again.length < bytes.length || [0x43, 0x46, 0xac].includes(spec.opcode)) {
        again.set(bytes.subarray(0, 4));
      }
      const common = Math.min(again.length, bytes.length);
      expect([title(exchange), toHex(again.subarray(0, common))]).toEqual([
        title(exchange),
        toHex(bytes.subarray(0, common)),
      ]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });
});

describe('mode pages sent and answered', () => {
  const pages = new Map<string, Uint8Array>();
  for (const { cdb, in: answered, out } of exchanges) {
    const data = cdb[0] === 0x5a ? answered : cdb[0] === 0x55 ? out : undefined;
    if (data === undefined || data.length < 8) continue;
    for (const page of modeParameters.decode(data).pages) pages.set(toHex(page), page);
  }

  test('are many and all declared', () => {
    expect(pages.size).toBeGreaterThan(20);
    for (const [hex, page] of pages)
      expect([hex, modePageByCode((page[0] ?? 0) % 64)?.code]).toEqual([hex, expect.anything()]);
  });

  test.each([...pages])('%s encodes back to the same bytes', (_, bytes) => {
    const page = modePageByCode((bytes[0] ?? 0) % 64);
    if (page === undefined) throw new Error('undeclared');
    const values = page.decode(bytes);
    // A page of an older standard is shorter: only the fields that it has can be put into it.
    const present = Object.fromEntries(
      Object.entries(values).filter(([name]) =>
        page.layout.fields[name]?.spans.every(({ byte }) => byte < bytes.length),
      ),
    );
    const blank = new Uint8Array(bytes.length);
    blank.set(bytes.subarray(0, 2));
    const behindFields = bytes.slice(page.layout.lengthBytes);
    const edited = page.edit(blank, present);
    edited.set(behindFields, Math.min(page.layout.lengthBytes, edited.length));
    const withoutPs = Uint8Array.from(bytes);
    withoutPs[0] = (bytes[0] ?? 0) % 128;
    expect(toHex(edited)).toBe(toHex(withoutPs));
  });
});
