import { USER_DATA_BYTES } from '../../../cd/geometry.ts';
import { concatBytes } from '../../../codec/index.ts';
import { read10 } from '../../../mmc/commands/read-10.ts';
import { read12 } from '../../../mmc/commands/read-12.ts';
import { SenseKey } from '../../../scsi/sense.ts';
import { CheckCondition, illegalRequest } from '../../check-condition.ts';
import type { DriveCore } from '../../core.ts';
import { requireBlockDisc } from '../../kind-of-disc.ts';
import { HalfDone } from '../../media/block-disc/structure.ts';
import { DamagedBlockError } from '../../media/block-store.ts';
import { corrupted } from '../../media-families/common.ts';
import { familyOf } from '../../media-families/index.ts';
import { handle } from '../handler.ts';

export const readBlocks10Handler = handle(read10, 'medium', ({ drive, args }) =>
  blocksFrom(drive, args.lba, args.lengthBlocks),
);

export const readBlocks12Handler = handle(read12, 'medium', ({ drive, args }) =>
  blocksFrom(drive, args.lba, args.lengthBlocks),
);

/** Blocks of a DVD or BD as they were written. Throws CheckCondition where nothing can be read. */
export async function blocksFrom(drive: DriveCore, startLba: number, lengthBlocks: number): Promise<Uint8Array> {
  const disc = requireBlockDisc(drive.disc);
  const endLba = startLba + lengthBlocks;
  // 5/21/00 logical block address out of range.
  if (startLba < 0 || endLba > disc.capacityBlocks) throw illegalRequest(0x21, 0x00);
  if (disc.structure.unfinished === HalfDone.Formatting) throw corrupted();
  const family = familyOf(disc);
  const pieces: Uint8Array[] = [];
  for (let lba = startLba; lba < endLba; ) {
    const stored = await disc.read(lba, endLba - lba).catch((error: unknown) => {
      throw error instanceof DamagedBlockError ? unreadable(lba) : error;
    });
    if (stored === undefined) {
      if (disc.damaged) throw unreadable(lba);
      // 8/00/00 blank check.
      if (!family.readsAsZeros(disc, lba)) {
        throw new CheckCondition(SenseKey.BlankCheck, 0x00, 0x00, { information: lba });
      }
    }
    // The next read may be into the same memory.
    const piece = stored === undefined ? new Uint8Array(USER_DATA_BYTES) : Uint8Array.from(stored);
    pieces.push(piece);
    lba += piece.length / USER_DATA_BYTES;
  }
  drive.delay(drive.speeds.readMs(startLba, lengthBlocks));
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : concatBytes(pieces);
}

/** 3/11/05 L-EC uncorrectable error. */
const unreadable = (lba: number) => new CheckCondition(SenseKey.MediumError, 0x11, 0x05, { information: lba });
