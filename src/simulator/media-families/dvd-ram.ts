import { FormatType } from '../../mmc/commands/format-unit.ts';
import { DVD_RAM_SPARE_BLOCKS } from '../media/block-disc/structure.ts';
import { overwritable } from './overwritable.ts';

/** Defect lists and control data zone, several times over; an estimate. */
const QUICK_BLOCKS = 20_000;
/** The parameter of full formats: bytes of a block. */
const BLOCK_BYTES = 0x800;

/**
 * DVD-RAM: sold formatted, written anywhere. Defects are replaced from spare areas, so that each block is verified and a disc
 * takes twice as long as its speed says. Formatted without the supplementary spare area it holds 58,368 blocks more.
 */
export const dvdRam = overwritable({
  formats: ({ medium: { capacityBlocks } }) => [
    {
      formatType: FormatType.Full,
      blocks: capacityBlocks - DVD_RAM_SPARE_BLOCKS,
      spareBlocks: DVD_RAM_SPARE_BLOCKS,
      parameter: BLOCK_BYTES,
      quickBlocks: QUICK_BLOCKS,
    },
    {
      formatType: FormatType.Full,
      blocks: capacityBlocks,
      spareBlocks: 0,
      parameter: BLOCK_BYTES,
      quickBlocks: QUICK_BLOCKS,
    },
  ],
  certifies: ({ certificationDisabled }) => !certificationDisabled,
});
