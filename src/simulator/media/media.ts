import { BLOCK_MEDIA, type BlockMedium, type BlockMediumKind } from './block-disc/block-media.ts';
import { CD_MEDIA, type CdMedium, type CdMediumKind } from './cd-media.ts';

/** A kind of blank. */
export type Medium = CdMedium | BlockMedium;

/** The name of a kind of disc. */
export type MediumKind = CdMediumKind | BlockMediumKind;

/** The known media, by the names that saved discs and `sim:PATH?medium=` use. */
export const MEDIA: { readonly [K in CdMediumKind]: CdMedium } & { readonly [K in BlockMediumKind]: BlockMedium } = {
  ...CD_MEDIA,
  ...BLOCK_MEDIA,
};

export const isCd = (kind: MediumKind): kind is CdMediumKind => kind in CD_MEDIA;
