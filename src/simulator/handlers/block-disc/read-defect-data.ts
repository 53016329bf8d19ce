import { DefectListFormat, readDefectData12 } from '../../../mmc/commands/read-defect-data-12.ts';
import { illegalRequest } from '../../check-condition.ts';
import { requireBlockDisc } from '../../kind-of-disc.ts';
import { handle } from '../handler.ts';

/** The blocks that are replaced: all of them were found while the disc was written, so that they are in the grown list. */
export const readDefectDataHandler = handle(
  readDefectData12,
  'medium',
  ({ drive, args: { primary, grown, format } }) => {
    const disc = requireBlockDisc(drive.disc);
    // 5/30/02 cannot read medium, incompatible format: a disc without spare areas has no such list.
    if (!disc.verifiesWrites) throw illegalRequest(0x30, 0x02);
    if (format !== DefectListFormat.Blocks) throw illegalRequest(0x24, 0x00);
    const entries = grown ? disc.replaced.map((lba) => ({ lba })) : [];
    return { primary, grown, format, entries };
  },
);
