import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import { MediaFamilyName } from '../media/block-disc/block-media.ts';
import { bdR } from './bd-r.ts';
import { bdRRandom } from './bd-r-random.ts';
import { bdRe } from './bd-re.ts';
import { dvdMinusSequential } from './dvd-minus-sequential.ts';
import { dvdPlusR } from './dvd-plus-r.ts';
import { dvdPlusRw } from './dvd-plus-rw.ts';
import { dvdRam } from './dvd-ram.ts';
import type { MediaFamily } from './family.ts';
import { restrictedOverwrite } from './restricted-overwrite.ts';

const FAMILIES: Readonly<Record<MediaFamilyName, MediaFamily>> = {
  [MediaFamilyName.DvdR]: dvdMinusSequential,
  [MediaFamilyName.DvdRw]: dvdMinusSequential,
  [MediaFamilyName.DvdRam]: dvdRam,
  [MediaFamilyName.DvdPlusR]: dvdPlusR,
  [MediaFamilyName.DvdPlusRw]: dvdPlusRw,
  [MediaFamilyName.BdR]: bdR,
  [MediaFamilyName.BdRe]: bdRe,
};

/** Where a format changes the rules: of a DVD-RW until it is blanked, of a BD-R for good. */
const FORMATTED: Partial<Record<MediaFamilyName, MediaFamily>> = {
  [MediaFamilyName.DvdRw]: restrictedOverwrite,
  [MediaFamilyName.BdR]: bdRRandom,
};

/** The rules of a disc as it is now. */
export const familyOf = ({ medium: { family }, structure }: BlockDisc): MediaFamily =>
  (structure.layout === 'formatted' ? FORMATTED[family] : undefined) ?? FAMILIES[family];
