import { Drive } from './drive/drive.ts';
import { type DriveCapabilities, readCapabilities } from './drive/drive-capabilities.ts';
import { inquiry } from './mmc/commands/index.ts';
import type { NativeDriveListing } from './transport/native-listing.ts';
import { Scheme, schemeOf } from './transport/scheme.ts';
import type { ScsiTransport } from './transport/transport.ts';

/** SPC-3 6.4.2: names end here; what is behind them is not asked for. */
const STANDARD_INQUIRY_BYTES = 36;

/** A drive that this machine has: what its operating system tells, and what the drive says that it can do. */
export interface DriveListing extends NativeDriveListing {
  readonly capabilities?: DriveCapabilities;
}

/**
 * Opens the way to a drive without sending anything: `/dev/sr0`, `/dev/sg1`, `D:`, `sim:` (a blank disc in memory),
 * `sim:PATH` (a saved disc, made blank on first use), `replay:FILE` (a recorded trace), `unix:FILE` (a drive that
 * `discwright serve` offers).
 * @throws TransportError
 */
export async function openTransport(path: string): Promise<ScsiTransport> {
  const scheme = schemeOf(path);
  const rest = path.slice(scheme?.length);
  if (scheme === Scheme.Simulated) {
    const { openSimulatedDrive } = await import('./simulator/index.ts');
    return openSimulatedDrive(rest);
  }
  if (scheme === Scheme.Replayed) {
    const { openReplay } = await import('./trace/index.ts');
    return openReplay(rest);
  }
  if (scheme === Scheme.Served) {
    const { SocketTransport } = await import('./server/socket-transport.ts');
    return SocketTransport.connect(rest);
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

/**
 * The optical drives of this machine; empty on systems that this package has no transport for. What a drive can do is asked
 * of the drive itself, unless it cannot be opened or somebody is using it.
 */
export async function listDrives(): Promise<DriveListing[]> {
  const { listNativeDrives } = await import('./transport/open-native.ts');
  const listings = await listNativeDrives();
  return Promise.all(listings.map(withAnswers));
}

async function withAnswers(listing: NativeDriveListing): Promise<DriveListing> {
  if (!listing.accessible || listing.busy !== undefined) return listing;
  try {
    const drive = await openDrive(listing.path);
    try {
      const names = listing.vendor === '' && listing.product === '' ? await namesOf(drive) : {};
      const capabilities = await readCapabilities(drive);
      return { ...listing, ...names, ...(capabilities === undefined ? {} : { capabilities }) };
    } finally {
      await drive.close();
    }
  } catch (error) {
    return { ...listing, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** For systems that do not tell what a drive is called. */
async function namesOf(drive: Drive): Promise<Pick<DriveListing, 'vendor' | 'product' | 'revision'>> {
  const { vendor, product, revision } = await drive.execute(inquiry({ allocationLength: STANDARD_INQUIRY_BYTES }));
  return { vendor, product, revision };
}
