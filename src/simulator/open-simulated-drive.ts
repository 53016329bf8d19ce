import { SimulatedDrive, type SimulatedDriveOptions } from './simulated-drive.ts';

/**
 * Opens a simulated drive.
 * @param spec what follows `sim:`; empty for a blank disc in memory, otherwise the path of a saved disc
 */
export async function openSimulatedDrive(spec: string, options: SimulatedDriveOptions = {}): Promise<SimulatedDrive> {
  if (spec === '') return new SimulatedDrive(options);
  throw new Error('saved discs are not there yet');
}
