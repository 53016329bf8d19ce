import { expect, test } from '@jest/globals';
import { layoutHere } from '../../../src/transport/native/c-struct.ts';
import { loadFfi } from '../../../src/transport/native/load-ffi.ts';
import { listDrives } from '../../../src/transport/win32/enumerate.ts';
import { adapterLimits, deviceNames, storagePropertyTypes } from '../../../src/transport/win32/storage-property.ts';
import { FakeWindows, UNKNOWN_CODE } from './fake-windows.ts';

const names = { vendor: 'HL-DT-ST', product: 'DVDRAM', revision: '1.03' };
const QUERY_PROPERTY = 0x2d1400;

test('optical drives only, with their names, and no handle left open', () => {
  const system = new FakeWindows();
  system.driveTypes = { 'C:\\': 3, 'D:\\': 5, 'Z:\\': 5 };
  const list = listDrives(system.api, () => names);
  expect(list).toEqual([
    { path: 'D:', ...names, accessible: true },
    { path: 'Z:', ...names, accessible: true },
  ]);
  expect(system.openHandles.size).toBe(0);
});

test('a drive that this user may not use is listed with what to do about it', () => {
  const system = new FakeWindows();
  system.win32Error = (_, access) => (access === 0 ? 0 : 5);
  expect(listDrives(system.api, () => names)).toEqual([
    { path: 'D:', ...names, accessible: false, problem: expect.stringMatching(/error 5.*administrator/) },
  ]);
});

test('a drive that another program has locked is listed as busy', () => {
  const system = new FakeWindows();
  system.control = (_, __, output) => {
    output.set([1, ...Buffer.from('Nero')]);
    return 0;
  };
  expect(listDrives(system.api, () => undefined)).toEqual([
    { path: 'D:', vendor: '', product: '', revision: '', accessible: true, busy: "locked by 'Nero'" },
  ]);
});

test('names and limits are read from their places in the descriptors', () => {
  const ffi = loadFfi();
  const { device, adapter } = storagePropertyTypes(layoutHere(ffi.pointerBytes));
  const system = new FakeWindows();
  system.control = (code, input, output) => {
    if (code !== QUERY_PROPERTY) return UNKNOWN_CODE;
    const memory = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
    if (input[0] === 0) {
      Object.assign(device.over(memory), { VendorIdOffset: 40, ProductIdOffset: 49 });
      memory.write('ASUS    \0DRW-24D5MT      \0', 40, 'latin1');
    } else {
      Object.assign(adapter.over(memory), {
        MaximumTransferLength: 131_072,
        MaximumPhysicalPages: 33,
        AlignmentMask: 3,
      });
    }
    return 0;
  };
  expect(deviceNames(ffi, system.api, 1)).toEqual({ vendor: 'ASUS', product: 'DRW-24D5MT', revision: '' });
  expect(adapterLimits(ffi, system.api, 1)).toEqual({ maxTransferBytes: 131_072, alignmentMask: 3 });
  system.control = () => UNKNOWN_CODE;
  expect(deviceNames(ffi, system.api, 1)).toBeUndefined();
  expect(adapterLimits(ffi, system.api, 1)).toEqual({ maxTransferBytes: 65_536, alignmentMask: 0 });
});
