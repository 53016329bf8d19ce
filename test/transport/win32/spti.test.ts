import { describe, expect, test } from '@jest/globals';
import type { BlockingCommand } from '../../../src/transport/blocking-device.ts';
import type { DataPhase } from '../../../src/transport/transport.ts';
import { devicePathOf } from '../../../src/transport/win32/device-path.ts';
import { SptiDevice } from '../../../src/transport/win32/spti.ts';
import { limitsOf } from '../../../src/transport/win32/storage-property.ts';
import { FakeWindows } from './fake-windows.ts';

const command = (data: DataPhase = { direction: 'none' }): BlockingCommand => ({
  cdb: Uint8Array.from([0x2a, 0, 0, 0, 0, 0, 0, 0, 1, 0]),
  data,
  timeoutMs: 1000,
});
const opened = (change: (system: FakeWindows) => void = () => undefined, path = 'D:') => {
  const system = new FakeWindows();
  change(system);
  return { system, device: new SptiDevice(path, system) };
};

describe('names of drives', () => {
  test.each([
    ['D:', '\\\\.\\D:', 'D:\\'],
    ['e:\\', '\\\\.\\E:', 'E:\\'],
    ['\\\\.\\f:', '\\\\.\\F:', 'F:\\'],
    ['\\\\?\\G:', '\\\\.\\G:', 'G:\\'],
    ['\\\\.\\CdRom0', '\\\\.\\CdRom0', undefined],
  ])('%s', (path, device, root) => {
    expect(devicePathOf(path)).toEqual(root === undefined ? { device } : { device, root });
  });

  test.each(['foo', '', 'D', 'D:\\file', '\\\\.\\PhysicalDrive0', '/dev/sr0', 'CdRom0'])('not %p', (path) => {
    expect(devicePathOf(path)).toBeUndefined();
  });
});

describe('opening', () => {
  test('is for reading and writing: a read-only handle passes no SCSI commands', () => {
    expect(opened().system.opened).toEqual(['\\\\.\\D: c0000000']);
  });

  test.each([
    ['C:', 'unsupported', /not an optical drive/],
    ['Q:', 'not-found', /no such drive/],
  ])('%s is not even tried', (path, kind, message) => {
    const system = new FakeWindows();
    expect(() => new SptiDevice(path, system)).toThrow(
      expect.objectContaining({ kind, message: expect.stringMatching(message) }),
    );
    expect(system.opened).toEqual([]);
  });

  test.each([
    [2, 'not-found', /no such drive/],
    [5, 'denied', /administrator.*Controlled folder access/],
    [21, 'unknown', /not ready/],
    [32, 'busy', /another program/],
    [1117, 'unknown', /input or output error/],
    [1167, 'gone', /disconnected/],
    [999, 'unknown', /could not open/],
  ])('Win32 error %d', (errno, kind, message) => {
    const open = (): unknown => opened((system) => Object.assign(system, { win32Error: () => errno }));
    const osCode = `Win32 error ${errno}`;
    expect(open).toThrow(
      expect.objectContaining({ kind, errno, osCode, message: expect.stringMatching(message), path: 'D:' }),
    );
  });
});

describe('limits of the adapter', () => {
  const limit = (maximumTransferLength: number, maximumPhysicalPages: number): number =>
    limitsOf({ maximumTransferLength, maximumPhysicalPages, alignmentMask: 0 }).maxTransferBytes;

  test('the smaller of length and pages; a buffer at any address touches one page more than it fills', () => {
    expect(limit(65_536, 17)).toBe(65_536);
    expect(limit(131_072, 17)).toBe(65_536);
    expect(limit(131_072, 33)).toBe(131_072);
    expect(limit(32_768, 255)).toBe(32_768);
  });

  test('no limit does not mean that any length fits', () => {
    expect(limit(0xffffffff, 0xffffffff)).toBe(524_288);
    expect(limit(0, 0)).toBe(65_536);
    expect(limit(131_072, 1)).toBe(4096);
  });
});

