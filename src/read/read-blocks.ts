import { AUDIO_BLOCK_BYTES } from '../cd/geometry.ts';
import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { WHILE_WORKING } from '../drive/while-working.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { read10 } from '../mmc/commands/read-10.ts';
import { readCd, SectorType } from '../mmc/commands/read-cd.ts';

/**
 * The most that one READ CD asks for: the size that established programs use, which every drive and bridge can carry.
 */
const LARGEST_READ_BYTES = 63 * 1_024;

/** The kind of block to read, and how much user data it has. */
export interface UserDataFormat {
  /** A block of another kind causes error 5/64/00. */
  readonly sectorType: SectorType;
  /** Bytes of user data that READ CD returns for such a block. */
  readonly blockBytes: number;
  /** Of DVD and BD, which have only blocks of 2,048 bytes, and no READ CD. */
  readonly eccBlocks?: number;
}

export const AUDIO_USER_DATA: UserDataFormat = { sectorType: SectorType.Audio, blockBytes: AUDIO_BLOCK_BYTES };

/** How many blocks of that size one READ CD on this drive can transfer. */
export const blocksPerRead = (drive: Drive, blockBytes: number = AUDIO_USER_DATA.blockBytes): number =>
  Math.max(1, Math.floor(Math.min(LARGEST_READ_BYTES, drive.transport.maxTransferBytes) / blockBytes));

/**
 * Reads the user data of consecutive blocks of one kind.
 * @throws SenseError 3/11/xx where the disc cannot be read, 5/64/00 for blocks of another kind
 */
export const readUserData = (
  drive: Drive,
  { sectorType, eccBlocks }: Pick<UserDataFormat, 'sectorType' | 'eccBlocks'>,
  startLba: number,
  lengthBlocks: number,
): Promise<Uint8Array> =>
  eccBlocks === undefined
    ? drive.execute(readCd({ sectorType, startLba, lengthBlocks, userData: true }), { resend: WHILE_WORKING })
    : drive.execute(read10({ lba: startLba, lengthBlocks }), { resend: WHILE_WORKING });

/** The options of {@link readAudioBlocks}. */
export interface ReadAudioBlocksOptions {
  /** The first block; -150 is the first of the disc. */
  readonly startLba: number;
  /** How many blocks, of 2,352 bytes each. */
  readonly lengthBlocks: number;
  /** Nothing more is read once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<ReadAudioBlocksOptions> = { startLba: 'main', lengthBlocks: 'main', signal: true };

/**
 * Reads audio blocks, 2,352 bytes each, with READ CD (MMC-6 6.17).
 * @throws SenseError 3/11/xx where the disc cannot be read, 5/64/00 for data; OptionsError, TransportError; the signal's reason
 * @example
 * ```ts
 * const second = await readAudioBlocks(drive, { startLba: 0, lengthBlocks: 75 });
 * ```
 */
export async function readAudioBlocks(drive: Drive, options: ReadAudioBlocksOptions): Promise<Uint8Array> {
  requireDrive('readAudioBlocks()', drive);
  requireKnownOptions('readAudioBlocks()', options, OPTIONS);
  const { startLba, lengthBlocks, signal } = options;
  const most = blocksPerRead(drive);
  const pieces: Uint8Array[] = [];
  for (let done = 0; done < lengthBlocks || pieces.length === 0; done += most) {
    signal?.throwIfAborted();
    pieces.push(await readUserData(drive, AUDIO_USER_DATA, startLba + done, Math.min(most, lengthBlocks - done)));
  }
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
}
