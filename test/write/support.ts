import { Drive } from '../../src/drive/drive.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { type Tamper, TamperedTransport } from '../support/tampered-transport.ts';

/** A blank disc in a simulated drive whose answers a test can change. */
export async function tamperedDrive(tamper?: Tamper): Promise<{ drive: Drive; transport: TamperedTransport }> {
  const transport = new TamperedTransport(new SimulatedDrive(), tamper);
  return { drive: new Drive(transport), transport };
}
