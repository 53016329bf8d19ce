import { describe, expect, test } from '@jest/globals';
import { isOwnerName } from '../../../src/transport/owner-name.ts';
import { SptiDevice } from '../../../src/transport/win32/spti.ts';
import { FakeWindows, UNKNOWN_CODE } from './fake-windows.ts';

const EXCLUSIVE = 0x2c05c;
const LOCK = 0x90018;
const UNLOCK = 0x9001c;
const DISMOUNT = 0x90020;
const ACCESS_DENIED = 0xc0000022;
const INVALID_DEVICE_STATE = 0xc0000184;

const drive = (control: FakeWindows['control']) => {
  const system = new FakeWindows();
  system.control = control;
  return { system, device: new SptiDevice('D:', system) };
};

describe('exclusive use', () => {
  test('locks and dismounts the volume, then locks the drive in our name, and releases in reverse order', () => {
    let name = '';
    const { system, device } = drive((code, input) => {
      if (code === EXCLUSIVE && input[0] === 1) name = Buffer.from(input.subarray(8)).toString('latin1');
      return 0;
    });
    device.takeExclusive('discwright 0.1');
    device.takeExclusive('discwright 0.1');
    expect(system.controls).toEqual(['2c05c:0', '90018', '90020', '2c05c:1']);
    expect(name).toBe('discwright 0.1'.padEnd(64, '\0'));
    system.controls.length = 0;
    device.releaseExclusive();
    device.releaseExclusive();
    expect(system.controls).toEqual(['2c05c:2', '9001c']);
  });

  test('the longest name leaves room for the zero that ends it', () => {
    let sent = new Uint8Array();
    const { device } = drive((code, input) => {
      if (code === EXCLUSIVE && input[0] === 1) sent = Uint8Array.from(input);
      return 0;
    });
    const longest = 'a'.repeat(63);
    expect(isOwnerName(longest) && !isOwnerName(`${longest}a`)).toBe(true);
    device.takeExclusive(longest);
    expect(Buffer.from(sent.subarray(8)).toString('latin1')).toBe(`${longest}\0`);
  });

  test('is released by close', () => {
    const { system, device } = drive(() => 0);
    device.takeExclusive('x');
    system.controls.length = 0;
    device.close();
    expect(system.controls).toEqual(['2c05c:2', '9001c']);
    expect(system.openHandles.size).toBe(0);
  });

  test.each([
    ['STATUS_INVALID_DEVICE_REQUEST', UNKNOWN_CODE],
    ['STATUS_NOT_SUPPORTED', 0xc00000bb],
  ])('is the volume lock alone with a driver that has no lock of its own (%s)', (_, status) => {
    const { system, device } = drive((code) => (code === EXCLUSIVE ? status : 0));
    device.takeExclusive('x');
    system.controls.length = 0;
    device.releaseExclusive();
    expect(system.controls).toEqual(['9001c']);
  });

  test("without a file system the drive's lock is enough; without either it is unsupported", () => {
    const { system, device } = drive((code) => (code === LOCK ? UNKNOWN_CODE : 0));
    device.takeExclusive('x');
    expect(system.controls).not.toContain(UNLOCK.toString(16));
    expect(() => drive(() => UNKNOWN_CODE).device.takeExclusive('x')).toThrow(
      expect.objectContaining({ kind: 'unsupported' }),
    );
  });

  test('is busy while files on the disc are open, after some retries', () => {
    let refusals = 5;
    const patient = drive((code) => (code === LOCK && refusals-- > 0 ? ACCESS_DENIED : 0));
    patient.device.takeExclusive('x');
    expect(patient.system.pausedMs).toBeGreaterThan(0);
    const { system, device } = drive((code) => (code === LOCK ? ACCESS_DENIED : 0));
    expect(() => device.takeExclusive('x')).toThrow(
      expect.objectContaining({
        kind: 'busy',
        errno: ACCESS_DENIED,
        message: expect.stringMatching(/file on it open/),
      }),
    );
    expect(system.pausedMs).toBeLessThan(10_000);
  });

  test('is busy while another program has locked the drive, and names it', () => {
    const { system, device } = drive((code, input, output) => {
      if (code === EXCLUSIVE && input[0] === 0) output.set([1, ...Buffer.from('Nero')]);
      return 0;
    });
    expect(() => device.takeExclusive('x')).toThrow(
      expect.objectContaining({ kind: 'busy', message: expect.stringMatching(/'Nero'/) }),
    );
    expect(system.controls).toEqual(['2c05c:0']);
  });

  test('releases the volume when another program turns out to have the drive', () => {
    const { system, device } = drive((code, input) => (code === EXCLUSIVE && input[0] === 1 ? ACCESS_DENIED : 0));
    expect(() => device.takeExclusive('x')).toThrow(expect.objectContaining({ kind: 'busy' }));
    expect(system.controls.at(-1)).toBe('9001c');
  });

  test('a disc that cannot be dismounted is busy if the drive then refuses its lock, and taken if it does not', () => {
    const failing = drive((code) => (code === DISMOUNT ? 0xc000000d : 0));
    failing.device.takeExclusive('x');
    const { system, device } = drive((code, input) => {
      if (code === DISMOUNT) return 0xc000000d;
      return code === EXCLUSIVE && input[0] === 1 ? INVALID_DEVICE_STATE : 0;
    });
    expect(() => device.takeExclusive('x')).toThrow(expect.objectContaining({ kind: 'busy' }));
    expect(system.controls.at(-1)).toBe('9001c');
  });
});
