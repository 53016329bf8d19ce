import type { WindowsApi } from '../native/windows-api.ts';

/** winioctl.h. */
export const IOCTL_STORAGE_GET_DEVICE_NUMBER = 0x2d1080;
/** STORAGE_DEVICE_NUMBER: device type, device number, partition number, each a DWORD. */
const STORAGE_DEVICE_NUMBER_BYTES = 12;
const DEVICE_NUMBER_OFFSET = 4;

/** The N of CdRomN of an open drive; undefined where its driver does not say. */
export function deviceNumber(api: WindowsApi, handle: number): number | undefined {
  const answer = new Uint8Array(STORAGE_DEVICE_NUMBER_BYTES);
  const status = api.deviceIoControl(handle, IOCTL_STORAGE_GET_DEVICE_NUMBER, new Uint8Array(0), answer);
  return status === 0 ? new DataView(answer.buffer).getUint32(DEVICE_NUMBER_OFFSET, true) : undefined;
}
