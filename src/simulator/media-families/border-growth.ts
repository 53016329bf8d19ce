import { FormatType } from '../../mmc/commands/format-unit.ts';
import { invalidParameter } from '../check-condition.ts';
import type { TimedEffect } from '../core.ts';
import type { BlockDiscStructure, FormattedStructure } from '../media/block-disc/structure.ts';
import { corrupted } from './common.ts';
import type { BlockPath, FormatFacts, FormatRequest } from './family.ts';

/** In the parameter list: Number of Blocks, the byte with the format type, and the last one of its parameter. */
const BLOCKS_BYTE = 4;
const FORMAT_TYPE_BYTE = 8;
const PARAMETER_BYTE = 11;

const PACKET_BLOCKS = 16;

const GROWING: readonly FormatType[] = [FormatType.QuickGrowLastBorder, FormatType.GrowSession];

/** Blocks by which the border of a formatted DVD-RW can grow; undefined while it is open, when blocks are added by WRITE. */
function roomAfterBorder(structure: BlockDiscStructure): number | undefined {
  if (structure.layout !== 'formatted' || structure.open) return undefined;
  return structure.lengthBlocks - (structure.grownBlocks ?? structure.lengthBlocks);
}

/**
 * 13h opens the last border again, 11h writes the blocks by which it grows (MMC-5 6.5.4.2.6 and .8). A disc that is recorded to its end
 * offers 0 blocks, one whose border is open neither (MMC-5 6.24.3.3).
 */
export function growthFormats(structure: BlockDiscStructure): readonly FormatFacts[] {
  const blocks = roomAfterBorder(structure);
  if (blocks === undefined) return [];
  return GROWING.map((formatType) => ({ formatType, blocks, parameter: PACKET_BLOCKS }));
}

/**
 * Lets the border grow; undefined for a request of another format. Throws 5/26/00 where there is no room, or what is asked for is no
 * whole number of packets.
 */
export function growing(path: BlockPath, request: FormatRequest, leadInBlocks: number): TimedEffect | undefined {
  const { formatType, blocks, parameter } = request;
  if (!GROWING.includes(formatType)) return undefined;
  const { disc, speeds } = path;
  const { structure } = disc;
  if (structure.unfinished !== undefined) throw corrupted();
  const room = roomAfterBorder(structure);
  if (structure.layout !== 'formatted' || room === undefined || room === 0) throw invalidParameter(FORMAT_TYPE_BYTE);
  if (blocks % PACKET_BLOCKS !== 0 || blocks > room) throw invalidParameter(BLOCKS_BYTE);
  if (parameter !== PACKET_BLOCKS) throw invalidParameter(PARAMETER_BYTE);
  const opened: FormattedStructure = { ...structure, open: true };
  if (formatType === FormatType.QuickGrowLastBorder) {
    return { durationMs: speeds.writeMs(0, leadInBlocks), effect: () => disc.change(opened) };
  }
  if (blocks === 0) throw invalidParameter(BLOCKS_BYTE);
  const startLba = structure.lengthBlocks - room;
  return {
    durationMs: speeds.writeMs(0, leadInBlocks) + speeds.writeMs(startLba, blocks),
    async effect() {
      await disc.fill(startLba, blocks);
      await disc.change({ ...structure, grownBlocks: startLba + blocks });
    },
    interrupted: () => disc.change(opened),
  };
}
