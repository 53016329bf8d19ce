import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import { MediaFamilyName } from '../media/block-disc/block-media.ts';
import { bdR } from './bd-r.ts';
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

/** The rules of a disc as it is now: a DVD-RW changes them when it is formatted or blanked. */
export const familyOf = ({ medium, structure }: BlockDisc): MediaFamily =>
  medium.family === MediaFamilyName.DvdRw && structure.layout === 'formatted'
    ? restrictedOverwrite
    : FAMILIES[medium.family];
