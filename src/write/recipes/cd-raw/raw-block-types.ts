import type { Drive } from '../../../drive/drive.ts';
import {
  DataBlockType,
  MultiSession,
  WriteType,
  writeParametersPage,
} from '../../../mmc/mode-pages/write-parameters.ts';
import { BurnError } from '../../engine/burn-error.ts';
import { TrackFormats } from '../../engine/track-format.ts';
import { setWriteParameters } from '../../engine/write-parameters.ts';

/** The data block types that carry sub-channels (MMC-5 7.5.4). */
export const RAW_BLOCK_TYPES = [DataBlockType.RawPq, DataBlockType.RawPwPacked, DataBlockType.RawPwRaw] as const;
export type RawBlockType = (typeof RAW_BLOCK_TYPES)[number];

/**
 * The data block types with which a drive writes raw. No feature lists them: page 05h is set to each, and then to what it was.
 * @throws SenseError, TransportError
 */
export async function rawBlockTypes(drive: Drive): Promise<readonly RawBlockType[]> {
  const { bytes } = await drive.modePage(writeParametersPage);
  const accepted: RawBlockType[] = [];
  try {
    for (const dataBlockType of RAW_BLOCK_TYPES) if (await accepts(drive, dataBlockType)) accepted.push(dataBlockType);
  } finally {
    // Some drives refuse their own defaults; every burn sets the page anew.
    await drive.selectModePage(bytes).catch(() => {});
  }
  return accepted;
}

async function accepts(drive: Drive, dataBlockType: RawBlockType): Promise<boolean> {
  try {
    await setWriteParameters(drive, {
      writeType: WriteType.Raw,
      multiSession: MultiSession.NoNextSession,
      format: { ...TrackFormats.audio, dataBlockType },
      testWrite: false,
      bufferUnderrunFree: true,
    });
    return true;
  } catch (error) {
    if (error instanceof BurnError) return false;
    throw error;
  }
}
