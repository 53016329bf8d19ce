import { USER_DATA_BYTES } from '../../../cd/geometry.ts';
import { CapacityType, readFormatCapacities } from '../../../mmc/commands/read-format-capacities.ts';
import { requireCd } from '../../kind-of-disc.ts';
import { BlockDisc } from '../../media/block-disc/block-disc.ts';
import { familyOf } from '../../media-families/index.ts';
import { handle } from '../handler.ts';

/** Answered without a disc too: then there is only a descriptor that says so. A CD has no formats here. */
export const readFormatCapacitiesHandler = handle(readFormatCapacities, 'drive', ({ drive }) => {
  const { loadedDisc } = drive;
  const blockBytes = USER_DATA_BYTES;
  if (loadedDisc === undefined) return { blocks: 0, capacityType: CapacityType.Unknown, blockBytes, entries: [] };
  drive.requireReady();
  if (!(loadedDisc instanceof BlockDisc)) {
    const { capacityBlocks } = requireCd(loadedDisc);
    return { blocks: capacityBlocks, capacityType: CapacityType.Unformatted, blockBytes, entries: [] };
  }
  const { blocks, capacityType, list } = familyOf(loadedDisc).formats(loadedDisc);
  const entries = list.map(({ formatType, blocks: size, parameter }) => ({
    blocks: size,
    formatType,
    subType: 0,
    parameter,
  }));
  return { blocks, capacityType, blockBytes, entries };
});
