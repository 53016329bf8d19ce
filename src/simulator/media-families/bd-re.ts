import { BdReFormatSubType, FormatType } from '../../mmc/commands/format-unit.ts';
import { CLUSTER_BLOCKS, QUICK_FORMAT_BLOCKS, spareSizes } from './bd-spare.ts';
import { overwritable, type PossibleFormat } from './overwritable.ts';

/** The parameter of a format without spare areas: bytes of a block. */
const BLOCK_BYTES = 0x800;

/**
 * BD-RE: sold unformatted. Formatted with spare areas, of any size between two limits, or without (MMC-6 6.5.4.2.15 and .16);
 * then it is written anywhere.
 */
export const bdRe = overwritable({
  formats: (disc): readonly PossibleFormat[] => {
    const { capacityBlocks } = disc.medium;
    const [whole, ...others] = spareSizes(disc).map((spareBlocks) => ({
      formatType: FormatType.BdReWithSpare,
      blocks: capacityBlocks - spareBlocks,
      spareBlocks,
      parameter: spareBlocks / CLUSTER_BLOCKS,
      quickBlocks: QUICK_FORMAT_BLOCKS,
    }));
    const none = {
      formatType: FormatType.BdReWithoutSpare,
      blocks: capacityBlocks,
      spareBlocks: 0,
      parameter: BLOCK_BYTES,
      quickBlocks: QUICK_FORMAT_BLOCKS,
    };
    return whole === undefined ? [none] : [{ ...whole, formatType: FormatType.Full }, whole, ...others, none];
  },
  anySize: (formatType) => formatType === FormatType.BdReWithSpare,
  certifies: ({ formatType, subType }) =>
    formatType === FormatType.BdReWithSpare && subType === BdReFormatSubType.FullCertification,
});
