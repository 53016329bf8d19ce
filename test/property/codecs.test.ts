import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DecodeError, EncodeError } from '../../src/codec/index.ts';
import { commandByOpcode, commandFor, commands } from '../../src/mmc/commands/index.ts';
import { modePages } from '../../src/mmc/mode-pages/index.ts';
import { ControlBlock } from '../../src/mmc/structures/control-blocks.ts';
import { describeCdb } from '../../src/scsi/command.ts';
import { modeParameters } from '../../src/scsi/mode-page.ts';
import { decodeSense } from '../../src/scsi/sense.ts';
import { bytesFor, dataCodecs, headerOf, withoutFilled, withoutMissing } from './codecs.ts';

const RUNS = { numRuns: 60 };

/** The value, or undefined for bytes that are refused with the documented error. Any other error is thrown. */
function decodeOrRefuse<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Control blocks of a disc are told apart by their content descriptor, in the place of an address (format 30h). */
const CONTENTS: Readonly<Record<string, object>> = {
  'READ DISC STRUCTURE (list of control blocks)': { address: ControlBlock.List },
  'READ DISC STRUCTURE (write inhibit block)': { address: ControlBlock.WriteInhibit },
  'READ DISC STRUCTURE (session block)': { address: ControlBlock.Session },
  'READ DISC STRUCTURE (formatting block)': { address: ControlBlock.Formatting },
};

describe.each(commands.map(({ spec }) => [spec.name, spec] as const))('CDB of %s', (_, spec) => {
  const whole = fc.uint8Array({ minLength: spec.cdb.lengthBytes, maxLength: spec.cdb.lengthBytes });

  test('decode(encode(x)) = x', () => {
    fc.assert(
      fc.property(whole, (bytes) => {
        const values = spec.cdb.decode(bytes);
        expect(spec.cdb.decode(spec.cdb.encode(values))).toEqual(values);
      }),
      RUNS,
    );
  });

  test('no two fields share a bit, and none is in the opcode', () => {
    for (let byte = 0; byte < spec.cdb.lengthBytes; byte++) {
      for (let position = 0; position < 8; position++) {
        const owners = Object.values(spec.cdb.fields).filter((field) =>
          (field as { spans: { byte: number; low: number; high: number }[] }).spans.some(
            (span) => span.byte === byte && span.low <= position && position <= span.high,
          ),
        );
        expect(owners.length).toBeLessThanOrEqual(byte === 0 ? 0 : 1);
      }
    }
  });

  test('the declaration of a built CDB is found again', () => {
    const definition = commands.find((each) => each.spec === spec);
    const build = definition as unknown as (args: object, parameters?: Uint8Array) => { cdb: Uint8Array };
    const required = Object.fromEntries(
      Object.entries(spec.cdb.fields)
        .filter(([name]) => name !== 'allocationLength')
        .filter(([, field]) => !(field as { optional: boolean }).optional)
        .map(([name]) => [name, 0]),
    );
    const { cdb } = build(
      {
        ...required,
        ...CONTENTS[spec.name],
        ...('allocationLength' in spec.cdb.fields ? { allocationLength: 8 } : {}),
      },
      new Uint8Array(0),
    );
    expect(cdb[0]).toBe(spec.opcode);
    expect(commandByOpcode(spec.opcode)?.spec.opcode).toBe(spec.opcode);
    // The exceptions of GET PERFORMANCE need their field set: without it they are the nominal values.
    // READ DISC STRUCTURE in general with format 0 is that of the physical format.
    if (!['GET PERFORMANCE (exceptions)', 'READ DISC STRUCTURE'].includes(spec.name))
      expect(commandFor(cdb)?.spec.name).toBe(spec.name);
  });
});

