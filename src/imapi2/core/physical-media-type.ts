import { FIRST_NEGATIVE_MINUTE } from '../../cd/msf.ts';
import { currentProfile } from '../../drive/current-profile.ts';
import { discInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { readAtip } from '../../mmc/commands/read-atip.ts';
import { DiscStatus } from '../../mmc/commands/read-disc-information.ts';
import { Profile } from '../../mmc/profiles.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as Type } from './enums.ts';

const byProfile: Readonly<Record<number, Type>> = {
  [Profile.CdRom]: Type.IMAPI_MEDIA_TYPE_CDROM,
  [Profile.CdR]: Type.IMAPI_MEDIA_TYPE_CDR,
  [Profile.CdRw]: Type.IMAPI_MEDIA_TYPE_CDRW,
  [Profile.DvdRom]: Type.IMAPI_MEDIA_TYPE_DVDROM,
  [Profile.DvdRSequential]: Type.IMAPI_MEDIA_TYPE_DVDDASHR,
  [Profile.DvdRam]: Type.IMAPI_MEDIA_TYPE_DVDRAM,
  [Profile.DvdRwRestrictedOverwrite]: Type.IMAPI_MEDIA_TYPE_DVDDASHRW,
  [Profile.DvdRwSequential]: Type.IMAPI_MEDIA_TYPE_DVDDASHRW,
  [Profile.DvdRDualLayerSequential]: Type.IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER,
  [Profile.DvdRDualLayerJump]: Type.IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER,
  [Profile.DvdPlusRw]: Type.IMAPI_MEDIA_TYPE_DVDPLUSRW,
  [Profile.DvdPlusR]: Type.IMAPI_MEDIA_TYPE_DVDPLUSR,
  [Profile.DvdPlusRwDualLayer]: Type.IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER,
  [Profile.DvdPlusRDualLayer]: Type.IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER,
  [Profile.BdRom]: Type.IMAPI_MEDIA_TYPE_BDROM,
  [Profile.BdRSequential]: Type.IMAPI_MEDIA_TYPE_BDR,
  [Profile.BdRRandom]: Type.IMAPI_MEDIA_TYPE_BDR,
  [Profile.BdRe]: Type.IMAPI_MEDIA_TYPE_BDRE,
  [Profile.HdDvdRom]: Type.IMAPI_MEDIA_TYPE_HDDVDROM,
  [Profile.HdDvdR]: Type.IMAPI_MEDIA_TYPE_HDDVDR,
  [Profile.HdDvdRam]: Type.IMAPI_MEDIA_TYPE_HDDVDRAM,
  [Profile.RemovableDisk]: Type.IMAPI_MEDIA_TYPE_DISK,
};

/** What kind of disc is in the drive, which must be ready. */
export async function physicalMediaType(drive: Drive): Promise<Type> {
  const profile = await currentProfile(drive);
  if (profile === undefined) return typeByDiscInformation(drive);
  // Drives that call a finished CD-R a CD-ROM: only a recordable disc has an ATIP.
  if (profile === Profile.CdRom) return (await typeByAtip(drive)) ?? Type.IMAPI_MEDIA_TYPE_CDROM;
  return byProfile[profile] ?? Type.IMAPI_MEDIA_TYPE_UNKNOWN;
}

/** Drives without GET CONFIGURATION, as in Microsoft's erase sample: they know CDs only. */
async function typeByDiscInformation(drive: Drive): Promise<Type> {
  const { erasable, discStatus } = await discInformation(drive);
  if (erasable) return Type.IMAPI_MEDIA_TYPE_CDRW;
  const recordable = discStatus !== DiscStatus.Complete || (await typeByAtip(drive)) !== undefined;
  return recordable ? Type.IMAPI_MEDIA_TYPE_CDR : Type.IMAPI_MEDIA_TYPE_CDROM;
}

async function typeByAtip(drive: Drive): Promise<Type | undefined> {
  try {
    const { leadInStartMinute, rewritable } = await drive.execute(readAtip({ allocationLength: 28 }));
    if (leadInStartMinute < FIRST_NEGATIVE_MINUTE) return undefined;
    return rewritable ? Type.IMAPI_MEDIA_TYPE_CDRW : Type.IMAPI_MEDIA_TYPE_CDR;
  } catch (error) {
    const { name, sense } = error as { name?: string; sense?: { key: number } };
    const none = sense?.key === SenseKey.IllegalRequest || sense?.key === SenseKey.MediumError;
    if (none || name === 'DecodeError') return undefined;
    throw error;
  }
}
