import { bitsIn } from '../../codec/index.ts';
import { loadFfi } from '../native/load-ffi.ts';
import { loadWindowsApi, type WindowsApi } from '../native/windows-api.ts';
import type { NativeDriveListing } from '../native-listing.ts';
import { exclusiveHolder } from './exclusive-access.ts';
import { DRIVE_CDROM, FILE_SHARE_READ_WRITE, GENERIC_READ_WRITE } from './spti.ts';
import { openFailure } from './status.ts';
import { type DeviceNames, deviceNames } from './storage-property.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Enough to ask what a device is, and granted to everybody. */
const NO_ACCESS = 0;

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
  return bitsIn(api.logicalDrives())
    .flatMap((index) => LETTERS[index] ?? [])
    .filter((letter) => api.driveType(`${letter}:\\`) === DRIVE_CDROM)
    .map((letter) => describe(api, `${letter}:`, namesOf));
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

type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly win32Error: number };

function withHandle<Value>(
  api: WindowsApi,
  device: string,
  access: number,
  use: (handle: number) => Value,
): Outcome<Value> {
  const opened = api.createFile(device, access, FILE_SHARE_READ_WRITE);
  if ('win32Error' in opened) return { ok: false, win32Error: opened.win32Error };
  try {
    return { ok: true, value: use(opened.handle) };
  } finally {
    api.closeHandle(opened.handle);
  }
}

function problem(path: string, win32Error: number): string {
  const { reason, remedy } = openFailure(path, win32Error);
  return `${reason} (Win32 error ${win32Error}). ${remedy}`;
}
