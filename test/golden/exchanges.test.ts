import { describe, expect, test } from '@jest/globals';
import { isPackIntact } from '../../src/cd/cd-text/index.ts';
import { cdTextPack } from '../../src/cd/cd-text/pack.ts';
import { type Field, rawBytes } from '../../src/codec/index.ts';
import { commandFor } from '../../src/mmc/commands/index.ts';
import { decodeSense, encodeSense, senseTripleText } from '../../src/scsi/sense.ts';
import { senseInWords } from '../../src/scsi/sense-error.ts';
import { leftovers, refusals, wrongLengths } from './checks.ts';
import { contradictions } from './contradictions.ts';
import { exchanges } from './exchanges.ts';
import { wrongNames } from './named-values.ts';
import { misplacedFields } from './sdparm.ts';
import { partsOf } from './segments.ts';
import { disagreements, dissections } from './wireshark.ts';

/** The counts in fixtures/golden/README.md, so that the tests do not pass because there is nothing to compare. */
const PARTS = { cdb: 764, out: 50, in: 136, sense: 28 };

describe('what wodim, cdrskin, cdrdao and readers sent and received', () => {
  test('is complete', () => {
    const counts: Record<string, number> = {};
    for (const { part } of exchanges.flatMap(partsOf)) counts[part] = (counts[part] ?? 0) + 1;
    expect(counts).toEqual(PARTS);
    expect(dissections.length).toBe(375);
  });

  test('is declared to the last bit, and encodes back to the same bytes', () => {
    expect(leftovers()).toEqual([]);
  });

  test('has data phases as long as the CDBs announce', () => {
    expect(wrongLengths()).toEqual([]);
  });

  test('decodes, including length fields, except four kinds of replies that the program itself cut too short', () => {
    expect(refusals()).toEqual([]);
  });

  test('is described field by field, cut short or not: no whole field is left out', () => {
    for (const exchange of exchanges) {
      const { cdb, in: bytes } = exchange;
      const spec = commandFor(cdb)?.spec;
      if (bytes === undefined || spec?.direction !== 'in' || spec.reply === rawBytes) continue;
      // The feature describes its own contents.
      const segments = partsOf(exchange)
        .filter(({ part }) => part === 'in')
        .flatMap((part) => part.segments)
        .filter(({ of }) => !of.startsWith('feature '));
      const whole = segments.flatMap((segment) =>
        Object.entries<Field<unknown>>(segment.layout?.fields ?? {})
          .filter(([, { spans, needs = spans }]) => needs.every(({ byte }) => byte < segment.bytes.length))
          .filter(([, { expected, decode }]) => expected === undefined || decode(segment.bytes) !== expected)
          .map(([name]) => name),
      );
      const said = spec.reply.describe(bytes).map(({ name }) => name.replace(/^\[\d+\]\./, ''));
      if (segments.every(({ layout }) => layout !== undefined)) {
        expect([spec.name, ...said.filter((name) => name !== 'data')]).toEqual([spec.name, ...whole]);
      } else expect(said.length).toBeGreaterThan(1);
    }
  });
});

describe('the declarations, compared with others', () => {
  test('Wireshark reads the same fields at the same places, with the same values', () => {
    expect(disagreements()).toEqual([]);
  });

  test('Wireshark gives the same meaning to numbers that have names', () => {
    expect(wrongNames()).toEqual([]);
  });

  test('sdparm has the fields of mode pages at the same places', () => {
    expect(misplacedFields()).toEqual([]);
  });

  test('where Wireshark reads nothing, values agree with what was burned and what the programs did', () => {
    expect(contradictions()).toEqual([]);
  });
});

describe('sense data', () => {
  const senses = new Map(exchanges.flatMap(({ sense }) => (sense === undefined ? [] : [[String(sense), sense]])));

  test('that the programs received, in words', () => {
    const said = [...senses.values()].map((raw) => senseInWords(decodeSense(raw)));
    expect(said.sort()).toEqual([
      'ILLEGAL REQUEST 5/20/00 invalid command operation code',
      'ILLEGAL REQUEST 5/21/00 logical block address out of range',
      'ILLEGAL REQUEST 5/24/00 invalid field in CDB',
      'ILLEGAL REQUEST 5/26/00 invalid field in parameter list',
      'MEDIUM ERROR 3/0C/00 write error',
      'NOT READY 2/3A/00 medium not present',
    ]);
  });

  test.each([...senses.values()].map((raw) => [senseTripleText(decodeSense(raw)), raw] as const))(
    '%s encodes back, except for what only the drive knows',
    (_, raw) => {
      const { raw: __, ...sense } = decodeSense(raw);
      const commandSpecific = [8, 9, 10, 11];
      expect(encodeSense(sense)).toEqual(raw.map((byte, index) => (commandSpecific.includes(index) ? 0 : byte)));
    },
  );
});

describe('CD-TEXT in the lead-in', () => {
  const CD_TEXT_START_LBA = -11_077;
  /** R to W symbols: six bits per byte, four bytes for three. */
  const bytesOf = (symbols: Uint8Array): number[] => {
    const bits = Array.from(symbols, (symbol) => symbol.toString(2).padStart(6, '0')).join('');
    return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  };

  test.each(['wodim-sao-text', 'cdrskin-sao-text'])('%s begins with the album and its first track', (name) => {
    const first = exchanges.find(
      ({ run, cdb }) =>
        run === name && cdb[0] === 0x2a && new DataView(cdb.buffer, cdb.byteOffset).getInt32(2) === CD_TEXT_START_LBA,
    );
    const [pack, next] = [Uint8Array.from(bytesOf(first?.outHead ?? new Uint8Array())), cdTextPack.lengthBytes];
    const album = cdTextPack.decode(pack.subarray(0, next));
    expect(isPackIntact(album)).toBe(true);
    expect(album).toMatchObject({ packType: 0x80, track: 0, sequence: 0, block: 0, characterPosition: 0 });
    expect(String.fromCharCode(...album.payload)).toBe('Rig Album\0On');
    // The second pack continues the text of track 1, two characters of which are in the first.
    const second = new Uint8Array(cdTextPack.lengthBytes);
    second.set(pack.subarray(next));
    expect(cdTextPack.decode(second)).toMatchObject({ packType: 0x80, track: 1, sequence: 1, characterPosition: 2 });
    expect(cdTextPack.encode(album)).toEqual(pack.subarray(0, next));
  });
});
