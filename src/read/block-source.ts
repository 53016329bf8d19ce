import type { Drive } from '../drive/drive.ts';
import { readCd, SectorType, SubChannelSelection, WHOLE_MAIN_CHANNEL } from '../mmc/commands/read-cd.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { blocksPerRead, readAudioBlocks } from './read-blocks.ts';
import type { SubcodeNotes } from './subcode-notes.ts';

export const BLOCK_BYTES = 2_352;
const FORMATTED_Q_BYTES = 16;

/** How blocks of 2,352 bytes are had from the drive. */
export interface BlockSource {
  readonly blocksPerRead: (drive: Drive) => number;
  readonly read: (drive: Drive, startLba: number, lengthBlocks: number) => Promise<Uint8Array>;
  /** Told of a block that could not be read and is taken for silence. */
  readonly missing?: (lba: number) => void;
}

/** Audio and nothing else. */
export const AUDIO_BLOCKS: BlockSource = { blocksPerRead, read: readAudioBlocks };

const INVALID_FIELD_IN_CDB = 0x24;

/**
 * Blocks of any kind, whole, and what their Q sub-channel says: it goes into the notes. A drive that does not read Q gives
 * the blocks alone.
 */
export function wholeBlocks(notes: SubcodeNotes): BlockSource {
  let readsQ = true;
  return {
    blocksPerRead: (drive) =>
      Math.max(1, Math.min(blocksPerRead(drive), Math.floor(drive.transport.maxTransferBytes / WITH_Q_BYTES))),
    async read(drive, startLba, lengthBlocks) {
      if (readsQ) {
        try {
          const bytes = await readWhole(drive, startLba, lengthBlocks, SubChannelSelection.Q);
          return split(bytes, startLba, notes);
        } catch (error) {
          if (!isRefusal(error)) throw error;
          readsQ = false;
        }
      }
      return readWhole(drive, startLba, lengthBlocks, SubChannelSelection.None);
    },
    missing: (lba) => notes.missing(lba),
  };
}

const WITH_Q_BYTES = BLOCK_BYTES + FORMATTED_Q_BYTES;

async function readWhole(drive: Drive, startLba: number, lengthBlocks: number, subChannel: 0 | 2): Promise<Uint8Array> {
  const selection = { ...WHOLE_MAIN_CHANNEL, subChannel };
  const data = await drive.execute(readCd({ ...selection, sectorType: SectorType.Any, startLba, lengthBlocks }));
  const expected = lengthBlocks * (subChannel === SubChannelSelection.Q ? WITH_Q_BYTES : BLOCK_BYTES);
  if (data.length === expected) return data;
  throw new Error(`READ CD at LBA ${startLba} gave ${data.length} bytes instead of ${expected}`);
}

function split(bytes: Uint8Array, startLba: number, notes: SubcodeNotes): Uint8Array {
  const count = bytes.length / WITH_Q_BYTES;
  const main = new Uint8Array(count * BLOCK_BYTES);
  for (let index = 0; index < count; index++) {
    const start = index * WITH_Q_BYTES;
    main.set(bytes.subarray(start, start + BLOCK_BYTES), index * BLOCK_BYTES);
    notes.add(startLba + index, bytes.subarray(start + BLOCK_BYTES, start + WITH_Q_BYTES));
  }
  return main;
}

const isRefusal = (error: unknown): boolean =>
  error instanceof SenseError &&
  error.sense.key === SenseKey.IllegalRequest &&
  error.sense.asc === INVALID_FIELD_IN_CDB;
