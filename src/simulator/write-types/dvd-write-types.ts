import { DataBlockType, WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { illegalRequest } from '../check-condition.ts';
import { StoredBytes } from '../media/stored-blocks.ts';
import type { WriteTypeStrategy } from './write-type.ts';

/**
 * Write types that are not for a CD here: the page may name them, since they are set before a DVD-R or DVD-RW is written, whose
 * families then go by them. A CD is not written with them: 5/64/00 illegal mode for this track.
 */
const notForCd = (writeType: WriteType): WriteTypeStrategy => ({
  writeType,
  dataBlockTypes: [DataBlockType.Mode1],
  refusedField: ({ dataBlockType }) => (dataBlockType === DataBlockType.Mode1 ? undefined : 'dataBlockType'),
  blockBytes: () => StoredBytes.Mode1,
  async write() {
    throw illegalRequest(0x64, 0x00);
  },
  flush: ({ buffer }) => ({ durationMs: buffer.msUntilEmpty, effect: async () => {} }),
});

/** Incremental recording, and layer jump recording of DVD-R DL. */
export const dvdWriteTypes: readonly WriteTypeStrategy[] = [notForCd(WriteType.Packet), notForCd(WriteType.LayerJump)];
