import { openDiscFile } from './disc-file/open-disc-file.ts';
import { SimulatedDrive, type SimulatedDriveOptions } from './simulated-drive.ts';

/**
 * Opens a simulated drive: with a blank disc in memory, or with a saved disc, which is made blank on first use and as the
 * last program left it afterwards.
 * @param spec what follows `sim:`: nothing, or the path of the saved disc
 * @throws TransportError `busy` while another process has the disc; `not-found` without the folder; `unsupported` for a
 * file that is no saved disc; `denied`
 */
export async function openSimulatedDrive(
  spec: string,
  options: Omit<SimulatedDriveOptions, 'path' | 'disc' | 'onClose'> = {},
): Promise<SimulatedDrive> {
  const path = `sim:${spec}`;
  if (spec === '') return new SimulatedDrive({ ...options, path });
  const { disc, unlock } = await openDiscFile(path, spec);
  return new SimulatedDrive({ ...options, path, disc, onClose: unlock });
}
