import { loadFfi } from '../native/load-ffi.ts';
import { loadWindowsApi, type WindowsApi } from '../native/windows-api.ts';
import type { NativePlace } from '../native-place.ts';
import { deviceNumber } from './device-number.ts';
import { devicePathOf } from './device-path.ts';
import { exclusiveHolder } from './exclusive-access.ts';
import { NO_ACCESS, type Outcome, opticalLetters, withHandle } from './letters.ts';
import { GENERIC_READ_WRITE } from './spti.ts';
import { type DeviceNames, deviceNames } from './storage-property.ts';

/** What Windows knows about a drive. @param path `D:`, `\\.\D:` or `\\.\CdRom0` */
export function windowsPlace(path: string): NativePlace {
  const ffi = loadFfi();
  const api = loadWindowsApi(ffi);
  return placeOf(path, api, (handle) => deviceNames(ffi, api, handle));
}

/** @param namesOf asks an open handle for vendor, product and revision */
export function placeOf(
  path: string,
  api: WindowsApi,
  namesOf: (handle: number) => DeviceNames | undefined,
): NativePlace {
  const own = devicePathOf(path)?.device ?? path;
  const number = numberOf(api, own);
  const names = orUndefined(withHandle(api, own, NO_ACCESS, namesOf)) ?? { vendor: '', product: '', revision: '' };
  return {
    device: number === undefined ? own : `\\\\.\\CdRom${number}`,
    names,
    mountPoints: () => rootsOf(api, own, number),
    volumeName: () => {
      const [root] = rootsOf(api, own, number);
      return (root === undefined ? undefined : api.volumeName(root)) ?? '';
    },
    holder: () => {
      const ask = (handle: number) => exclusiveHolder({ path, api, handle, pause: () => undefined }) ?? '';
      return orUndefined(withHandle(api, own, GENERIC_READ_WRITE, ask));
    },
  };
}

/** `D:\` for each letter that the drive has. */
function rootsOf(api: WindowsApi, device: string, number: number | undefined): readonly string[] {
  return opticalLetters(api)
    .filter((letter) => {
      const other = `\\\\.\\${letter}`;
      return other === device || (number !== undefined && numberOf(api, other) === number);
    })
    .map((letter) => `${letter}\\`);
}

/** The N of CdRomN; undefined where the driver does not say. */
const numberOf = (api: WindowsApi, device: string): number | undefined =>
  orUndefined(withHandle(api, device, NO_ACCESS, (handle) => deviceNumber(api, handle)));

const orUndefined = <Value>(outcome: Outcome<Value>): Value | undefined => (outcome.ok ? outcome.value : undefined);
