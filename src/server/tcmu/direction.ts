import { commandByOpcode } from '../../mmc/commands/index.ts';

/** Commands that send data and that this package does not declare (SPC-3 table 74, MMC-5 table 229). */
const OTHERS_OUT: ReadonlySet<number> = new Set([
  0x15, // MODE SELECT(6)
  0x1d, // SEND DIAGNOSTIC
  0x2e, // WRITE AND VERIFY(10)
  0x3b, // WRITE BUFFER
  0x5d, // SEND CUE SHEET
  0xa3, // SEND KEY
  0xaa, // WRITE(12)
  0xb6, // SET STREAMING
  0xbf, // SEND DISC STRUCTURE
]);

/** The kernel does not say which way the data of a command go, so the command itself must. */
export const sendsData = (opcode: number): boolean =>
  commandByOpcode(opcode)?.spec.direction === 'out' || OTHERS_OUT.has(opcode);
