import { Drive } from './mmc/drive.ts';
import type { ScsiTransport } from './transport/transport.ts';

const SIMULATED = 'sim:';
const REPLAYED = 'replay:';

/** A drive that this machine has, as its operating system tells without disturbing the drive. */
export type { NativeDriveListing as DriveListing } from './transport/native-listing.ts';

/**
 * Opens the way to a drive without sending anything: `/dev/sr0`, `/dev/sg1`, `D:`, `sim:` (a blank disc in memory),
 * `sim:PATH` (a saved disc, made blank on first use), `replay:FILE` (a recorded trace).
 * @throws TransportError
 */
export async function openTransport(path: string): Promise<ScsiTransport> {
  if (path.startsWith(SIMULATED)) {
    const { openSimulatedDrive } = await import('./simulator/index.ts');
    return openSimulatedDrive(path.slice(SIMULATED.length));
  }
  if (path.startsWith(REPLAYED)) {
    const { openReplay } = await import('./trace/index.ts');
    return openReplay(path.slice(REPLAYED.length));
  }
  const { openNativeTransport } = await import('./transport/open-native.ts');
  return openNativeTransport(path);
}

/**
 * Opens a drive by its path; see {@link openTransport}. `await using drive = await openDrive('/dev/sr0')` unlocks and
 * closes it on every exit.
 * @param wrap puts something between, such as a recording of every exchange
 * @throws TransportError
 */
export async function openDrive(path: string, wrap?: (transport: ScsiTransport) => ScsiTransport): Promise<Drive> {
  const transport = await openTransport(path);
  try {
    return new Drive(wrap === undefined ? transport : wrap(transport));
  } catch (error) {
    await transport.close().catch(() => {});
    throw error;
  }
}

/** The optical drives of this machine; empty on systems that this package has no transport for. */
export async function listDrives() {
  const { listNativeDrives } = await import('./transport/open-native.ts');
  return listNativeDrives();
}
