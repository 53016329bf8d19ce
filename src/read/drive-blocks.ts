import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { WHILE_WORKING } from '../drive/while-working.ts';
import { READ_BLOCK_BYTES, read10 } from '../mmc/commands/read-10.ts';
import { blocksPerRead } from './read-blocks.ts';

/** The data blocks of the disc in a drive, as `openFileSystem` of `discwright/image` reads them. */
export interface DriveBlocks {
  /** 2,048 bytes of each. @throws SenseError 3/11/xx where the disc cannot be read, 5/21/00 past its end, 5/64/00 for audio */
  readBlocks(lba: number, count: number): Promise<Uint8Array>;
}

/** Reads data blocks by READ(10), as many at a time as the connection carries. @throws OptionsError */
export function driveBlocks(drive: Drive): DriveBlocks {
  requireDrive('driveBlocks()', drive);
  return {
    async readBlocks(lba, count) {
      const most = blocksPerRead(drive, READ_BLOCK_BYTES);
      const bytes = new Uint8Array(count * READ_BLOCK_BYTES);
      for (let done = 0; done < count; ) {
        const lengthBlocks = Math.min(most, count - done);
        const read = await drive.execute(read10({ lba: lba + done, lengthBlocks }), { resend: WHILE_WORKING });
        bytes.set(read.subarray(0, lengthBlocks * READ_BLOCK_BYTES), done * READ_BLOCK_BYTES);
        done += lengthBlocks;
      }
      return bytes;
    },
  };
}