describe('a command', () => {
  test('data-out is passed on in the memory it arrived in, if that is aligned', () => {
    const { system, device } = opened((fake) => Object.assign(fake.adapter, { alignmentMask: 3 }));
    const bytes = new Uint8Array(64);
    device.execute(command({ direction: 'out', bytes }));
    expect(system.calls[0]?.data).toBe(bytes);
    expect(system.calls[0]?.dataIn).toBe(0);
  });

  test('and is copied to where the adapter can reach it, if it is not', () => {
    const { system, device } = opened((fake) => Object.assign(fake.adapter, { alignmentMask: 511 }));
    const bytes = new Uint8Array(70).fill(7).subarray(6);
    device.execute(command({ direction: 'out', bytes }));
    system.base = 0x10003;
    device.execute(command({ direction: 'out', bytes }));
    expect(system.calls).toHaveLength(2);
    for (const [call, base] of [
      [system.calls[0], 0x10000],
      [system.calls[1], 0x10003],
    ] as const) {
      expect(call?.data).toEqual(bytes);
      expect((base + (call?.data.byteOffset ?? 1)) % 512).toBe(0);
    }
  });

  test('data-in is read to where the adapter can reach it, and returned without a copy', () => {
    const { system, device } = opened((fake) => {
      Object.assign(fake.adapter, { alignmentMask: 3 });
      fake.base = 0x10001;
    });
    const { data } = device.execute(command({ direction: 'in', lengthBytes: 96 }));
    expect(data).toBe(system.calls[0]?.data);
    expect(data).toEqual(new Uint8Array(96));
    expect((0x10001 + data.byteOffset) % 4).toBe(0);
    expect(system.calls[0]?.dataIn).toBe(1);
  });

  test('bytes that were not transferred are counted, in both directions', () => {
    const { system, device } = opened();
    expect(device.execute(command({ direction: 'in', lengthBytes: 96 }))).not.toHaveProperty('residualBytes');
    system.missingBytes = 60;
    expect(device.execute(command({ direction: 'in', lengthBytes: 96 }))).toMatchObject({ residualBytes: 60 });
    expect(device.execute(command({ direction: 'out', bytes: new Uint8Array(96) }))).toMatchObject({
      residualBytes: 60,
    });
  });

  test('no data is sent as an unspecified direction', () => {
    const { system, device } = opened();
    device.execute(command());
    device.execute(command({ direction: 'in', lengthBytes: 0 }));
    expect(system.calls.map(({ dataIn, data }) => [dataIn, data.byteLength])).toEqual([
      [2, 0],
      [2, 0],
    ]);
  });

  test('a successful call does not mean a successful command', () => {
    const sense = Uint8Array.from([0x70, 0, 5]);
    const { device } = opened((fake) => Object.assign(fake, { answer: { ntStatus: 0, status: 0x02, sense } }));
    expect(device.execute(command())).toMatchObject({ status: 0x02, sense });
  });

  test.each([
    [0xc0000022, 0, 'denied', /C0000022h, Win32 error 5\].*administrator/],
    [0xc0000043, 0, 'busy', /^D: IOCTL_SCSI.*Win32 error 32/],
    [0x80000011, 0, 'busy', /Win32 error 170/],
    [0xc00000a3, 0, 'unknown', /not ready.*Win32 error 21/],
    [0xc000000d, 0, 'unknown', /alignment.*Win32 error 87/],
    [0xc000000d, 70_000, 'too-large', /70000 bytes.*Win32 error 87/],
    [0xc00000b5, 0, 'timeout', /Win32 error 121/],
    [0xc0000185, 0, 'unknown', /Win32 error 1117/],
    [0xc000009d, 0, 'gone', /Win32 error 1167/],
    [0xc0000010, 0, 'unsupported', /Win32 error 1\]/],
    [0xc00000bb, 0, 'unsupported', /Win32 error 50/],
    [0xc0123456, 0, 'unknown', /NTSTATUS C0123456h\]/],
  ])('NTSTATUS %d of %d bytes', (ntStatus, lengthBytes, kind, message) => {
    const { device } = opened((fake) => Object.assign(fake.answer, { ntStatus }));
    expect(() => device.execute(command({ direction: 'out', bytes: new Uint8Array(lengthBytes) }))).toThrow(
      expect.objectContaining({ kind, errno: ntStatus, message: expect.stringMatching(message) }),
    );
  });

  test('access denied names the program that has locked the drive', () => {
    const { device } = opened((fake) => {
      fake.answer = { ...fake.answer, ntStatus: 0xc0000022 };
      fake.control = (_, __, output) => {
        output.set([1, ...Buffer.from('Other Burner')]);
        return 0;
      };
    });
    expect(() => device.execute(command())).toThrow(
      expect.objectContaining({ kind: 'busy', message: expect.stringMatching(/'Other Burner'/) }),
    );
  });

  test('after close it is refused and the handle is closed, once', () => {
    const { system, device } = opened();
    device.close();
    device.close();
    expect(system.openHandles.size).toBe(0);
    expect(() => device.execute(command())).toThrow(expect.objectContaining({ kind: 'gone' }));
  });
});
