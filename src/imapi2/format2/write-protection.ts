import { isRefusal } from '../../drive/bad-answer.ts';
import type { Drive } from '../../drive/drive.ts';
import { readWriteProtection } from '../../mmc/commands/read-disc-structure.ts';
import { IMAPI_MEDIA_WRITE_PROTECT_STATE as Protected, IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';
import type { DataMedium } from './data-medium.ts';

const READ_ONLY_MEDIA: readonly Type[] = [
  Type.IMAPI_MEDIA_TYPE_CDROM,
  Type.IMAPI_MEDIA_TYPE_DVDROM,
  Type.IMAPI_MEDIA_TYPE_BDROM,
  Type.IMAPI_MEDIA_TYPE_HDDVDROM,
];

const REPLY_BYTES = 8;

/**
 * IDiscFormat2Data::get_WriteProtectStatus: bits. Of DVD and BD, what READ DISC STRUCTURE format C0h says (MMC-6 6.22.3.4.2); a drive
 * that does not have it knows of no protection.
 */
export async function writeProtection(
  drive: Drive,
  { type, disc }: Pick<DataMedium, 'type' | 'disc'>,
): Promise<number> {
  if (READ_ONLY_MEDIA.includes(type)) return Protected.IMAPI_WRITEPROTECTED_READ_ONLY_MEDIA;
  if (disc.medium === undefined) return 0;
  try {
    const command = readWriteProtection({ allocationLength: REPLY_BYTES });
    const { software, cartridge, writeInhibited, persistent } = await drive.execute(command);
    return (
      (software ? Protected.IMAPI_WRITEPROTECTED_UNTIL_POWERDOWN : 0) +
      (cartridge ? Protected.IMAPI_WRITEPROTECTED_BY_CARTRIDGE : 0) +
      (writeInhibited ? Protected.IMAPI_WRITEPROTECTED_BY_MEDIA_SPECIFIC_REASON : 0) +
      (persistent ? Protected.IMAPI_WRITEPROTECTED_BY_SOFTWARE_WRITE_PROTECT : 0)
    );
  } catch (error) {
    if (isRefusal(error) || (error as Error).name === 'DecodeError' || (error as Error).name === 'ReplyError') return 0;
    throw error;
  }
}
