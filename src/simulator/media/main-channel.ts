import { type KnownSectorType, SECTOR_PARTS, type SectorParts } from '../../cd/sector.ts';
import { type ReadCdSelection, selectedParts } from '../../mmc/commands/read-cd.ts';

interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes of a sector's 2,352 that a selection asks for; undefined for parts that are not adjacent, which drives
 * refuse (MMC-5 6.20.2.9). Audio has only user data.
 */
export function selectedPart(selection: ReadCdSelection, type: KnownSectorType): Part | undefined {
  const selected = selectedParts(selection);
  const wanted: Part[] = [];
  let start = 0;
  for (const [part, bytes] of Object.entries(SECTOR_PARTS[type]) as [keyof SectorParts, number][]) {
    const end = start + bytes;
    if (selected[part] && bytes > 0) wanted.push({ start, end });
    start = end;
  }
  const adjoining = wanted.every((part, index) => index === 0 || part.start === wanted[index - 1]?.end);
  if (!adjoining) return undefined;
  return { start: wanted[0]?.start ?? 0, end: wanted.at(-1)?.end ?? 0 };
}
