import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import type { Drive } from '../../drive/drive.ts';
import { readCd, SectorType } from '../../mmc/commands/read-cd.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';
import { BurnError } from '../engine/burn-error.ts';
import type { SentTrack } from '../engine/write-track.ts';
import { DISTRUST } from './verify.ts';

/** Drives write and read audio up to three blocks beside its address. */
const NEIGHBOURS = 4;

export const isSilence = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/**
 * Of these blocks one that can be told from silence, whatever the drive's sample offset is: it and those around it have
 * sound. Undefined when the one in the middle does not.
 */
export function audibleBlock(blocks: Uint8Array): number | undefined {
  const middle = Math.floor(blocks.length / AUDIO_BLOCK_BYTES / 2);
  for (let block = middle - NEIGHBOURS; block <= middle + NEIGHBOURS; block++) {
    if (block < 0 || isSilence(blocks.subarray(block * AUDIO_BLOCK_BYTES, (block + 1) * AUDIO_BLOCK_BYTES)))
      return undefined;
  }
  return middle;
}

/**
 * Reads one block of a track, which was not silence when it was sent: a drive that only keeps books is found out. A block
 * that cannot be read proves nothing: not every drive reads a disc that it has just written, or left open.
 * @throws BurnError of phase `verifying`
 */
export async function sampleTrack(drive: Drive, { number, audibleLba }: SentTrack): Promise<void> {
  if (audibleLba === undefined) return;
  const command = readCd({
    sectorType: SectorType.Audio,
    startLba: audibleLba,
    lengthBlocks: 1,
    userData: true,
  });
  const onDisc = await drive.execute(command).catch((error: unknown) => {
    if (error instanceof SenseError || error instanceof StatusError) return undefined;
    throw error;
  });
  if (onDisc === undefined || onDisc.length === 0 || !isSilence(onDisc)) return;
  throw silenceFound(number, audibleLba);
}

/** The disc holds silence where something else was sent. */
export const silenceFound = (track: number, lba: number): BurnError =>
  new BurnError({
    phase: 'verifying',
    track,
    lba,
    reason: 'the drive reported success for every WRITE, but the disc holds silence instead',
    remedy: DISTRUST,
  });
