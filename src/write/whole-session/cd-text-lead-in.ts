import { type CdTextBlock, cdTextPack, encodeCdText } from '../../cd/cd-text/index.ts';
import { leadInOfPacks } from '../../cd/cd-text/lead-in.ts';
import { concatBytes } from '../../codec/index.ts';

/** A lead-in block carries four packs: after this many repetitions the packs of any CD-TEXT begin at a block again. */
const REPETITIONS = 4;

/** The bytes of all packs of a CD-TEXT, one after the other. */
export const packBytesOf = (blocks: readonly CdTextBlock[]): Uint8Array =>
  concatBytes(encodeCdText(blocks).map((pack) => cdTextPack.encode(pack)));

/** The raw sub-channel of a lead-in that repeats the packs from its first block onward, with P and Q zero; then it repeats itself. */
export const leadInPeriodOf = (packs: Uint8Array): Uint8Array =>
  leadInOfPacks(concatBytes(Array.from({ length: REPETITIONS }, () => packs)));
