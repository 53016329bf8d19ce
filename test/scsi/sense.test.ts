import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DecodeError, fromHex } from '../../src/codec/index.ts';
import { closeTrackSession } from '../../src/mmc/commands/close-track-session.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { decodeSense, encodeSense, type Sense, SenseKey } from '../../src/scsi/sense.ts';
import { SenseError, StatusError, senseInWords } from '../../src/scsi/sense-error.ts';

interface RecordedSense {
  readonly origin: string;
  readonly hex: string;
  readonly key: number;
  readonly asc: number;
  readonly ascq: number;
  readonly words: string;
}

const { replies } = JSON.parse(
  readFileSync(new URL('../../fixtures/sense/recorded.json', import.meta.url), 'utf8'),
) as { replies: RecordedSense[] };

describe('sense data', () => {
  test.each(replies)('recorded: $origin', ({ hex, key, asc, ascq, words }) => {
    const sense = decodeSense(fromHex(hex));
    expect(sense).toMatchObject({ key, asc, ascq, deferred: false });
    expect(sense.information).toBeUndefined();
    expect(sense.fieldPointer).toBeUndefined();
    expect(senseInWords(sense)).toBe(words);
  });

  test('fixed format, deferred, with a valid INFORMATION field', () => {
    const sense = decodeSense(fromHex('f10003 0000020d 0a 00000000 0c00 00 000000'));
    expect(sense).toMatchObject({ key: 3, asc: 0x0c, ascq: 0, deferred: true, information: 525 });
  });

  test('an INFORMATION field is a signed LBA in either format', () => {
    expect(decodeSense(fromHex('f00003 ffffff6a 0a 00000000 1100 00 000000')).information).toBe(-150);
    expect(decodeSense(fromHex('72031100000000 0c 000a8000 ffffffffffffff6a')).information).toBe(-150);
  });

  test('field pointers: into the CDB with a bit, into the parameters without', () => {
    expect(decodeSense(fromHex('700005000000000a00000000 2400 00 ca0002')).fieldPointer).toEqual({
      in: 'cdb',
      byte: 2,
      bit: 2,
    });
    expect(decodeSense(fromHex('700005000000000a00000000 2600 00 80000a')).fieldPointer).toEqual({
      in: 'parameters',
      byte: 10,
    });
  });

  test('progress: half of 65,536ths', () => {
    const sense = decodeSense(fromHex('700002000000000a00000000 0404 00 808000'));
    expect(sense.progress).toBe(0.5);
    expect(senseInWords(sense)).toBe('NOT READY 2/04/04 format in progress, 50 % done');
  });

  test('descriptor format: information, sense key specific, deferred', () => {
    const pointing = decodeSense(fromHex('72052400000000 08 02 06 0000 c8 0005 00'));
    expect(pointing).toMatchObject({ key: 5, asc: 0x24, ascq: 0, deferred: false });
    expect(pointing.fieldPointer).toEqual({ in: 'cdb', byte: 5, bit: 0 });
    const late = decodeSense(fromHex('73030c00000000 0c 00 0a 8000 000000000000020d'));
    expect(late).toMatchObject({ key: 3, asc: 0x0c, ascq: 0, deferred: true, information: 525 });
  });

  test('cut off sense data decodes as far as it is present', () => {
    expect(decodeSense(fromHex('700005'))).toMatchObject({ key: 5, asc: 0, ascq: 0 });
    expect(decodeSense(fromHex('700005000000000600000000 2400'))).toMatchObject({ asc: 0x24 });
    expect(decodeSense(fromHex('700005000000000000000000 2400 00000000')).asc).toBe(0); // announced end before the ASC
    expect(decodeSense(fromHex('72053a02'))).toMatchObject({ key: 5, asc: 0x3a, ascq: 2 });
  });

  test.each(['', '00000000', '7f0005', '70', '7205'])('not sense data: "%s"', (hex) => {
    expect(() => decodeSense(fromHex(hex))).toThrow(DecodeError);
  });

  test('any bytes decode or are refused with a DecodeError', () => {
    const anyBytes = fc.uint8Array({ maxLength: 64 });
    const senseLike = fc
      .tuple(fc.constantFrom(0x70, 0x71, 0x72, 0x73, 0xf0, 0xf1), anyBytes)
      .map(([code, rest]) => Uint8Array.of(code, ...rest));
    fc.assert(
      fc.property(fc.oneof(anyBytes, senseLike), (bytes) => {
        try {
          expect(senseInWords(decodeSense(bytes))).toMatch(/^[A-Z]+/);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('decode(encode(x)) = x', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const base = { asc: byte, ascq: byte, deferred: fc.boolean() };
    const information = { information: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) };
    const pointer = fc.record(
      {
        in: fc.constantFrom('cdb' as const, 'parameters' as const),
        byte: fc.integer({ min: 0, max: 65_535 }),
        bit: fc.integer({ min: 0, max: 7 }),
      },
      { requiredKeys: ['in', 'byte'] },
    );
    const progress = fc.integer({ min: 0, max: 65_535 }).map((value) => value / 65_536);
    const senses = fc.oneof(
      fc.record(
        { key: fc.constant(SenseKey.IllegalRequest), ...base, ...information, fieldPointer: pointer },
        { requiredKeys: ['key', 'asc', 'ascq', 'deferred'] },
      ),
      fc.record(
        { key: fc.constantFrom(SenseKey.NoSense, SenseKey.NotReady), ...base, ...information, progress },
        { requiredKeys: ['key', 'asc', 'ascq', 'deferred'] },
      ),
      fc.record(
        { key: fc.constantFrom(3, 4, 6, 7, 8, 9, 0xb, 0xd, 0xe), ...base, ...information },
        { requiredKeys: ['key', 'asc', 'ascq', 'deferred'] },
      ),
    );
    fc.assert(
      fc.property(senses, (sense) => {
        const { raw, ...decoded } = decodeSense(encodeSense(sense));
        expect(raw).toHaveLength(18);
        expect(decoded).toEqual(sense);
      }),
      { numRuns: 300 },
    );
  });
});

describe('error messages', () => {
  const sense = (hex: string): Sense => decodeSense(fromHex(hex));

  test('a SenseError says the command, the sense and what to do next', () => {
    const command = closeTrackSession({ closeFunction: 2 });
    const error = new SenseError(command, sense('700005000000000a00000000 7203 00 000000'));
    expect(error.message).toMatch(
      /^CLOSE TRACK\/SESSION: ILLEGAL REQUEST 5\/72\/03 session fixation error, incomplete track in session\. Close the incomplete track/,
    );
    expect(error.remedy).toMatch(/^Close the incomplete track/);
    expect(error.command).toMatchObject({ name: 'CLOSE TRACK/SESSION', opcode: 0x5b });
  });

  test('a field pointer into the CDB names the field', () => {
    const command = closeTrackSession({ closeFunction: 7 as never });
    const error = new SenseError(command, sense('700005000000000a00000000 2400 00 ca0002'));
    expect(error.message).toContain('invalid field in CDB (CDB byte 2 bit 2, close function)');
  });

  test('a deferred error blames an earlier WRITE', () => {
    const command = write10({ lba: 552, lengthBlocks: 1 }, new Uint8Array(2352));
    const error = new SenseError(command, sense('f10003 0000020d 0a 00000000 0c00 00 000000'));
    expect(error.message).toMatch(/^WRITE\(10\): an earlier WRITE failed \(deferred error\)/);
    expect(error.message).toContain('MEDIUM ERROR 3/0C/00 write error, LBA 525');
  });

  test('a status other than CHECK CONDITION is named', () => {
    expect(new StatusError(closeTrackSession({ closeFunction: 2 }), 0x18).message).toContain('RESERVATION CONFLICT');
    expect(new StatusError(closeTrackSession({ closeFunction: 2 }), 0x99).message).toContain('status 99h');
  });
});
