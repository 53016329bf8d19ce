import { RAW_PQ_BLOCK_BYTES, SECTOR_BYTES } from '../cd/geometry.ts';
import { untilBelieved } from '../drive/ask.ts';
import { isRefusal } from '../drive/bad-answer.ts';
import type { Drive } from '../drive/drive.ts';
import { WHILE_WORKING } from '../drive/while-working.ts';
import { readCd, SectorType, SubChannelSelection, WHOLE_MAIN_CHANNEL } from '../mmc/commands/read-cd.ts';
import { AUDIO_USER_DATA, blocksPerRead, readUserData } from './read-blocks.ts';
import type { SubcodeNotes } from './subcode-notes.ts';

/** How blocks of 2,352 bytes are read from the drive. */
export interface BlockSource {
  readonly blocksPerRead: (drive: Drive) => number;
  /** Blocks as the drive sends them. Several of these may be under way. */
  readonly read: (drive: Drive, startLba: number, lengthBlocks: number) => Promise<Uint8Array>;
  /** The 2,352 bytes of each of them. Called in ascending order. */
  readonly take: (sent: Uint8Array, startLba: number, lengthBlocks: number) => Uint8Array;
  /** Called, in the same order, for a block that could not be read and is replaced by silence. */
  readonly missing?: (lba: number) => void;
}

/** Only audio. */
export const AUDIO_BLOCKS: BlockSource = {
  blocksPerRead,
  read: (drive, startLba, lengthBlocks) => readUserData(drive, AUDIO_USER_DATA, startLba, lengthBlocks),
  take: (sent) => sent,
};

const INVALID_FIELD_IN_CDB = 0x24;

/**
 * Complete blocks of any kind; what their Q sub-channel says goes into the notes. From a drive that does not read Q,
 * only the blocks.
 * @param warnings gets what is lost without Q
 */
export function wholeBlocks(notes: SubcodeNotes, warnings: string[]): BlockSource {
  let readsQ = true;
  return {
    blocksPerRead: (drive) =>
      Math.max(1, Math.min(blocksPerRead(drive), Math.floor(drive.transport.maxTransferBytes / RAW_PQ_BLOCK_BYTES))),
    async read(drive, startLba, lengthBlocks) {
      const withQ = () => readWhole(drive, startLba, lengthBlocks, SubChannelSelection.Q);
      if (readsQ) {
        try {
          // Only a refusal is asked about again here.
          return await untilBelieved(drive.clock, withQ, { isFinal: (error) => !isFieldRefused(error) });
        } catch (error) {
          if (!isFieldRefused(error)) throw error;
          if (readsQ) {
            warnings.push(
              `the drive does not read the Q sub-channel from LBA ${startLba} onward: indexes and flags there are not in the sheet`,
            );
          }
          readsQ = false;
        }
      }
      return readWhole(drive, startLba, lengthBlocks, SubChannelSelection.None);
    },
    take: (sent, startLba, lengthBlocks) =>
      sent.length === lengthBlocks * SECTOR_BYTES ? sent : split(sent, startLba, notes),
    missing: (lba) => notes.missing(lba),
  };
}

const readWhole = (drive: Drive, startLba: number, lengthBlocks: number, subChannel: 0 | 2): Promise<Uint8Array> =>
  drive.execute(readCd({ ...WHOLE_MAIN_CHANNEL, subChannel, sectorType: SectorType.Any, startLba, lengthBlocks }), {
    resend: WHILE_WORKING,
  });

/** The blocks without their Q, moved together in the same memory: nobody else has it. */
function split(bytes: Uint8Array, startLba: number, notes: SubcodeNotes): Uint8Array {
  const count = bytes.length / RAW_PQ_BLOCK_BYTES;
  for (let index = 0; index < count; index++) {
    const start = index * RAW_PQ_BLOCK_BYTES;
    const end = start + SECTOR_BYTES;
    notes.add(startLba + index, bytes, end);
    bytes.copyWithin(index * SECTOR_BYTES, start, end);
  }
  return bytes.subarray(0, count * SECTOR_BYTES);
}

const isFieldRefused = (error: unknown): boolean => isRefusal(error) && error.sense.asc === INVALID_FIELD_IN_CDB;
