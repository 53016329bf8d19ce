import { constants, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SgIoDevice } from '../../../src/transport/linux/sg-io.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { FakeSystem } from './fake-system.ts';

const EBUSY = 16;
const ENOENT = 2;
const EWOULDBLOCK = 11;
const isExclusive = (flags: number): boolean => Math.floor(flags / constants.O_EXCL) % 2 === 1;

/** A root folder in which sg1 and sr0 are one drive, if wanted with its disc mounted on a path with a space in it. */
function root({ mounted = false } = {}): string {
  const folder = temporaryFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('sys/dev/char/21:1/device/type', '5\n');
  write('sys/dev/char/21:1/device/block/sr0/dev', '11:0\n');
  write('sys/class/block/sr0/dev', '11:0\n');
  const other = '22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n';
  const disc = '90 22 11:0 / /media/user/My\\040Caf\\303\\251 ro,nosuid - iso9660 /dev/sr0 ro\n';
  write('proc/self/mountinfo', mounted ? other + disc : other);
  return folder;
}

function device(path: string, change: (system: FakeSystem) => void = () => undefined) {
  const system = new FakeSystem();
  change(system);
  return { system, device: new SgIoDevice(path, system) };
}

describe('an sr node', () => {
  test('is held by a second handle, for writing, exclusive and locked, until it is released', () => {
    const { system, device: drive } = device('/dev/sr0');
    drive.takeExclusive('x');
    drive.takeExclusive('x');
    expect(system.held).toEqual(['/dev/sr0', '/dev/sr0 x']);
    expect(system.opened[1]?.flags).toBe(constants.O_RDWR + constants.O_EXCL + constants.O_NONBLOCK);
    expect(system.locks).toEqual([2 + 4]);
    drive.releaseExclusive();
    drive.releaseExclusive();
    expect(system.held).toEqual(['/dev/sr0']);
    drive.takeExclusive('x');
    drive.close();
    expect(system.held).toEqual([]);
  });

  test('is busy while its disc is mounted, and the error says where', () => {
    const { system, device: drive } = device('/dev/sr0', (fake) => {
      fake.root = root({ mounted: true });
      fake.openErrno = (_, flags) => (isExclusive(flags) ? EBUSY : 0);
    });
    expect(() => drive.takeExclusive('x')).toThrow(
      expect.objectContaining({
        kind: 'busy',
        errno: EBUSY,
        message: expect.stringMatching(/mounted on \/media\/user\/My Café.*umount '\/media\/user\/My Café'/),
      }),
    );
    expect(system.held).toEqual(['/dev/sr0']);
  });

  test('is busy while another program holds it', () => {
    const { device: drive } = device('/dev/sr0', (fake) => {
      fake.root = root();
      fake.openErrno = (_, flags) => (isExclusive(flags) ? EBUSY : 0);
    });
    expect(() => drive.takeExclusive('x')).toThrow(
      expect.objectContaining({ kind: 'busy', message: expect.stringMatching(/another program.*fuser/) }),
    );
  });

  test("waits for udev's short lock, but not forever", () => {
    let refusals = 3;
    const { system, device: drive } = device('/dev/sr0', (fake) => {
      fake.flockErrno = () => (refusals-- > 0 ? EWOULDBLOCK : 0);
    });
    drive.takeExclusive('x');
    expect(system.pausedMs).toBeGreaterThan(0);
    const { system: locked, device: other } = device('/dev/sr0', (fake) => {
      fake.flockErrno = () => EWOULDBLOCK;
    });
    expect(() => other.takeExclusive('x')).toThrow(expect.objectContaining({ kind: 'busy', errno: EWOULDBLOCK }));
    expect(locked.held).toEqual(['/dev/sr0']);
    expect(locked.pausedMs).toBeLessThan(10_000);
  });

  test('cannot be taken for exclusive use if it may not be written to', () => {
    const { device: drive } = device('/dev/sr0', (fake) => {
      fake.openErrno = (_, flags) => (flags % 4 === constants.O_RDWR ? 13 : 0);
    });
    expect(() => drive.takeExclusive('x')).toThrow(expect.objectContaining({ kind: 'denied', errno: 13 }));
  });
});

describe('an sg node', () => {
  test('is reopened exclusively, and its sr node is held with it', () => {
    const { system, device: drive } = device('/dev/sg1', (fake) => {
      fake.root = root();
    });
    drive.takeExclusive('x');
    expect(system.held).toEqual(['/dev/sr0 x', '/dev/sg1 x']);
    drive.releaseExclusive();
    expect(system.held).toEqual(['/dev/sg1']);
  });

  test('does without an sr node that we may not open', () => {
    const { system, device: drive } = device('/dev/sg1', (fake) => {
      fake.root = root();
      fake.openErrno = (path) => (path === '/dev/sr0' ? 13 : 0);
    });
    drive.takeExclusive('x');
    expect(system.held).toEqual(['/dev/sg1 x']);
  });

  test('is busy while the disc is mounted through its sr node, although sg itself would allow it', () => {
    const { system, device: drive } = device('/dev/sg1', (fake) => {
      fake.root = root({ mounted: true });
    });
    expect(() => drive.takeExclusive('x')).toThrow(
      expect.objectContaining({ kind: 'busy', message: expect.stringMatching(/mounted on/) }),
    );
    expect(system.held).toEqual(['/dev/sg1']);
  });

  test('is usable again after it turned out that another program has it open', () => {
    const { system, device: drive } = device('/dev/sg1', (fake) => {
      fake.root = root();
      fake.openErrno = (path, flags) => (path === '/dev/sg1' && isExclusive(flags) ? EBUSY : 0);
    });
    expect(() => drive.takeExclusive('x')).toThrow(expect.objectContaining({ kind: 'busy', errno: EBUSY }));
    expect(system.held).toEqual(['/dev/sg1']);
    const command = { cdb: new Uint8Array(6), data: { direction: 'none' }, timeoutMs: 1 } as const;
    expect(drive.execute(command).status).toBe(0);
  });

  test('that disappears while we hold it is reported as gone, not as a wrong name', () => {
    const { system, device: drive } = device('/dev/sg1', (fake) => {
      fake.root = root();
    });
    drive.takeExclusive('x');
    system.openErrno = () => ENOENT;
    const gone = expect.objectContaining({ kind: 'gone', errno: ENOENT });
    expect(() => drive.releaseExclusive()).toThrow(gone);
    const command = { cdb: new Uint8Array(6), data: { direction: 'none' }, timeoutMs: 1 } as const;
    expect(() => drive.execute(command)).toThrow(gone);
    expect(system.held).toEqual([]);
  });

  test('of a hard disk is refused', () => {
    const folder = root();
    writeFileSync(join(folder, 'sys/dev/char/21:1/device/type'), '0\n');
    const open = (): unknown =>
      device('/dev/sg1', (fake) => {
        fake.root = folder;
      });
    expect(open).toThrow(expect.objectContaining({ kind: 'unsupported' }));
  });
});
