import { Drive } from './drive/drive.ts';
import { type DriveCapabilities, readCapabilities } from './drive/drive-capabilities.ts';
import {
  inWords,
  type OptionNames,
  OptionsError,
  requireKnownOptions,
  SIGNAL_OPTIONS,
  type SignalOptions,
} from './known-options.ts';
import { inquiry } from './mmc/commands/index.ts';
import type { FfiName } from './transport/ffi-name.ts';
import type { NativeDriveListing } from './transport/native-listing.ts';
import type { NativePlace } from './transport/native-place.ts';
import { Scheme, schemeOf } from './transport/scheme.ts';
import type { ScsiTransport } from './transport/transport.ts';

/** SPC-3 6.4.2: the names end here; the rest is not requested. */
const STANDARD_INQUIRY_BYTES = 36;

/** A drive of this machine: what the operating system reports, and what the drive itself says it can do. */
export interface DriveListing extends NativeDriveListing {
  readonly capabilities?: DriveCapabilities;
}

/** The options of {@link openTransport}, and of {@link openDrive}, which has one more. */
export interface OpenOptions {
  /**
   * What calls the system's functions for a real drive. Default: what the environment variable `DISCWRIGHT_FFI` names, else the
   * fastest that works in this runtime. Other drives need none.
   */
  readonly ffi?: FfiName | undefined;
  /** Ends the opening: what has been opened by then is closed. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of {@link openDrive}. */
export interface OpenDriveOptions extends OpenOptions {
  /** Wraps the transport, for example to record every exchange. Default: nothing does. */
  readonly wrap?: ((transport: ScsiTransport) => ScsiTransport) | undefined;
}

const OPEN_OPTIONS: OptionNames<OpenOptions> = { ffi: true, signal: true };
const OPEN_DRIVE_OPTIONS: OptionNames<OpenDriveOptions> = { ...OPEN_OPTIONS, wrap: true };
/**
 * Opens the connection to a drive without sending anything: `/dev/sr0`, `/dev/sg1`, `D:`, `sim:` (a blank disc in memory),
 * `sim:PATH` (a saved disc, created blank on first use), `replay:FILE` (a recorded trace), `unix:FILE` (a drive that
 * `discwright serve` offers).
 * @throws OptionsError, TransportError; the signal's reason
 */
export async function openTransport(path: string, options: OpenOptions = {}): Promise<ScsiTransport> {
  requireKnownOptions('openTransport()', options, OPEN_OPTIONS);
  requirePath('openTransport()', path);
  options.signal?.throwIfAborted();
  const transport = await connect(path, options);
  if (options.signal?.aborted !== true) return transport;
  await transport.close().catch(() => {});
  throw options.signal.reason;
}

async function connect(path: string, options: OpenOptions): Promise<ScsiTransport> {
  const scheme = schemeOf(path);
  const rest = path.slice(scheme?.length);
  if (scheme === Scheme.Simulated) {
    const { openSimulatedDrive } = await import('./simulator/open-simulated-drive.ts');
    return openSimulatedDrive(rest);
  }
  if (scheme === Scheme.Replayed) {
    const { openReplay } = await import('./trace/index.ts');
    return openReplay(rest, { signal: options.signal });
  }
  if (scheme === Scheme.Served) {
    const { SocketTransport } = await import('./server/socket-transport.ts');
    return SocketTransport.connect(rest);
  }
  const { openNativeTransport } = await import('./transport/open-native.ts');
  return openNativeTransport(path, options.ffi);
}

function requirePath(caller: string, path: unknown): void {
  if (typeof path === 'string') return;
  const what = path === null ? 'null' : `of type ${typeof path}`;
  throw new OptionsError(
    `${caller}: the path is ${what}`,
    "Give a string, such as '/dev/sr0', 'D:' or 'sim:'; listDrives() has the paths of this machine's drives",
  );
}

/**
 * Opens a drive by its path; see {@link openTransport}. `await using drive = await openDrive('/dev/sr0')` unlocks and
 * closes it on every exit.
 * @throws OptionsError, TransportError; the signal's reason
 * @example
 * ```ts
 * const drive = await openDrive('sim:'); // or '/dev/sr0', 'D:'
 * try {
 *   console.log(discStateInWords(await readDiscState(drive)));
 * } finally {
 *   await drive.close();
 * }
 * ```
 */
export async function openDrive(path: string, options: OpenDriveOptions = {}): Promise<Drive> {
  if (typeof options === 'function') {
    throw new OptionsError(
      'openDrive(): the options are a function',
      'Give it as an option: { wrap: (transport) => ... }',
    );
  }
  requireKnownOptions('openDrive()', options, OPEN_DRIVE_OPTIONS);
  const { wrap, ...rest } = options;
  if (wrap !== undefined && typeof wrap !== 'function') {
    throw new OptionsError(`openDrive(): wrap is ${inWords(wrap)}`, 'Give a function, or leave it out');
  }
  requirePath('openDrive()', path);
  const transport = await openTransport(path, rest);
  try {
    return new Drive(wrap === undefined ? transport : wrap(transport));
  } catch (error) {
    await transport.close().catch(() => {});
    throw error;
  }
}

/**
 * The optical drives of this machine; empty on systems that this package has no transport for. Each drive is asked
 * what it can do, unless it cannot be opened or is in use.
 * @throws OptionsError; the signal's reason
 */
export async function listDrives(options: SignalOptions = {}): Promise<DriveListing[]> {
  requireKnownOptions('listDrives()', options, SIGNAL_OPTIONS);
  const { signal } = options;
  signal?.throwIfAborted();
  const { listNativeDrives } = await import('./transport/open-native.ts');
  const listings = await listNativeDrives();
  const drives = await Promise.all(listings.map((each) => withAnswers(each, signal)));
  signal?.throwIfAborted();
  return drives;
}

/** The optical drives of this machine as the system lists them: no drive is opened, and no command is sent. */
export async function listDriveNames(): Promise<readonly NativeDriveListing[]> {
  const { listNativeDrives } = await import('./transport/open-native.ts');
  return listNativeDrives();
}

/**
 * What the operating system knows about a drive of this machine, without opening it.
 * @param path as for {@link openTransport}; undefined for a simulated, replayed or served drive
 */
export async function findPlace(path: string): Promise<NativePlace | undefined> {
  if (schemeOf(path) !== undefined) return undefined;
  const { findNativePlace } = await import('./transport/open-native.ts');
  return findNativePlace(path);
}

async function withAnswers(listing: NativeDriveListing, signal: AbortSignal | undefined): Promise<DriveListing> {
  if (!listing.accessible || listing.busy !== undefined) return listing;
  try {
    const drive = await openDrive(listing.path, { signal });
    try {
      const names = listing.vendor === '' && listing.product === '' ? await namesOf(drive) : {};
      signal?.throwIfAborted();
      const capabilities = await readCapabilities(drive);
      return { ...listing, ...names, ...(capabilities === undefined ? {} : { capabilities }) };
    } finally {
      await drive.close();
    }
  } catch (error) {
    return { ...listing, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** For systems that do not report a drive's name. */
async function namesOf(drive: Drive): Promise<Pick<DriveListing, 'vendor' | 'product' | 'revision'>> {
  const {
    vendor = '',
    product = '',
    revision = '',
  } = await drive.execute(inquiry({ allocationLength: STANDARD_INQUIRY_BYTES }));
  return { vendor, product, revision };
}

/**
 * What calls the system's functions when a real drive is opened: `koffi`, `ffi-napi` and others. It is loaded and tried; nothing is
 * opened.
 * @throws TransportError `unsupported` if there is none, with what to install
 */
export async function findFfi(): Promise<FfiName> {
  const { findNativeFfi } = await import('./transport/open-native.ts');
  return findNativeFfi();
}
