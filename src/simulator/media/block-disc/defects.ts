import type { BlockDiscStructure } from './structure.ts';

/** Blocks that are set aside to replace bad ones; undefined for a disc that has no such format. */
export function spareBlocksOf(structure: BlockDiscStructure): number | undefined {
  if (structure.layout === 'formatted') return structure.spareBlocks;
  return structure.layout === 'sequential' ? structure.format?.spareBlocks : undefined;
}

/** The first block of each ECC block that is replaced, in the order in which they were found. */
export function replacedIn(structure: BlockDiscStructure): readonly number[] {
  if (structure.layout === 'formatted') return structure.replaced ?? [];
  return (structure.layout === 'sequential' ? structure.format?.replaced : undefined) ?? [];
}

/** The same disc with one ECC block more that is replaced. */
export function withReplaced(structure: BlockDiscStructure, startLba: number): BlockDiscStructure {
  const replaced = [...replacedIn(structure), startLba];
  if (structure.layout === 'formatted') return { ...structure, replaced };
  if (structure.layout !== 'sequential' || structure.format === undefined) return structure;
  return { ...structure, format: { ...structure.format, replaced } };
}
