import { bit, bytes, struct, u8 } from '../codec/index.ts';
import { fillEcc } from './ecc.ts';
import { edc32 } from './edc.ts';
import {
  HEADER_BYTES,
  MODE2_BLOCK_BYTES,
  SECTOR_BYTES,
  SUB_HEADER_BYTES,
  SYNC_BYTES,
  USER_DATA_BYTES,
} from './geometry.ts';
import { msfOfLba, msfToBcd } from './msf.ts';

/** Kinds of blocks, by their numbers in READ CD (MMC-5 6.20). */
export const SectorType = { Any: 0, Audio: 1, Mode1: 2, Mode2: 3, Mode2Form1: 4, Mode2Form2: 5 } as const;
/** A value of the constant of the same name. */
export type SectorType = (typeof SectorType)[keyof typeof SectorType];

/** A kind that a block can be. */
export type KnownSectorType = Exclude<SectorType, typeof SectorType.Any>;

/** Bytes of the parts of a sector, in their order. */
export interface SectorParts {
  readonly sync: number;
  readonly header: number;
  readonly subHeader: number;
  readonly userData: number;
  readonly edcAndEcc: number;
}

const dataParts = (subHeader: number, userData: number): SectorParts => ({
  sync: SYNC_BYTES,
  header: HEADER_BYTES,
  subHeader,
  userData,
  edcAndEcc: MODE2_BLOCK_BYTES - subHeader - userData,
});

/** The parts of each kind of sector (MMC-5 table 351). The EDC of Mode 2 form 2 counts as user data. */
export const SECTOR_PARTS: Readonly<Record<KnownSectorType, SectorParts>> = {
  [SectorType.Audio]: { sync: 0, header: 0, subHeader: 0, userData: SECTOR_BYTES, edcAndEcc: 0 },
  [SectorType.Mode1]: dataParts(0, USER_DATA_BYTES),
  [SectorType.Mode2]: dataParts(0, MODE2_BLOCK_BYTES),
  [SectorType.Mode2Form1]: dataParts(SUB_HEADER_BYTES, USER_DATA_BYTES),
  [SectorType.Mode2Form2]: dataParts(SUB_HEADER_BYTES, MODE2_BLOCK_BYTES - SUB_HEADER_BYTES),
};

const SYNC = Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0);
const DATA_BYTE = SYNC_BYTES + HEADER_BYTES;

/** Address, in binary-coded decimal, and mode (ECMA-130 clause 14). */
const header = struct(HEADER_BYTES, { address: bytes(0, 3), mode: u8(3) });
/** The first of the two copies of a sub-header: file, channel, sub-mode, coding (CD-ROM XA). */
const subHeader = struct(SUB_HEADER_BYTES / 2, { file: u8(0), channel: u8(1), form2: bit(2, 5), coding: u8(3) });

/** Mode 1: sync, header, 2,048 bytes of user data, EDC, 8 zeros, P and Q parity (ECMA-130 clause 14). */
export function mode1Sector(lba: number, userData: Uint8Array): Uint8Array {
  const sector = withHeader(lba, 1);
  sector.set(userData, DATA_BYTE);
  const edcByte = DATA_BYTE + USER_DATA_BYTES;
  putEdc(sector, edcByte, sector.subarray(0, edcByte));
  fillEcc(sector);
  return sector;
}

/** Mode 2 form 1 (CD-ROM XA): the parity does not cover the header, so that a sector may be moved. */
export function mode2Form1Sector(lba: number, subHeaderAndData: Uint8Array): Uint8Array {
  const sector = new Uint8Array(SECTOR_BYTES);
  sector.set(subHeaderAndData, DATA_BYTE);
  const edcByte = DATA_BYTE + SUB_HEADER_BYTES + USER_DATA_BYTES;
  putEdc(sector, edcByte, sector.subarray(DATA_BYTE, edcByte));
  fillEcc(sector);
  sector.set(withHeader(lba, 2).subarray(0, DATA_BYTE));
  return sector;
}

function withHeader(lba: number, mode: number): Uint8Array {
  const sector = new Uint8Array(SECTOR_BYTES);
  sector.set(SYNC);
  sector.set(header.encode({ address: msfToBcd(msfOfLba(lba)), mode }), SYNC_BYTES);
  return sector;
}

function putEdc(sector: Uint8Array, at: number, covered: Uint8Array): void {
  new DataView(sector.buffer, sector.byteOffset).setUint32(at, edc32(covered), true);
}

/** The mode in the header of a data sector: 1 or 2; anything else if there is no header. */
export const modeInHeader = (sector: Uint8Array): number => header.decode(sector.subarray(SYNC_BYTES)).mode;

/** Whether these bytes, which begin with a sub-header, are of form 2. */
export const isForm2 = (block: Uint8Array): boolean => subHeader.decode(block).form2;

/** Whether these bytes begin as a CD-ROM sector does, and sound never does. */
export const hasSync = (sector: Uint8Array): boolean => SYNC.every((byte, index) => sector[index] === byte);

/** What kind of sector these 2,352 bytes of a data track are; undefined for anything but CD-ROM sectors. */
export function sectorTypeOf(sector: Uint8Array): KnownSectorType | undefined {
  if (!hasSync(sector)) return undefined;
  const mode = modeInHeader(sector);
  if (mode === 1) return SectorType.Mode1;
  if (mode !== 2) return undefined;
  const first = sector.subarray(DATA_BYTE, DATA_BYTE + subHeader.lengthBytes);
  const second = sector.subarray(DATA_BYTE + subHeader.lengthBytes);
  // Only CD-ROM XA has the two copies of the sub-header.
  if (!first.every((byte, index) => byte === second[index])) return SectorType.Mode2;
  return subHeader.decode(first).form2 ? SectorType.Mode2Form2 : SectorType.Mode2Form1;
}
