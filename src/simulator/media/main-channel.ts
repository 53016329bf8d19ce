import { SECTOR_BYTES } from '../../cd/sector.ts';
import { HeaderSelection, type ReadCdSelection, SectorType } from '../../mmc/commands/read-cd.ts';

interface Part {
  readonly start: number;
  readonly end: number;
}
interface Parts {
  readonly header: number;
  readonly subHeader: number;
  readonly userData: number;
}

const HEADER_BYTE = 12;
const DATA_BYTE = 16;

/** Where the parts of each kind of sector end; EDC and ECC follow user data (MMC-5 table 351). */
const PART_ENDS: Readonly<Record<number, Parts>> = {
  [SectorType.Mode1]: { header: DATA_BYTE, subHeader: DATA_BYTE, userData: DATA_BYTE + 2_048 },
  [SectorType.Mode2]: { header: DATA_BYTE, subHeader: DATA_BYTE, userData: SECTOR_BYTES },
  [SectorType.Mode2Form1]: { header: DATA_BYTE, subHeader: DATA_BYTE + 8, userData: DATA_BYTE + 8 + 2_048 },
  [SectorType.Mode2Form2]: { header: DATA_BYTE, subHeader: DATA_BYTE + 8, userData: SECTOR_BYTES },
};

/**
 * The bytes of a sector's 2,352 that a selection asks for; undefined for parts that do not adjoin, which drives refuse
 * (MMC-5 6.20.2.9). Audio has nothing but user data.
 */
export function selectedPart(selection: ReadCdSelection, type: SectorType): Part | undefined {
  const ends = PART_ENDS[type];
  if (ends === undefined) return { start: 0, end: selection.userData ? SECTOR_BYTES : 0 };
  const headers = selection.headers ?? HeaderSelection.None;
  const parts: readonly (Part & { readonly wanted: boolean })[] = [
    { start: 0, end: HEADER_BYTE, wanted: selection.sync === true },
    { start: HEADER_BYTE, end: ends.header, wanted: headers % 2 === 1 },
    { start: ends.header, end: ends.subHeader, wanted: headers >= HeaderSelection.SubHeader },
    { start: ends.subHeader, end: ends.userData, wanted: selection.userData === true },
    { start: ends.userData, end: SECTOR_BYTES, wanted: selection.edcAndEcc === true },
  ];
  const wanted = parts.filter((part) => part.wanted && part.end > part.start);
  const adjoining = wanted.every((part, index) => index === 0 || part.start === wanted[index - 1]?.end);
  if (!adjoining) return undefined;
  return { start: wanted[0]?.start ?? 0, end: wanted.at(-1)?.end ?? 0 };
}
