import { u16 } from '../../codec/index.ts';

/** Every structure begins with its length, which does not count itself, and two reserved bytes (MMC-6 6.22.3). */
export const STRUCTURE_HEADER_BYTES = 4;
export const structureHeader = { dataLength: u16(0, 'bytes') };
