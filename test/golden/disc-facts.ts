import { AUDIO_TOC, type Fact, inData, toc } from './fact-values.ts';

/** Facts about discs: their addresses, as the drive lists them. */
export const DISC_FACTS: readonly Fact[] = [
  {
    why: 'CD-TEXT is written from LBA -11077, which is 97:34:23; the lead-out can be at 79:59:73 at the latest',
    cdb: '43000400000000001c00',
    part: 'in',
    says: {
      'READ ATIP reply': [
        {
          one: 1,
          indicativePower: 4,
          doubleDensity: false,
          referenceSpeed: 0,
          unrestrictedUse: false,
          alwaysOne: 1,
          rewritable: false,
          discSubType: 3,
          a1Valid: false,
          a2Valid: false,
          a3Valid: false,
          leadInStartMinute: 97,
          leadInStartSecond: 34,
          leadInStartFrame: 23,
          lastLeadOutStartMinute: 79,
          lastLeadOutStartSecond: 59,
          lastLeadOutStartFrame: 73,
        },
      ],
    },
  },
  {
    why: 'three audio tracks, pauses of 150 blocks between them: 2, 9 and 18 s, lead-out at block 1538',
    cdb: '43020200000000004600',
    part: 'in',
    bytes:
      '00440101011000a000000000010000011000a100000000030000011000a2000000000016260110000100000000000200011000020000000000090001',
    says: { 'READ TOC (full) reply entry': AUDIO_TOC },
  },
  {
    why: 'the same followed by a data session, whose one track begins at block 12938 and has 344 blocks, on a closed disc',
    cdb: '43020200000000009300',
    part: 'in',
    says: {
      'READ TOC (full) reply entry': [
        ...AUDIO_TOC,
        { session: 1, adr: 5, control: 0, tno: 0, point: 0xb0, minute: 2, second: 52, frame: 38, zero: 2 },
        { session: 1, adr: 5, control: 0, point: 0xc0, minute: 0, pointMinute: 0x95 },
        inData(toc(2, 0xa0, 4, 0, 0)),
        inData(toc(2, 0xa1, 4, 0, 0)),
        toc(2, 0xa2, 2, 59, 7),
        inData(toc(2, 4, 2, 54, 38)),
        { session: 2, adr: 5, control: 0, point: 0xb0, minute: 255, second: 255, frame: 255, zero: 1 },
      ],
    },
  },
  ...[
    ['430200000000aa000c00', { track: 0xaa, minute: 0, second: 22, frame: 38 }],
    ['43020000000001000c00', { track: 1, minute: 0, second: 2, frame: 0 }],
    ['43020000000002000c00', { track: 2, minute: 0, second: 9, frame: 0 }],
    ['43020000000003000c00', { track: 3, minute: 0, second: 18, frame: 0 }],
  ].map(([cdb, entry]) => ({
    why: 'the same, as cd-info reads it track by track',
    cdb: String(cdb),
    part: 'in' as const,
    says: { 'READ TOC (MSF) reply entry': [{ adr: 1, control: 0, ...(entry as object) }] },
  })),
  {
    why: 'the last complete session is the first, which begins with track 1 at block 0',
    cdb: '43000100000000000c00',
    part: 'in',
    says: {
      'READ TOC (session information) reply header': [{ dataLength: 10, firstSession: 1, lastSession: 1 }],
      'READ TOC (session information) reply entry': [{ adr: 1, control: 0, track: 1, startLba: 0 }],
    },
  },
];
