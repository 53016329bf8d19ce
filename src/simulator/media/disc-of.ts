import { inWords, OptionsError } from '../../known-options.ts';
import type { AnyDisc } from './any-disc.ts';
import { BlockDisc } from './block-disc/block-disc.ts';
import type { BlockStore } from './block-store.ts';
import { DEFAULT_MEDIUM } from './cd-media.ts';
import { Disc } from './disc.ts';
import { MEDIA, type MediumKind } from './media.ts';
import { type AnyStructure, blankStructureOf, isBlockStructure } from './saved-structure.ts';

/** A disc of whatever kind the structure describes. Its blocks are kept in memory by default. */
export const discOf = (structure: AnyStructure, store?: BlockStore): AnyDisc =>
  isBlockStructure(structure) ? BlockDisc.of(structure, store) : Disc.of(structure, store);

/**
 * A new disc of any kind, by default an 80-minute CD-R.
 * @throws OptionsError for a kind that does not exist
 */
export function blankDisc(medium: MediumKind = DEFAULT_MEDIUM, store?: BlockStore): AnyDisc {
  if (!Object.hasOwn(MEDIA, medium))
    throw new OptionsError(
      `blankDisc(): the medium is ${inWords(medium)}`,
      `Use one of ${Object.keys(MEDIA).join(', ')}`,
    );
  return discOf(blankStructureOf(medium), store);
}
