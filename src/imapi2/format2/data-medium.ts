import { type DiscState, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { readFeatureList } from '../../drive/drive-capabilities.ts';
import { incrementalStreamingFeature } from '../../mmc/features.ts';
import { Profile } from '../../mmc/profiles.ts';
import { type Multisession, multisessionOf } from '../../read/multisession.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';

/** What data can be written to here. */
export const DATA_MEDIA: readonly Type[] = [
  Type.IMAPI_MEDIA_TYPE_CDR,
  Type.IMAPI_MEDIA_TYPE_CDRW,
  Type.IMAPI_MEDIA_TYPE_DVDRAM,
  Type.IMAPI_MEDIA_TYPE_DVDPLUSR,
  Type.IMAPI_MEDIA_TYPE_DVDPLUSRW,
  Type.IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER,
  Type.IMAPI_MEDIA_TYPE_DVDDASHR,
  Type.IMAPI_MEDIA_TYPE_DVDDASHRW,
  Type.IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER,
  Type.IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER,
  Type.IMAPI_MEDIA_TYPE_BDR,
  Type.IMAPI_MEDIA_TYPE_BDRE,
];

/** The disc as a writer of data sees it. */
export interface DataMedium {
  readonly type: Type;
  readonly disc: DiscState;
  readonly place: Multisession;
  /** It can be written in one go alone, which finalizes it: a DVD-RW of which only the lead-in was erased (MMC-6 4.3.6.4). */
  readonly inOneGo: boolean;
}

export async function dataMedium(drive: Drive, type: Type): Promise<DataMedium> {
  const disc = await readDiscState(drive);
  const dash = disc.medium?.profile === Profile.DvdRwSequential;
  return {
    type,
    disc,
    place: await multisessionOf(drive, disc),
    inOneGo: dash && disc.status === 'blank' && !(await isIncremental(drive)),
  };
}

/** Feature 0021h is current. A drive that does not list its features is assumed to have it. */
async function isIncremental(drive: Drive): Promise<boolean> {
  const list = await readFeatureList(drive);
  const found = list?.entries.find(({ code }) => code === incrementalStreamingFeature.code);
  return list === undefined || found?.current === true;
}

/** Whether the disc is overwritten anywhere, and has no sessions. */
export const isOverwritten = ({ disc }: Pick<DataMedium, 'disc'>): boolean => disc.medium?.writeModel === 'overwrite';

/** Sectors that are written together: an ECC block of DVD, a cluster of BD; a CD is written in single sectors. */
export const writeUnit = ({ disc }: Pick<DataMedium, 'disc'>): number => disc.medium?.eccBlocks ?? 1;
