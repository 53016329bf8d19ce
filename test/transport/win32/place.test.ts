import { expect, test } from '@jest/globals';
import { IOCTL_STORAGE_GET_DEVICE_NUMBER } from '../../../src/transport/win32/device-number.ts';
import { IOCTL_CDROM_EXCLUSIVE_ACCESS } from '../../../src/transport/win32/exclusive-access.ts';
import { placeOf } from '../../../src/transport/win32/place.ts';
import { FakeWindows, UNKNOWN_CODE } from './fake-windows.ts';

const names = { vendor: 'ACME', product: 'BURNER', revision: '1.0' };

function machine(): FakeWindows {
  const windows = new FakeWindows();
  windows.driveTypes = { 'C:\\': 3, 'D:\\': 5, 'E:\\': 5 };
  windows.volumeNames = { 'E:\\': '\\\\?\\Volume{4c1b02c1-d990-11dc-99ae-806e6f6e6963}\\' };
  const opened = () => windows.opened.at(-1) ?? '';
  windows.control = (code, _input, output) => {
    if (code !== IOCTL_STORAGE_GET_DEVICE_NUMBER) return UNKNOWN_CODE;
    new DataView(output.buffer, output.byteOffset).setUint32(4, /D:/.test(opened()) ? 0 : 1, true);
    return 0;
  };
  return windows;
}

test.each(['E:', '\\\\.\\E:', '\\\\.\\CdRom1'])('%s: letters and volume name of the drive', (path) => {
  const windows = machine();
  const place = placeOf(path, windows.api, () => names);
  expect(place).toMatchObject({ device: '\\\\.\\CdRom1', names });
  expect(place.mountPoints()).toEqual(['E:\\']);
  expect(place.volumeName()).toBe('\\\\?\\Volume{4c1b02c1-d990-11dc-99ae-806e6f6e6963}\\');
  expect(place.holder()).toBe('');
  expect(windows.openHandles.size).toBe(0);
});

test('names who has locked the drive', () => {
  const windows = machine();
  const place = placeOf('D:', windows.api, () => names);
  windows.control = (code, _input, output) => {
    if (code !== IOCTL_CDROM_EXCLUSIVE_ACCESS) return UNKNOWN_CODE;
    output[0] = 1;
    output.set(Buffer.from('Nero\0'), 1);
    return 0;
  };
  expect(place.holder()).toBe('Nero');
  windows.win32Error = () => 5;
  expect(place.holder()).toBeUndefined();
});

test('a drive whose driver does not say its number has its own letter', () => {
  const windows = new FakeWindows();
  const place = placeOf('d:\\', windows.api, () => undefined);
  expect(place).toMatchObject({ device: '\\\\.\\D:', names: { vendor: '' } });
  expect(place.mountPoints()).toEqual(['D:\\']);
  expect(place.volumeName()).toBe('');
});
