import type { Msf } from '../../mmc/address.ts';
import { Profile } from '../../mmc/profiles.ts';

/** A kind of blank, as its groove describes it (ATIP, Orange Book part II). */
export interface Medium {
  readonly name: string;
  readonly profile: number;
  readonly erasable: boolean;
  readonly leadInStart: Msf;
  readonly lastPossibleLeadOutStart: Msf;
  readonly indicativePower: number;
  readonly discSubType: number;
}

/** The media that there are, by the names that saved discs use. */
export const MEDIA = {
  /** As cdrecord -atip reports discs of CMC Magnetics: lead-in -11634 (97:26/66), lead-out 359849 (79:59/74), sub type 3. */
  'CD-R 80': {
    name: '80-minute CD-R',
    profile: Profile.CdR,
    erasable: false,
    leadInStart: { minute: 97, second: 26, frame: 66 },
    lastPossibleLeadOutStart: { minute: 79, second: 59, frame: 74 },
    indicativePower: 4,
    discSubType: 3,
  },
} as const satisfies Record<string, Medium>;

export type MediumKind = keyof typeof MEDIA;
