import { DataBlockType } from '../../mmc/mode-pages/write-parameters.ts';
import type { RawBlockType } from '../../write/index.ts';
import { IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as SectorType } from '../core/enums-formats.ts';

/**
 * The data block types in which sectors of a type can be sent, the best first. Of 16 bytes of P and Q, 96 can be made; R to W
 * in packs cannot be made raw without their parity and interleaving, which the drive adds.
 */
const BLOCK_TYPES: Readonly<Record<SectorType, readonly RawBlockType[]>> = {
  [SectorType.IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY]: [DataBlockType.RawPq, DataBlockType.RawPwRaw],
  [SectorType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED]: [DataBlockType.RawPwPacked],
  [SectorType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW]: [DataBlockType.RawPwRaw],
};

/** How a drive with these data block types is sent sectors of that type; undefined if it cannot be. */
export const blockTypeFor = (type: SectorType, has: readonly RawBlockType[]): RawBlockType | undefined =>
  BLOCK_TYPES[type].find((each) => has.includes(each));

/** The types of sectors that a drive with these data block types can write. */
export const sectorTypesOf = (has: readonly RawBlockType[]): readonly SectorType[] =>
  Object.values(SectorType).filter((type) => blockTypeFor(type, has) !== undefined);
