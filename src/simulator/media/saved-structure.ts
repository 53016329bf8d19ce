import { type BlockDiscStructure, blankBlockStructure, blockDiscStructureSchema } from './block-disc/structure.ts';
import { isCd, type MediumKind } from './media.ts';
import { blankStructure, type DiscStructure, discStructureSchema } from './structure.ts';

/** What is on a disc of any kind in addition to its blocks. */
export type AnyStructure = DiscStructure | BlockDiscStructure;

export const isBlockStructure = (structure: AnyStructure): structure is BlockDiscStructure => 'layout' in structure;

export const blankStructureOf = (medium: MediumKind): AnyStructure =>
  isCd(medium) ? blankStructure(medium) : blankBlockStructure(medium);

/** The schema of what is in a file. It is asked for by what the file says, so that mistakes are named as those of that kind. */
export const schemaOf = (data: unknown): typeof discStructureSchema | typeof blockDiscStructureSchema =>
  typeof data === 'object' && data !== null && 'layout' in data ? blockDiscStructureSchema : discStructureSchema;
