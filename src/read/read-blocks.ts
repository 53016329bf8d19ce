import { AUDIO_BLOCK_BYTES } from '../cd/geometry.ts';
import type { Drive } from '../drive/drive.ts';
import { readCd, SectorType } from '../mmc/commands/read-cd.ts';

/** How much READ CD is asked for at once: the established programs' size, which every drive and bridge carries. */
const LARGEST_READ_BYTES = 63 * 1_024;

/** What of each block is read, and as which kind of block. */
export interface UserDataFormat {
  /** Another kind of block is an error 5/64/00. */
  readonly sectorType: SectorType;
  /** Bytes of user data that READ CD gives of such a block. */
  readonly blockBytes: number;
}

export const AUDIO_USER_DATA: UserDataFormat = { sectorType: SectorType.Audio, blockBytes: AUDIO_BLOCK_BYTES };

/** How many blocks of that size one READ CD of this drive can carry. */
export const blocksPerRead = (drive: Drive, blockBytes: number = AUDIO_USER_DATA.blockBytes): number =>
  Math.max(1, Math.floor(Math.min(LARGEST_READ_BYTES, drive.transport.maxTransferBytes) / blockBytes));

/**
 * Reads the user data of blocks of one kind, one after the other.
 * @throws SenseError 3/11/xx where the disc cannot be read, 5/64/00 for blocks of another kind
 */
export async function readUserData(
  drive: Drive,
  { sectorType, blockBytes }: UserDataFormat,
  startLba: number,
  lengthBlocks: number,
): Promise<Uint8Array> {
  const data = await drive.execute(readCd({ sectorType, startLba, lengthBlocks, userData: true }));
  if (data.length !== lengthBlocks * blockBytes) {
    throw new Error(`READ CD at LBA ${startLba} gave ${data.length} bytes instead of ${lengthBlocks * blockBytes}`);
  }
  return data;
}

/** Reads audio blocks: 2,352 bytes each. @throws SenseError 3/11/xx where the disc cannot be read */
export const readAudioBlocks = (drive: Drive, startLba: number, lengthBlocks: number): Promise<Uint8Array> =>
  readUserData(drive, AUDIO_USER_DATA, startLba, lengthBlocks);
