import { BD_BLOCKS, BD_BLOCKS_WITH_SPARE } from '../../bd/geometry.ts';
import {
  DVD_PLUS_R_BLOCKS,
  DVD_PLUS_R_DL_BLOCKS,
  DVD_R_BLOCKS,
  DVD_R_DL_BLOCKS,
  DVD_RAM_BLOCKS,
} from '../../dvd/geometry.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as MediaType } from '../core/enums.ts';
import { FsiFileSystems } from '../core/enums-file-system.ts';

export interface MediaDefaults {
  readonly fileSystems: number;
  readonly udfRevision: number;
  /** What an empty disc of that kind has room for. */
  readonly blocks: number;
}

/** An 80-minute CD: 79:59:74, without lead-in and run-out. */
export const CD_BLOCKS = 359_847;

const { FsiFileSystemISO9660: ISO, FsiFileSystemJoliet: JOLIET, FsiFileSystemUDF: UDF } = FsiFileSystems;
const cd: MediaDefaults = { fileSystems: ISO + JOLIET, udfRevision: 0x102, blocks: CD_BLOCKS };
/** What every system reads; players of DVD-Video read nothing else. */
const dvd = (blocks: number): MediaDefaults => ({ fileSystems: ISO + JOLIET + UDF, udfRevision: 0x102, blocks });
/** ISO 9660 is not read on Blu-ray Discs by everything; UDF 2.50 is what they were made for. */
const bd = (blocks: number): MediaDefaults => ({ fileSystems: UDF, udfRevision: 0x250, blocks });

/** What an image is to be by default, by medium. Blocks: an empty disc of 120 mm and, where there are several, the fewest layers. */
export const MEDIA_DEFAULTS: { readonly [Type in MediaType]?: MediaDefaults } = {
  [MediaType.IMAPI_MEDIA_TYPE_CDR]: cd,
  [MediaType.IMAPI_MEDIA_TYPE_CDRW]: cd,
  [MediaType.IMAPI_MEDIA_TYPE_DVDRAM]: dvd(DVD_RAM_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_DVDPLUSR]: dvd(DVD_PLUS_R_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_DVDPLUSRW]: dvd(DVD_PLUS_R_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER]: dvd(DVD_PLUS_R_DL_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER]: dvd(DVD_PLUS_R_DL_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_DVDDASHR]: dvd(DVD_R_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_DVDDASHRW]: dvd(DVD_R_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_DVDDASHR_DUALLAYER]: dvd(DVD_R_DL_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_BDR]: bd(BD_BLOCKS),
  [MediaType.IMAPI_MEDIA_TYPE_BDRE]: bd(BD_BLOCKS_WITH_SPARE),
};
