/* Opcodes from SPC and MMC, for tests that check what was sent. Not taken from our declarations. */

export const TEST_UNIT_READY = 0x00;
export const START_STOP_UNIT = 0x1b;
export const PREVENT_ALLOW = 0x1e;
export const WRITE = 0x2a;
export const SYNCHRONIZE_CACHE = 0x35;
export const READ_TOC = 0x43;
export const GET_CONFIGURATION = 0x46;
export const READ_DISC_INFORMATION = 0x51;
export const READ_TRACK_INFORMATION = 0x52;
export const SEND_OPC = 0x54;
export const MODE_SELECT = 0x55;
export const MODE_SENSE = 0x5a;
export const CLOSE_TRACK_SESSION = 0x5b;
export const SEND_CUE_SHEET = 0x5d;
export const BLANK = 0xa1;
export const GET_PERFORMANCE = 0xac;
export const SET_CD_SPEED = 0xbb;
export const READ_CD = 0xbe;

export const lbaOf = (cdb: Uint8Array): number => new DataView(cdb.buffer, cdb.byteOffset).getInt32(2);
/** Of READ(10) and WRITE(10). */
export const blocksOf = (cdb: Uint8Array): number => new DataView(cdb.buffer, cdb.byteOffset).getUint16(7);
/** Of CLOSE TRACK/SESSION: 1 a track, 2 the session. */
export const closeFunctionOf = (cdb: Uint8Array): number => (cdb[2] ?? 0) & 0x07;
