import { Drive } from '../../src/drive/drive.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { type Tamper, TamperedTransport } from '../support/tampered-transport.ts';

/** A blank disc in a simulated drive whose answers a test can change. */
export async function tamperedDrive(tamper?: Tamper): Promise<{ drive: Drive; transport: TamperedTransport }> {
  const transport = new TamperedTransport(new SimulatedDrive(), tamper);
  return { drive: new Drive(transport), transport };
}

export const WRITE = 0x2a;
export const SYNCHRONIZE_CACHE = 0x35;
export const READ_DISC_INFORMATION = 0x51;
export const READ_TRACK_INFORMATION = 0x52;
export const SEND_OPC = 0x54;
export const MODE_SELECT = 0x55;
export const CLOSE_TRACK_SESSION = 0x5b;
export const PREVENT_ALLOW = 0x1e;
export const TEST_UNIT_READY = 0x00;
export const READ_CD = 0xbe;

export const lbaOf = (cdb: Uint8Array): number => new DataView(cdb.buffer, cdb.byteOffset).getInt32(2);
export const blocksOf = (cdb: Uint8Array): number => new DataView(cdb.buffer, cdb.byteOffset).getUint16(7);
export const closeFunctionOf = (cdb: Uint8Array): number => (cdb[2] ?? 0) % 8;
