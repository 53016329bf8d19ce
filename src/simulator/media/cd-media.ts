import type { Msf } from '../../cd/msf.ts';
import { Profile } from '../../mmc/profiles.ts';

/** A kind of CD, as its groove describes it (ATIP, Orange Book parts II and III). */
export interface CdMedium {
  readonly name: string;
  readonly profile: number;
  readonly erasable: boolean;
  readonly leadInStart: Msf;
  readonly lastPossibleLeadOutStart: Msf;
  /** Code of the indicative target writing power. */
  readonly indicativePower: number;
  /** Code of the ATIP (MMC-5 6.26). */
  readonly discSubType: number;
  /** The range of write speeds, as multiples of 1x; the drive offers those of its speeds that are in it. */
  readonly writeSpeeds: { readonly slowest: number; readonly fastest: number };
  /** CD-RW: code of the reference speed. 1 is 2x, 3 is 6x. */
  readonly referenceSpeed?: number;
  /** CD-RW: additional information 1 and 2, three bytes each: speeds, and powers for writing and erasing. */
  readonly a1?: number;
  readonly a2?: number;
}

const CD_R = { profile: Profile.CdR, erasable: false, writeSpeeds: { slowest: 1, fastest: 52 } } as const;
const CD_RW = { profile: Profile.CdRw, erasable: true } as const;

/** The known CDs, by the names that saved discs and `sim:PATH?medium=` use. */
export const CD_MEDIA = {
  /** 650 MB. As cdrecord -atip reports discs of Mitsubishi Chemical: 97:34/20, 74:30/00. */
  'CD-R 74': {
    ...CD_R,
    name: '74-minute CD-R',
    leadInStart: { minute: 97, second: 34, frame: 20 },
    lastPossibleLeadOutStart: { minute: 74, second: 30, frame: 0 },
    indicativePower: 5,
    discSubType: 0,
  },
  /** 700 MB. As cdrecord -atip reports discs of CMC Magnetics: 97:26/66, 79:59/74, type A+. */
  'CD-R 80': {
    ...CD_R,
    name: '80-minute CD-R',
    leadInStart: { minute: 97, second: 26, frame: 66 },
    lastPossibleLeadOutStart: { minute: 79, second: 59, frame: 74 },
    indicativePower: 4,
    discSubType: 3,
  },
  /**
   * 800 MB. The Orange Book ends at 79:59:74, and such discs are outside it: some report their true length to drives, as
   * modelled here, and some can only be filled by overburning. Lead-in and type as cdrecord -atip reports Plasmon's.
   */
  'CD-R 90': {
    ...CD_R,
    name: '90-minute CD-R',
    leadInStart: { minute: 97, second: 27, frame: 18 },
    lastPossibleLeadOutStart: { minute: 89, second: 59, frame: 74 },
    indicativePower: 5,
    discSubType: 4,
  },
  /** 1x to 4x. As cdrecord -atip reports discs of INFODISC: 97:25/30, 79:59/74, A1 02 4C B0, A2 5C D8 36. */
  'CD-RW': {
    ...CD_RW,
    name: '80-minute CD-RW, 1x to 4x',
    leadInStart: { minute: 97, second: 25, frame: 30 },
    lastPossibleLeadOutStart: { minute: 79, second: 59, frame: 74 },
    indicativePower: 5,
    discSubType: 0,
    writeSpeeds: { slowest: 1, fastest: 4 },
    referenceSpeed: 1,
    a1: 0x024cb0,
    a2: 0x5cd836,
  },
  /** High speed, 4x to 12x. As cdrecord -atip reports discs of INFODISC: 97:25/30, 79:59/73, A1 24 1A D8, A2 26 B2 4A. */
  'CD-RW HS': {
    ...CD_RW,
    name: '80-minute high-speed CD-RW, 4x to 12x',
    leadInStart: { minute: 97, second: 25, frame: 30 },
    lastPossibleLeadOutStart: { minute: 79, second: 59, frame: 73 },
    indicativePower: 3,
    discSubType: 1,
    writeSpeeds: { slowest: 4, fastest: 12 },
    referenceSpeed: 3,
    a1: 0x241ad8,
    a2: 0x26b24a,
  },
} as const satisfies Record<string, CdMedium>;

/** The name of a kind of CD. */
export type CdMediumKind = keyof typeof CD_MEDIA;

export const DEFAULT_MEDIUM: CdMediumKind = 'CD-R 80';
