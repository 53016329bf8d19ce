import { constants } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { BlockingCommand } from '../../../src/transport/blocking-device.ts';
import { SgIoDevice } from '../../../src/transport/linux/sg-io.ts';
import type { DataPhase } from '../../../src/transport/transport.ts';
import { FakeSystem } from './fake-system.ts';

const command = (data: DataPhase = { direction: 'none' }, opcode = 0): BlockingCommand => ({
  cdb: Uint8Array.from([opcode, 0, 0, 0, 0, 0]),
  data,
  timeoutMs: 1500,
});
const opened = (change: (system: FakeSystem) => void = () => undefined, path = '/dev/sr0') => {
  const system = new FakeSystem();
  change(system);
  return { system, device: new SgIoDevice(path, system) };
};
const failure = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
};

describe('opening', () => {
  test('is for reading and writing, without waiting', () => {
    const { system } = opened();
    expect(system.opened).toEqual([{ fd: 10, path: '/dev/sr0', flags: constants.O_RDWR + constants.O_NONBLOCK }]);
  });

  test.each([
    ['EACCES', 13],
    ['EPERM', 1],
    ['EROFS', 30],
  ])('is only for reading after %s; a command that needs more is then denied with the reason', (_, errno) => {
    const { system, device } = opened((fake) => {
      fake.openErrno = (_path, flags) => (flags % 4 === constants.O_RDWR ? errno : 0);
    });
    expect(device.execute(command()).status).toBe(0);
    system.sgIoAnswer = { ok: false, errno: 1 };
    expect(failure(() => device.execute(command({ direction: 'none' }, 0x2a)))).toMatchObject({
      kind: 'denied',
      errno: 1,
      osCode: 'EPERM (1)',
      message: expect.stringMatching(/2Ah.*only be opened for reading.*cdrom/),
    });
  });

  test.each([
    ['ENOENT', 2, 'not-found', /no such device/],
    ['ENXIO', 6, 'not-found', /no drive is connected/],
    ['EACCES', 13, 'denied', /group.*cdrom/],
    ['EBUSY', 16, 'busy', /another program/],
    ['EISDIR', 21, 'unsupported', /not an optical drive/],
    ['ENOMEDIUM', 123, 'unknown', /no disc/],
    ['EMFILE', 24, 'unknown', /too many files/],
    ['EPIPE', 32, 'unknown', /dmesg/],
  ])('%s', (name, errno, kind, message) => {
    const error = failure(() =>
      opened((fake) => {
        fake.openErrno = () => errno;
      }),
    );
    expect(error).toMatchObject({ kind, errno, osCode: `${name} (${errno})`, path: '/dev/sr0' });
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  test('refuses a node that is not an optical drive, with the errno of an ioctl, and closes it again', () => {
    const system = new FakeSystem();
    system.node = { type: 'other', major: 0, minor: 0 };
    system.ioctlErrno = 25;
    expect(failure(() => new SgIoDevice('/tmp/file', system))).toMatchObject({ kind: 'unsupported', errno: 25 });
    expect(system.held).toEqual([]);
  });

  test('refuses a hard disk, although it accepts SCSI commands too', () => {
    const system = new FakeSystem();
    system.node = { type: 'block', major: 8, minor: 0 };
    expect(failure(() => new SgIoDevice('/dev/sda', system))).toMatchObject({ kind: 'unsupported' });
    expect(system.calls).toEqual([]);
  });
});

describe('the largest transfer', () => {
  test.each([
    ['sr counts sectors', '/dev/sr0', 240, 122_880],
    ['sg counts bytes', '/dev/sg1', 122_880, 122_880],
    ['more than half a MiB is not trusted', '/dev/sg1', 8_323_072, 524_288],
    ['zero does not count as an answer', '/dev/sr0', 0, 65_536],
  ])('%s', (_, path, limit, expected) => {
    expect(opened((fake) => Object.assign(fake, { limit }), path).device.maxTransferBytes).toBe(expected);
  });

  test('64 KiB when the kernel does not say', () => {
    expect(opened((fake) => Object.assign(fake, { ioctlErrno: 25 })).device.maxTransferBytes).toBe(65_536);
  });
});

describe('a command', () => {
  test('data-out is passed on in the memory it arrived in', () => {
    const { system, device } = opened();
    const bytes = new Uint8Array(64);
    expect(device.execute(command({ direction: 'out', bytes })).data).toHaveLength(0);
    expect(system.calls[0]?.data).toBe(bytes);
    expect(system.calls[0]).toMatchObject({ direction: -2, timeoutMs: 1500 });
  });

  test('data-in arrives in its own zeroed memory', () => {
    const { system, device } = opened();
    const { data } = device.execute(command({ direction: 'in', lengthBytes: 96 }));
    expect(data).toEqual(new Uint8Array(96));
    expect(data).toBe(system.calls[0]?.data);
    expect(system.calls[0]?.direction).toBe(-3);
  });

  test('data-in arrives in the memory given for it, zeroed, if that has the right length', () => {
    const { system, device } = opened();
    const memory = new Uint8Array(96).fill(7);
    const { data } = device.execute(command({ direction: 'in', lengthBytes: 96, memory }));
    expect(data).toBe(memory);
    expect(system.calls[0]?.data).toBe(memory);
    expect(data).toEqual(new Uint8Array(96));
    const other = device.execute(command({ direction: 'in', lengthBytes: 95, memory }));
    expect(other.data).toEqual(new Uint8Array(95));
  });

  test('bytes that were not transferred are counted, in both directions', () => {
    const { system, device } = opened();
    expect(device.execute(command({ direction: 'in', lengthBytes: 96 }))).not.toHaveProperty('residualBytes');
    system.sgIoAnswer = { ok: true, value: { residualBytes: 60 } };
    expect(device.execute(command({ direction: 'in', lengthBytes: 96 }))).toMatchObject({ residualBytes: 60 });
    expect(device.execute(command({ direction: 'out', bytes: new Uint8Array(96) }))).toMatchObject({
      residualBytes: 60,
    });
  });

  test.each([
    ['more than was asked for', 'in', 200, 96],
    ['a negative count: the drive had more to send', 'in', -4, undefined],
    ['without data', 'none', 8, undefined],
  ] as const)('a count that makes no sense is limited to what does: %s', (_, direction, residualBytes, expected) => {
    const { system, device } = opened();
    system.sgIoAnswer = { ok: true, value: { residualBytes } };
    const data: DataPhase = direction === 'in' ? { direction, lengthBytes: 96 } : { direction };
    expect(device.execute(command(data)).residualBytes).toBe(expected);
  });

  test('no data means no length, and no length means no direction', () => {
    const { system, device } = opened();
    device.execute(command());
    device.execute(command({ direction: 'in', lengthBytes: 0 }));
    device.execute(command({ direction: 'out', bytes: new Uint8Array(0) }));
    expect(system.calls.map(({ direction, data }) => [direction, data.byteLength])).toEqual(Array(3).fill([-1, 0]));
  });

  test('sense data is passed on with its status', () => {
    const { system, device } = opened();
    const sense = Uint8Array.from([0x70, 0, 5]);
    system.sgIoAnswer = { ok: true, value: { status: 0x02, driverStatus: 0x08, sense } };
    expect(device.execute(command())).toMatchObject({ status: 0x02, sense });
  });

  test('sense data that came without a status makes it a CHECK CONDITION, never GOOD', () => {
    const { system, device } = opened();
    system.sgIoAnswer = { ok: true, value: { driverStatus: 0x08, sense: Uint8Array.from([0x70, 0, 5]) } };
    expect(device.execute(command()).status).toBe(2);
  });

  test.each([
    ['DID_TIME_OUT', { hostStatus: 0x03 }, 'timeout'],
    ['DID_NO_CONNECT', { hostStatus: 0x01 }, 'gone'],
    ['DID_BAD_TARGET', { hostStatus: 0x04 }, 'gone'],
    ['DID_ERROR', { hostStatus: 0x07 }, 'unknown'],
    ['an unknown one', { hostStatus: 0x63 }, 'unknown'],
    ['DRIVER_TIMEOUT', { driverStatus: 0x06 }, 'timeout'],
    ['a driver error', { driverStatus: 0x07 }, 'unknown'],
    ['a sense flag without sense data', { driverStatus: 0x08 }, 'unknown'],
  ])('host or driver status with SCSI status 0 is an error: %s', (_, value, kind) => {
    const { system, device } = opened();
    system.sgIoAnswer = { ok: true, value };
    expect(failure(() => device.execute(command()))).toMatchObject({ name: 'TransportError', kind });
  });

  test('ABORTED COMMAND without a reason is a time-out once its time is over, and the drive’s own answer before', () => {
    const { system, device } = opened();
    const sense = Uint8Array.from([0x70, 0, 0x0b, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0]);
    system.sgIoAnswer = { ok: true, value: { status: 0x02, driverStatus: 0x08, sense, durationMs: 1_500 } };
    expect(failure(() => device.execute(command()))).toMatchObject({ kind: 'timeout' });
    system.sgIoAnswer = { ok: true, value: { status: 0x02, driverStatus: 0x08, sense, durationMs: 1_499 } };
    expect(device.execute(command())).toMatchObject({ status: 0x02, sense });
  });

  test.each([
    ['EPERM', 1, 0, 'denied', /filter.*\/dev\/sgN/],
    ['ENODEV', 19, 0, 'gone', /disconnected/],
    ['ENOTTY', 25, 0, 'unsupported', /not an optical drive/],
    ['EBUSY', 16, 0, 'busy', /another program/],
    ['EMSGSIZE', 90, 0, 'unsupported', /CDB/],
    ['EIO', 5, 131_073, 'too-large', /131073 bytes/],
    ['EINVAL', 22, 131_584, 'too-large', /65536/],
    ['ENOMEM', 12, 8_323_073, 'too-large', /refused/],
    ['EIO', 5, 63_504, 'unknown', /dmesg/],
    ['ENOMEM', 12, 63_504, 'unknown', /no memory/],
    ['EINVAL', 22, 0, 'unknown', /could not send/],
  ])('%s (%d) of a transfer of %d bytes', (name, errno, lengthBytes, kind, message) => {
    const { system, device } = opened();
    system.sgIoAnswer = { ok: false, errno };
    const error = failure(() => device.execute(command({ direction: 'in', lengthBytes })));
    expect(error).toMatchObject({ kind, errno, osCode: `${name} (${errno})` });
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  test('after close it is refused and everything is closed, once', () => {
    const { system, device } = opened();
    device.close();
    device.close();
    expect(system.held).toEqual([]);
    expect(failure(() => device.execute(command()))).toMatchObject({ kind: 'gone' });
  });
});
