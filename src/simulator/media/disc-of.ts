import type { AnyDisc } from './any-disc.ts';
import { BlockDisc } from './block-disc/block-disc.ts';
import type { BlockStore } from './block-store.ts';
import { DEFAULT_MEDIUM } from './cd-media.ts';
import { Disc } from './disc.ts';
import type { MediumKind } from './media.ts';
import { type AnyStructure, blankStructureOf, isBlockStructure } from './saved-structure.ts';

/** A disc of whatever kind the structure describes. Its blocks are kept in memory by default. */
export const discOf = (structure: AnyStructure, store?: BlockStore): AnyDisc =>
  isBlockStructure(structure) ? BlockDisc.of(structure, store) : Disc.of(structure, store);

/** A new disc of any kind, by default an 80-minute CD-R. */
export const blankDisc = (medium: MediumKind = DEFAULT_MEDIUM, store?: BlockStore): AnyDisc =>
  discOf(blankStructureOf(medium), store);
