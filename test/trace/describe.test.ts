import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  describeExchange,
  describeTraceHeader,
  parseTrace,
  type TracedExchange,
  traceLine,
} from '../../src/trace/index.ts';
import { recordedProgram } from './recorded-programs.ts';

const programs = [
  'wodim-tao-multi',
  'fault-wodim-write-error',
  'wodim-sao-text',
  'cdrskin-tao',
  'cdrskin-sao-text',
  'cdrdao-write',
  'read-cdparanoia',
];

const lineOf = (program: string, seq: number): string => {
  const entry = recordedProgram(program).entries.find((each) => each.seq === seq);
  if (entry === undefined) throw new Error(`${program} has no exchange ${seq}`);
  return describeExchange(entry);
};

const exchange = (changes: object): TracedExchange =>
  ({
    type: 'exchange',
    seq: 1,
    t: 0,
    tDone: 1,
    cdb: '000000000000',
    timeoutMs: 1000,
    outcome: 'answered',
    status: 0x00,
    durationMs: 1,
    ...changes,
  }) as TracedExchange;

describe.each(programs)('%s', (program) => {
  test('every exchange is described in one line, with the name of its command', () => {
    for (const entry of recordedProgram(program).entries) {
      const line = describeExchange(entry);
      expect(line).toMatch(/^ *\d+\.\d{3} s {2}#\d+ +[A-Z]/);
      expect(line).not.toMatch(/\n|undefined|NaN|\[object/);
      expect(line).not.toMatch(/command [0-9A-F]{2}h/);
      // Only the blocks that were read are bytes; everything else is declared, and described in words.
      expect(line).not.toMatch(/CDB [0-9a-f]{2}|not decoded|(?:sends|replies) \d+ bytes [0-9a-f]{2} (?!.*READ CD)/);
    }
  });

  test('is a trace that can be written and read', () => {
    const { header, entries } = recordedProgram(program);
    const text = [header, ...entries].map((line) => `${traceLine(line)}\n`).join('');
    expect(parseTrace(text)).toEqual({ header, entries, cutOff: false });
  });
});

describe('lines of recorded programs', () => {
  test.each([
    ['fault-wodim-write-error', 214, 'WRITE(10): LBA 0, length 27 blocks; sends 63504 bytes, CRC-32 e13b6023; GOOD'],
    [
      'fault-wodim-write-error',
      218,
      'WRITE(10): LBA 108, length 27 blocks; sends 63504 bytes, CRC-32 b6cedb32; CHECK CONDITION, MEDIUM ERROR 3/0C/00 write error',
    ],
    ['fault-wodim-write-error', 222, 'CLOSE TRACK/SESSION: close function session (2); GOOD, 1.1 ms'],
    [
      'wodim-tao-multi',
      201,
      'MODE SELECT(10): page format, parameter list length 60 bytes; sends page 05h Write Parameters (buffer underrun free, link size valid, write type track at once (1), multi session next session allowed (3), track mode audio (0), data block type raw (0), link size 7 blocks, audio pause 150 blocks); GOOD',
    ],
    ['wodim-tao-multi', 239, 'start LBA 525, next writable LBA 525, free 359323 blocks'],
    [
      'wodim-tao-multi',
      52,
      'MODE SENSE(10): page code 05h, allocation length 2 bytes; replies mode data length 58 bytes; GOOD',
    ],
    ['cdrskin-tao', 4, 'replies current profile CD-R (0009h); data length 220 bytes; GOOD'],
    ['cdrskin-tao', 6, 'replies the beginning of page 2Ah MM Capabilities and Mechanical Status (read dvd r, '],
    ['cdrskin-sao-text', 36, 'SET CD SPEED: read 7800 kB/s, write 7056 kB/s; GOOD'],
    ['cdrskin-sao-text', 218, '(session 1, adr 1, point A2h, point second 18, point frame 38)'],
    ['cdrdao-write', 2, 'REZERO UNIT; CHECK CONDITION, ILLEGAL REQUEST 5/20/00'],
  ])('%s #%i', (program, seq, words) => {
    expect(lineOf(program, seq)).toContain(words);
  });
});

describe('lines', () => {
  test('changeable values are named, not read as values', () => {
    const page = `05320f0000${'00'.repeat(47)}`;
    const line = describeExchange(
      exchange({ cdb: '5a084500000000004400', inBytes: 68, in: `003a000000000000${page}`, status: 0x00 }),
    );
    expect(line).toContain('page 05h Write Parameters (changeable: write type)');
  });

  test('an unknown opcode shows its bytes', () => {
    const line = describeExchange(exchange({ cdb: 'd80000000001', inBytes: 4, in: 'deadbeef' }));
    expect(line).toContain('command D8h: CDB d8 00 00 00 00 01; replies 4 bytes de ad be ef; GOOD');
  });

  test('repetitions, deferred errors and progress', () => {
    expect(describeExchange(exchange({ resends: 2 }))).toContain('GOOD, 1.0 ms, sent 3 times');
    const deferred = 'f10003 0000020d 0a 00000000 0c00 00 000000'.replaceAll(' ', '');
    expect(describeExchange(exchange({ status: 0x02, sense: deferred }))).toContain(
      'CHECK CONDITION, deferred: MEDIUM ERROR 3/0C/00 write error, LBA 525',
    );
    const blanking = '700002000000000a0000000004040080c000';
    expect(describeExchange(exchange({ status: 0x02, sense: blanking }))).toContain('format in progress, 75 % done');
  });

  test('no answer, not sent, no command', () => {
    const error = { kind: 'gone', operation: 'SG_IO', osCode: 'ENODEV (19)', reason: 'unplugged', remedy: 'x' };
    expect(describeExchange(exchange({ outcome: 'failed', error }))).toContain('no answer: unplugged [ENODEV (19)]');
    expect(describeExchange(exchange({ outcome: 'skipped' }))).toContain('not sent: its chain was broken');
    expect(describeExchange({ type: 'event', seq: 9, t: 1500, event: 'take-exclusive', owner: 'me' })).toBe(
      '    1.500 s  #9     (takes exclusive access as me)',
    );
  });

  test('the header', () => {
    expect(describeTraceHeader(recordedProgram('cdrskin-tao').header)).toBe(
      'trace of /dev/sr0, up to 65536 bytes per command',
    );
  });

  test('there is a line for any bytes', () => {
    const hex = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('hex'));
    const opcodes = fc.constantFrom(
      '12',
      '43',
      '46',
      '4a',
      '51',
      '52',
      '54',
      '55',
      '5a',
      '5c',
      'ac',
      'b6',
      'bd',
      'be',
      'ff',
    );
    const cdb = fc.oneof(
      hex(16),
      fc
        .tuple(opcodes, fc.uint8Array({ minLength: 15, maxLength: 15 }))
        .map(([opcode, rest]) => `${opcode}${Buffer.from(rest).toString('hex')}`.slice(0, 24)),
    );
    fc.assert(
      fc.property(
        cdb,
        hex(80),
        hex(80),
        hex(20),
        fc.integer({ min: 0, max: 255 }),
        (cdb, out, received, sense, status) => {
          const line = describeExchange(exchange({ cdb, out, in: received, sense, status }));
          expect(line).toMatch(/^ +0\.000 s {2}#1 {5}\S/);
        },
      ),
      { numRuns: 400 },
    );
  });
});
