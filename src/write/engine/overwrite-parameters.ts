import type { BlockMedium } from '../../drive/block-medium.ts';
import type { Drive } from '../../drive/drive.ts';
import { MultiSession, WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { Profile } from '../../mmc/profiles.ts';
import { blockFormat } from './track-format.ts';
import { setWriteParameters } from './write-parameters.ts';

/**
 * Page 05h for a DVD-RW in restricted overwrite: packets of an ECC block (MMC-6 7.5.4). growisofs and libburn send it too, since the
 * page may still be as a CD left it. The other overwritable discs do not use the page.
 * @throws BurnError when the drive does not accept or keep it
 */
export async function setOverwriteParameters(
  drive: Drive,
  { medium, bufferUnderrunFree }: { readonly medium: BlockMedium; readonly bufferUnderrunFree: boolean },
): Promise<void> {
  if (medium.profile !== Profile.DvdRwRestrictedOverwrite) return;
  await setWriteParameters(drive, {
    writeType: WriteType.Packet,
    multiSession: MultiSession.NoNextSession,
    format: blockFormat(medium.eccBlocks, true),
    testWrite: false,
    bufferUnderrunFree,
    packetBlocks: medium.eccBlocks,
  });
}
