import type { BlockingDeviceSource, NativeOptions } from './blocking-device.ts';
import { DeviceThread } from './device-thread.ts';
import type { FfiName } from './ffi-name.ts';
import type { NativeDriveListing } from './native-listing.ts';
import type { NativePlace } from './native-place.ts';
import { Scheme } from './scheme.ts';
import type { ScsiTransport } from './transport.ts';
import { TransportError } from './transport-error.ts';

export type { NativeDriveListing } from './native-listing.ts';

/**
 * Opens a real drive: `/dev/sr0`, `/dev/sg0` or a link to one on Linux; `D:` or `\\.\CdRom0` on Windows. Native code is
 * loaded here, not earlier.
 * @param ffi which foreign function interface to use; by default `DISCWRIGHT_FFI`, else the fastest that works
 * @throws TransportError `not-found`, `denied`, `busy`; `unsupported` for anything but an optical drive and on other systems
 */
export async function openNativeTransport(path: string, ffi?: FfiName): Promise<ScsiTransport> {
  switch (process.platform) {
    case 'linux':
      return DeviceThread.open(path, await linuxSource(path, ffi));
    case 'win32':
      return DeviceThread.open(path, await windowsSource(path, ffi));
    default:
      throw systemUnsupported(path, 'open');
  }
}

/** The optical drives that the system knows; none where real drives are not supported. No commands are sent. */
export async function listNativeDrives(): Promise<NativeDriveListing[]> {
  switch (process.platform) {
    case 'linux':
      return (await import('./linux/enumerate.ts')).listLinuxDrives();
    case 'win32':
      return (await import('./win32/enumerate.ts')).listWindowsDrives();
    default:
      return [];
  }
}

/**
 * What would call the system's functions for a real drive: loads it, and tries it on this system.
 * @throws TransportError `unsupported` that says what is missing, also on systems without real drives
 */
export async function findNativeFfi(): Promise<FfiName> {
  if (process.platform !== 'linux' && process.platform !== 'win32') throw systemUnsupported('', 'load');
  const { loadFfi } = await import('./native/load-ffi.ts');
  return loadFfi().name;
}

/**
 * What the system knows about a drive by its path, without a command to it.
 * @returns undefined where real drives are not supported
 */
export async function findNativePlace(path: string): Promise<NativePlace | undefined> {
  switch (process.platform) {
    case 'linux':
      return path.startsWith('/') ? (await import('./linux/place.ts')).linuxPlace(path) : undefined;
    case 'win32':
      return (await import('./win32/place.ts')).windowsPlace(path);
    default:
      return undefined;
  }
}

const systemUnsupported = (path: string, operation: string): TransportError =>
  new TransportError({
    kind: 'unsupported',
    path,
    operation,
    reason: `real drives are supported on Linux and Windows, not on ${process.platform}`,
    remedy: 'Use a simulated drive (sim:PATH) or a recorded one (replay:FILE): everything else works here',
  });

async function linuxSource(path: string, ffi: FfiName | undefined): Promise<BlockingDeviceSource> {
  if (!path.startsWith('/')) {
    throw isDriveLetter(path) ? driveLetter(path) : notAPath(path, 'a path such as /dev/sr0 or /dev/sg1');
  }
  return { module: new URL('./linux/sg-io.js', import.meta.url).href, options: await nativeOptions(ffi) };
}

async function windowsSource(path: string, ffi: FfiName | undefined): Promise<BlockingDeviceSource> {
  const { devicePathOf } = await import('./win32/device-path.ts');
  if (devicePathOf(path) === undefined) throw notAPath(path, 'a drive letter such as D:, or \\\\.\\CdRom0');
  return { module: new URL('./win32/spti.js', import.meta.url).href, options: await nativeOptions(ffi) };
}

async function nativeOptions(ffi: FfiName | undefined): Promise<NativeOptions> {
  const { ffiForThread } = await import('./native/load-ffi.ts');
  return { ffi: ffiForThread(ffi) };
}

const isDriveLetter = (path: string): boolean => /^[a-z]:[\\/]?$/i.test(path);

const driveLetter = (path: string): TransportError =>
  new TransportError({
    kind: 'not-found',
    path,
    operation: 'open',
    reason: 'drives have letters on Windows only',
    remedy: 'Give a path such as /dev/sr0: `discwright drives` lists the drives of this machine',
  });

function notAPath(path: string, expected: string): TransportError {
  return new TransportError({
    kind: 'not-found',
    path: path === '' ? "''" : path,
    operation: 'open',
    reason: 'this does not name a drive',
    remedy: `Give ${expected}, or sim:${simulated(path)} for a simulated drive, or replay:FILE for a recorded one`,
  });
}

/** What somebody probably meant who left out the scheme, or only its colon. */
function simulated(path: string): string {
  if (`${path}:` === Scheme.Simulated) return '';
  return path === '' ? 'PATH' : path;
}
