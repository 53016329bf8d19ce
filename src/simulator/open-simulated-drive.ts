import { wallClock } from '../transport/wall-clock.ts';
import { openDiscFile } from './disc-file/open-disc-file.ts';
import { parseDriveSpec } from './drive-spec.ts';
import { SimulatedDrive, type SimulatedDriveOptions } from './simulated-drive.ts';

/**
 * Opens a simulated drive: with a blank disc in memory, or with a saved disc, which is made blank on first use and as the
 * last program left it afterwards.
 * @param spec what follows `sim:`: nothing, or the path of the saved disc, and options; see {@link parseDriveSpec}
 * @param options stand before what the spec says
 * @throws TransportError `busy` while another process has the disc; `not-found` without the folder; `unsupported` for a
 * file that is no saved disc and for options that do not exist; `denied`
 */
export async function openSimulatedDrive(
  spec: string,
  options: Omit<SimulatedDriveOptions, 'path' | 'disc' | 'onClose'> = {},
): Promise<SimulatedDrive> {
  const path = `sim:${spec}`;
  const named = parseDriveSpec(spec);
  const common = { ...(named.time === 'real' ? { clock: wallClock } : {}), ...options, path };
  if (named.path === '') return new SimulatedDrive(common);
  const { disc, unlock } = await openDiscFile(path, named.path);
  return new SimulatedDrive({ ...common, disc, onClose: unlock });
}
