import { SectorType } from '../mmc/commands/read-cd.ts';
import { fillEcc } from './ecc.ts';
import { edc32 } from './edc.ts';
import { msfOfLba } from './msf.ts';
import { bcdMsf } from './q-channel.ts';

/** A whole sector: what 98 F1 frames carry, audio or not. */
export const SECTOR_BYTES = 2_352;
export const USER_DATA_BYTES = 2_048;
const SYNC = Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0);
const HEADER_BYTE = 12;
const MODE_BYTE = 15;
const DATA_BYTE = 16;
export const SUB_HEADER_BYTES = 8;

/** Mode 1: sync, header, 2,048 bytes of user data, EDC, 8 zeros, P and Q parity (ECMA-130 clause 14). */
export function mode1Sector(lba: number, userData: Uint8Array): Uint8Array {
  const sector = headed(lba, 1);
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
  sector.set(headed(lba, 2).subarray(0, DATA_BYTE));
  return sector;
}

function headed(lba: number, mode: number): Uint8Array {
  const sector = new Uint8Array(SECTOR_BYTES);
  sector.set(SYNC);
  sector.set(bcdMsf(msfOfLba(lba)), HEADER_BYTE);
  sector[MODE_BYTE] = mode;
  return sector;
}

function putEdc(sector: Uint8Array, at: number, covered: Uint8Array): void {
  new DataView(sector.buffer, sector.byteOffset).setUint32(at, edc32(covered), true);
}

/** What kind of sector these 2,352 bytes of a data track are; undefined for anything but CD-ROM sectors. */
export function sectorTypeOf(sector: Uint8Array): SectorType | undefined {
  if (!SYNC.every((byte, index) => sector[index] === byte)) return undefined;
  if (sector[MODE_BYTE] === 1) return SectorType.Mode1;
  if (sector[MODE_BYTE] !== 2) return undefined;
  // Bit 5 of the sub-mode; both copies of the sub-header are there in CD-ROM XA only.
  const isXa = [0, 1, 2, 3].every((index) => sector[DATA_BYTE + index] === sector[DATA_BYTE + 4 + index]);
  if (!isXa) return SectorType.Mode2;
  return ((sector[DATA_BYTE + 2] ?? 0) & 0x20) === 0 ? SectorType.Mode2Form1 : SectorType.Mode2Form2;
}
