import { bitsIn } from '../../codec/index.ts';
import type { WindowsApi } from '../native/windows-api.ts';
import { DRIVE_CDROM, FILE_SHARE_READ_WRITE } from './spti.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Enough to ask what a device is, and granted to everybody. */
export const NO_ACCESS = 0;

/** The letters of optical drives: `D:`. */
export const opticalLetters = (api: WindowsApi): readonly string[] =>
  bitsIn(api.logicalDrives())
    .flatMap((index) => LETTERS[index] ?? [])
    .map((letter) => `${letter}:`)
    .filter((letter) => api.driveType(`${letter}\\`) === DRIVE_CDROM);

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly win32Error: number };

/** Opens a device, uses it and closes it. */
export function withHandle<Value>(
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
