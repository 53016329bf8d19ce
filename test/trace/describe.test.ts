import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  describeEntries,
  describeExchange,
  describeTraceHeader,
  parseTrace,
  type TracedExchange,
  tracedSense,
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
    expect(parseTrace(text)).toEqual({ header, entries, errors: [], cutOff: false });
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
      'MODE SELECT(10): page format, parameter list length 60 bytes; sends page 05h Write Parameters (buffer underrun free, link size valid, write type Track-At-Once (1), multi-session next session allowed (3), track mode audio (0), data block type raw (0), link size 7 blocks, host application code 0, session format 0, packet size 0 blocks, audio pause 150 blocks); GOOD',
    ],
    ['wodim-tao-multi', 239, 'start LBA 525, next writable LBA 525, free 359323 blocks'],
    [
      'wodim-tao-multi',
      52,
      'MODE SENSE(10): page code 05h, allocation length 2 bytes; replies mode data length 58 bytes; GOOD',
    ],
    ['cdrskin-tao', 4, 'replies current profile CD-R (0009h); data length 220 bytes; GOOD'],
    ['cdrskin-tao', 6, 'replies the beginning of page 2Ah MM Capabilities and Mechanical Status (read DVD-R, '],
    ['cdrskin-sao-text', 36, 'SET CD SPEED: read 7800 kB/s, write 7056 kB/s; GOOD'],
    ['cdrskin-sao-text', 218, 'point A0h, MSF 00:00:00, first track 1, disc type 0)'],
    ['cdrskin-sao-text', 218, 'point A1h, MSF 00:00:00, last track 3)'],
    ['cdrskin-sao-text', 218, 'point A2h, MSF 00:00:00, point MSF 00:18:38)'],
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

  const TRACK_INFORMATION = { cdb: '520100000001000024 00'.replace(' ', ''), inBytes: 36 };

  test('a reply that is shorter than its structure shows every field that is there, zeros too', () => {
    // 28 bytes: track 2, session 1, audio, next writable address not valid.
    const reply = '001a02010000 0f 00 00001a2c 00000000 00000000 00000000 0000012c'.replaceAll(' ', '');
    const line = describeExchange(exchange({ ...TRACK_INFORMATION, in: reply }));
    expect(line).toContain(
      'replies data length 26 bytes, track 2, session 1, layer jump none (0), track mode 0, data mode 15, start LBA 6700, free 0 blocks, fixed packet 0 blocks, length 300 blocks; GOOD',
    );
  });

  test('an address is shown only where its valid bit is set', () => {
    const reply = (flags: string) =>
      `002202010000 0f ${flags} 00001a2c 00001b58 00000000 00000000 0000012c 00000000 00000000`.replaceAll(' ', '');
    const line = (flags: string) => describeExchange(exchange({ ...TRACK_INFORMATION, in: reply(flags) }));
    expect(line('01')).toContain('next writable LBA 7000');
    expect(line('01')).not.toContain('last recorded LBA');
    expect(line('02')).toContain('last recorded LBA 0');
    expect(line('02')).not.toContain('next writable LBA');
  });

  test('the addresses of READ DISC INFORMATION are minute, second and frame, or none', () => {
    const reply = (leadIn: string, leadOut: string) =>
      `00200e0101010100ff000000 00000000 ${leadIn} ${leadOut} 0000000000000000 0000`.replaceAll(' ', '');
    const line = (...addresses: [string, string]) =>
      describeExchange(exchange({ cdb: '51000000000000002200', inBytes: 34, in: reply(...addresses) }));
    expect(line('004f3b4a', '00611a41')).toContain(
      'last session lead-in start 79:59:74, last possible lead-out start 97:26:65',
    );
    expect(line('ffffffff', '00ffffff')).toContain('lead-in start none, last possible lead-out start none');
    expect(line('ffffffff', '00ffffff')).not.toMatch(/disc ID|bar code|application code/);
  });

  test('the times of an ATIP are minute, second and frame', () => {
    const reply = `001e0000 d0400000 61 1a 41 00 4f 3b 4a 00 ${'00'.repeat(16)}`.replaceAll(' ', '');
    expect(describeExchange(exchange({ cdb: '43020400000000002000', inBytes: 32, in: reply }))).toContain(
      'lead-in start MSF 97:26:65, last lead-out start MSF 79:59:74',
    );
  });

  test('a feature that is asked for has its name', () => {
    const line = describeExchange(exchange({ cdb: '46020021000000001000', inBytes: 16, in: '00000000' }));
    expect(line).toContain('starting feature Incremental Streaming Writable (0021h)');
  });

  test.each([
    ['001b', 6, 'finalize (6) of DVD+R'],
    ['001b', 5, 'finalize to minimal radius (5) of DVD+R'],
    ['0041', 6, 'finalize (6) of BD-R sequential recording'],
    ['0009', 2, 'session (2) of CD-R'],
  ])('with profile %sh, close function %d is %s', (profile, closeFunction, words) => {
    const lines = describeEntries([
      exchange({ cdb: '46010000000000000800', inBytes: 8, in: `000000040000${profile}` }),
      exchange({ cdb: `5b000${closeFunction}00000000000000`.slice(0, 20) }),
    ]);
    expect(lines[1]).toContain(`CLOSE TRACK/SESSION: close function ${words}; GOOD`);
    expect(describeExchange(exchange({ cdb: '5b000600000000000000' }))).toContain('close function finalize (6); GOOD');
  });

  test('what is cut off, and what is not set, is shown in full', () => {
    const { entries } = recordedProgram('cdrskin-sao-text');
    const cut = entries.filter((entry) => describeExchange(entry).includes('…'));
    expect(cut.length).toBeGreaterThan(0);
    for (const line of describeEntries(entries, { full: true })) expect(line).not.toContain('…');
    const [page] = describeEntries(
      [
        exchange({
          cdb: '5a080500000000003c00',
          inBytes: 60,
          in: `003a000000000000 0532 ${'00'.repeat(50)}`.replaceAll(' ', ''),
        }),
      ],
      { full: true },
    );
    expect(page).toContain('buffer underrun free no');
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

/** What is said of a command that succeeded with this reply. */
const replyTo = (cdb: string, data: string): string => describeExchange(exchange({ cdb, in: data }));

test('what its flag does not make valid is left out, and a background format has a name', () => {
  expect(replyTo('43020400000000002000', `001e0000c300e000${'00'.repeat(24)}`)).not.toMatch(/a[123] 0/);
  expect(replyTo('5a000500000000003c00', `003a000000000000053200${'00'.repeat(49)}`)).not.toContain('link size');
  expect(replyTo('51000000000000000c00', '000a0e010101012000000000')).toContain('background format none (0)');
});

describe('reserved and fixed bits', () => {
  test('are not said while they are as the standard has them', () => {
    const atip = 'c300e000 61221700 4f3b4900 00000000 00000000 00000000'.replaceAll(' ', '');
    expect(replyTo('43020400000000001c00', `001a0000${atip}`)).not.toMatch(/\bone\b|always/);
    expect(replyTo('120000002400', `058000321f000000${'20'.repeat(28)}`)).not.toMatch(
      /flags|queueing|qualifier|groups/,
    );
    expect(replyTo('43020200000000001900', '000d0101 01140000a00000000001 0000'.replaceAll(' ', ''))).not.toMatch(
      /tno|zero/,
    );
  });

  test('are said when they are not', () => {
    expect(replyTo('43020400000000001c00', `001a0000${'40004000'}${'00'.repeat(20)}`)).toMatch(
      /\bone 0\b.*always one 0/,
    );
    expect(replyTo('120000002400', `258000321f300002${'20'.repeat(28)}`)).toMatch(
      /qualifier 1,.*target port groups 3, command queueing/,
    );
  });
});

test('a page of which nothing says anything has no empty parentheses', () => {
  expect(replyTo('5a000500000000000a00', '003a00000000000005320000'.slice(0, 20))).toMatch(
    /replies the beginning of page 05h Write Parameters;/,
  );
});

test('names are written as people write them', () => {
  expect(replyTo('120000000500', '0580003221')).toContain('peripheral type CD/DVD (5)');
  const page = `${'001a000000000000'}2a12${'03'}03f1${'00'.repeat(15)}`;
  expect(replyTo('5a002a00000000001c00', page)).toContain('(read CD-RW, read CD-R, write CD-RW, write CD-R, buffer');
});

test('the sense data of an exchange is decoded, in both formats, and is undefined where there is none', () => {
  const fixed = tracedSense(exchange({ status: 0x02, sense: '700005000000000a00000000210000000000' }));
  expect(fixed).toMatchObject({ key: 5, asc: 0x21, ascq: 0, deferred: false });
  expect(tracedSense(exchange({ status: 0x02, sense: '7202040100000000' }))).toMatchObject({ key: 2, asc: 4, ascq: 1 });
  for (const changes of [{}, { status: 0x02, sense: '00' }, { outcome: 'skipped' }])
    expect(tracedSense(exchange(changes))).toBeUndefined();
});
