import { loadFfi } from '../native/load-ffi.ts';
import { loadWindowsApi, type WindowsApi } from '../native/windows-api.ts';
import type { NativeDriveListing } from '../native-listing.ts';
import { exclusiveHolder } from './exclusive-access.ts';
import { NO_ACCESS, opticalLetters, withHandle } from './letters.ts';
import { GENERIC_READ_WRITE } from './spti.ts';
import { openFailure } from './status.ts';
import { type DeviceNames, deviceNames } from './storage-property.ts';

/** The drive letters of optical drives, with the names that Windows read when it found them. */
export function listWindowsDrives(): NativeDriveListing[] {
  const ffi = loadFfi();
  const api = loadWindowsApi(ffi);
  return listDrives(api, (handle) => deviceNames(ffi, api, handle));
}

/** @param namesOf asks an open handle for vendor, product and revision */
export function listDrives(
  api: WindowsApi,
  namesOf: (handle: number) => DeviceNames | undefined,
): NativeDriveListing[] {
  return opticalLetters(api).map((letter) => describe(api, letter, namesOf));
}

function describe(
  api: WindowsApi,
  path: string,
  namesOf: (handle: number) => DeviceNames | undefined,
): NativeDriveListing {
  const device = `\\\\.\\${path}`;
  const unnamed = { vendor: '', product: '', revision: '' };
  const names = withHandle(api, device, NO_ACCESS, namesOf);
  const usable = withHandle(api, device, GENERIC_READ_WRITE, (handle) =>
    exclusiveHolder({ path, api, handle, pause: () => undefined }),
  );
  const holder = usable.ok ? usable.value : undefined;
  return {
    path,
    ...((names.ok ? names.value : undefined) ?? unnamed),
    ...(holder === undefined ? {} : { busy: `locked by ${holder === '' ? 'another program' : `'${holder}'`}` }),
    accessible: usable.ok,
    ...(usable.ok ? {} : { problem: problem(path, usable.win32Error) }),
  };
}

function problem(path: string, win32Error: number): string {
  const { reason, remedy } = openFailure(path, win32Error);
  return `${reason} (Win32 error ${win32Error}). ${remedy}`;
}