describe.each(dataCodecs)('%s', (_, codec) => {
  test('decode(encode(x)) = x, but for what was missing in x', () => {
    fc.assert(
      fc.property(bytesFor(codec), (bytes) => {
        const value = decodeOrRefuse(() => codec.decode(bytes));
        if (value === undefined) return;
        const encoded = codec.encode(value);
        const again = codec.decode(encoded);
        expect(withoutMissing(value, withoutFilled(codec, again))).toEqual(
          withoutMissing(value, withoutFilled(codec, value)),
        );
        expect(codec.encode(codec.decode(encoded))).toEqual(encoded);
      }),
      RUNS,
    );
  });

  test('any bytes decode or are refused, and are always described', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        decodeOrRefuse(() => codec.decode(bytes));
        expect(Array.isArray(codec.describe(bytes))).toBe(true);
      }),
      RUNS,
    );
  });

  if (headerOf(codec) !== undefined) {
    test('decodes to the entries that arrived whole, wherever it is cut off', () => {
      fc.assert(
        fc.property(bytesFor(codec), fc.nat(96), (bytes, cut) => {
          const whole = decodeOrRefuse(() => codec.decode(bytes));
          const part = decodeOrRefuse(() => codec.decode(bytes.subarray(0, cut)));
          if (whole === undefined || part === undefined) return;
          expect(part.entries).toEqual(whole.entries.slice(0, part.entries.length));
        }),
        RUNS,
      );
    });
  }
});

describe.each(modePages.map((page) => [page.name, page] as const))('mode page %s', (_, page) => {
  const whole = fc
    .uint8Array({ minLength: page.layout.lengthBytes, maxLength: page.layout.lengthBytes })
    .map((bytes) => {
      bytes.set([page.code, page.layout.lengthBytes - 2]);
      return bytes;
    });

  test('decode(encode(x)) = x', () => {
    fc.assert(
      fc.property(whole, (bytes) => {
        const values = page.decode(bytes);
        expect(page.decode(page.encode(values))).toEqual(values);
        expect(page.edit(bytes, values)).toEqual(bytes);
      }),
      RUNS,
    );
  });

  test('any bytes decode or are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        decodeOrRefuse(() => page.decode(bytes));
        if (bytes.length > 0) decodeOrRefuse(() => page.decode(Uint8Array.of(page.code, ...bytes)));
      }),
      RUNS,
    );
  });
});

describe('the rest of what a drive returns', () => {
  test('any bytes are sense data or refused', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.constantFrom(0x70, 0x71, 0x72, 0x73, undefined),
        (bytes, code) => {
          if (code !== undefined) bytes[0] = code;
          decodeOrRefuse(() => decodeSense(bytes));
        },
      ),
    );
  });

  test('any bytes are mode parameters, which encode back to the same, or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, fitting) => {
        if (fitting && bytes.length >= 8) bytes.set([0, bytes.length - 2, bytes[2] ?? 0, bytes[3] ?? 0, 0, 0, 0, 8]);
        const value = decodeOrRefuse(() => modeParameters.decode(bytes));
        if (value !== undefined) expect(modeParameters.decode(modeParameters.encode(value))).toEqual(value);
      }),
    );
  });

  test('any CDB has a declaration or none, and can be described', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 16 }), fc.constantFrom(...commands), (bytes, { spec }) => {
        const found = commandFor(bytes);
        if (found !== undefined) describeCdb(found.spec, bytes);
        bytes[0] = spec.opcode;
        const sure = commandFor(bytes);
        if (sure !== undefined)
          expect(describeCdb(sure.spec, bytes).length).toBe(Object.keys(sure.spec.cdb.fields).length);
        else expect(bytes.length).toBeLessThan(spec.cdb.lengthBytes);
      }),
    );
  });

  test('values that do not fit are refused before anything is sent', () => {
    for (const { spec } of commands) {
      for (const [name, field] of Object.entries(spec.cdb.fields)) {
        if (typeof (field as { initial: unknown }).initial !== 'number') continue;
        const blank = new Uint8Array(spec.cdb.lengthBytes);
        for (const wrong of [2 ** 33, 0.5, Number.NaN])
          expect(() => spec.cdb.patch(blank, { [name]: wrong })).toThrow(EncodeError);
      }
    }
  });
});
