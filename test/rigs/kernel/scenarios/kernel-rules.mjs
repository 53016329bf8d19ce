// What the driver assumes about sr and sg.
import assert from 'node:assert/strict';
import { constants } from 'node:fs';
import { constants as system } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTransport, readDiscState, TransportError } from '../../../../build/index.js';
import { mechanismStatus, startStopUnit, testUnitReady } from '../../../../build/mmc/index.js';
import { SgIoDevice } from '../../../../build/transport/linux/sg-io.js';
import { linuxSystem } from '../../../../build/transport/linux/system.js';
import { failureOf, ourDrive, withDrive } from '../guest/our-drive.mjs';
import { blkSectGet, sgIo, withNode } from '../guest/raw.mjs';
import { CDROM_GROUP } from '../guest/users.mjs';

const { O_NONBLOCK, O_RDONLY, O_RDWR } = constants;
const { EINVAL, EMSGSIZE, EPERM, ENOSYS } = system.errno;
const ENOMEDIUM = 123;
const INQUIRY = [0x12, 0, 0, 0, 36, 0];
const TEST_UNIT_READY = [0, 0, 0, 0, 0, 0];
const GET_EVENT_STATUS = 0x4a;
const MECHANISM_STATUS = 0xbd;
/** The opcodes that burning, erasing, closing, reading back and inspecting send. */
const NEEDED = [
  ...[0x00, 0x03, 0x12, 0x1b, 0x1e, 0x25, 0x28, 0x2a, 0x35, 0x42, 0x43, 0x46, 0x4a, 0x51, 0x52, 0x53, 0x54],
  ...[0x55, 0x5a, 0x5b, 0x5c, 0x5d, 0xa1, 0xac, 0xb6, 0xbb, 0xbe],
];

/** Sets a field of struct sg_io_hdr, given by its offset, to a wrong value. */
const set = (offset, value) => (header) => header.writeInt32LE(value, offset);
const setByte = (offset, value) => (header) => header.writeUInt8(value, offset);
const INTERFACE_ID = 0;
const DIRECTION = 4;
const CDB_LENGTH = 8;
const TO_FROM_DEVICE = -4;
const NONE = -1;

/** 0 where it succeeds. */
function errnoOf(run) {
  try {
    run();
    return 0;
  } catch (error) {
    return -error.errno;
  }
}

function asPlainUser(run) {
  process.setgroups([CDROM_GROUP]);
  process.setegid(1_000);
  process.seteuid(1_000);
  try {
    return run();
  } finally {
    process.seteuid(0);
    process.setegid(0);
    process.setgroups([]);
  }
}

/** CDBs with those opcodes that change nothing: no length, no operation. */
const refusedTo = (fd, opcodes) =>
  opcodes.filter(
    (opcode) => sgIo(fd, [opcode, ...Array(opcode < 0x20 ? 5 : opcode < 0xa0 ? 9 : 11).fill(0)]).errno === EPERM,
  );

const hex = (opcodes) => opcodes.map((opcode) => opcode.toString(16).toUpperCase().padStart(2, '0')).join(' ');

export const kernelRules = [
  {
    name: 'the largest transfer is within the kernel’s limit, and one that is too large fails with a message',
    run: async () => {
      const drive = await ourDrive();
      const seen = [];
      for (const [kind, path] of [
        ['sr', drive.block],
        ['sg', drive.generic],
      ]) {
        const limit = withNode(path, 'r', (fd) => blkSectGet(fd, kind));
        const device = new SgIoDevice(path, linuxSystem());
        try {
          assert.equal(device.maxTransferBytes, Math.min(limit, 524_288));
          const request = (lengthBytes) => ({
            cdb: Uint8Array.from(INQUIRY),
            data: { direction: 'in', lengthBytes },
            timeoutMs: 10_000,
          });
          assert.equal(device.execute(request(device.maxTransferBytes)).status, 0);
          const error = await failureOf((async () => device.execute(request(limit + 65_536)))());
          assert.equal(error.kind, 'too-large', String(error));
        } finally {
          device.close();
        }
        seen.push(`${kind} ${limit}`);
      }
      return seen.join(', ');
    },
  },
  {
    name: 'what is not a drive is refused as such',
    run: async () => {
      for (const path of ['/dev/null', '/etc/hostname', '/etc', '/dev/zero'])
        assert.equal((await failureOf(openTransport(path))).kind, 'unsupported', path);
      const missing = await failureOf(openTransport('/dev/sr7'));
      assert.equal(missing.kind, 'not-found');
    },
  },
  {
    name: 'headers that make no sense get the errno of sr and of sg',
    run: async () => {
      const { block, generic } = await ourDrive();
      const answers = (path) =>
        withNode(path, O_RDWR + O_NONBLOCK, (fd) => ({
          interfaceId: sgIo(fd, TEST_UNIT_READY, { change: set(INTERFACE_ID, 0) }).errno,
          noCdb: sgIo(fd, TEST_UNIT_READY, { change: setByte(CDB_LENGTH, 0) }).errno,
          longCdb: sgIo(fd, TEST_UNIT_READY, { change: setByte(CDB_LENGTH, 33) }).errno,
        }));
      assert.deepEqual(answers(block), { interfaceId: EINVAL, noCdb: EMSGSIZE, longCdb: EINVAL });
      assert.deepEqual(answers(generic), { interfaceId: ENOSYS, noCdb: EMSGSIZE, longCdb: EINVAL });
      const data = new Uint8Array(36);
      const length = withNode(block, O_RDWR + O_NONBLOCK, (fd) =>
        sgIo(fd, INQUIRY, { data, change: set(DIRECTION, NONE) }),
      );
      assert.equal(length.errno, EINVAL);
      const both = withNode(block, O_RDWR + O_NONBLOCK, (fd) =>
        sgIo(fd, INQUIRY, { data, change: set(DIRECTION, TO_FROM_DEVICE) }),
      );
      assert.deepEqual([both.errno, both.status], [0, 0]);
    },
  },
  {
    name: 'the kernel’s filter: a user in group cdrom may send everything that the driver needs through sr and sg',
    run: async () => {
      const { block, generic } = await ourDrive();
      const refused = (path, flags, opcodes) =>
        asPlainUser(() => withNode(path, flags + O_NONBLOCK, (fd) => hex(refusedTo(fd, opcodes))));
      assert.equal(refused(block, O_RDWR, NEEDED), '');
      assert.equal(refused(generic, O_RDWR, NEEDED), '');
      assert.equal(refused(block, O_RDWR, [MECHANISM_STATUS]), 'BD');
      assert.equal(refused(generic, O_RDWR, [MECHANISM_STATUS]), '');
      const readOnly = refused(block, O_RDONLY, NEEDED);
      for (const writing of ['2A', '35', '53', '54', '55', '5B', 'A1'])
        assert.ok(readOnly.includes(writing), `${writing} is not among ${readOnly}`);
      return `read-only refused: ${readOnly}`;
    },
  },
  {
    name: 'a filtered command fails with a remedy, and root is not filtered',
    run: async () => {
      const { block } = await ourDrive();
      await withDrive(block, (drive) => drive.execute(mechanismStatus({ allocationLength: 8 })));
      const device = asPlainUser(() => new SgIoDevice(block, linuxSystem()));
      try {
        const { cdb, data } = mechanismStatus({ allocationLength: 8 });
        const error = await failureOf(
          (async () => asPlainUser(() => device.execute({ cdb, data, timeoutMs: 1_000 })))(),
        );
        assert.ok(error instanceof TransportError);
        assert.deepEqual([error.kind, error.osCode], ['denied', 'EPERM (1)']);
        assert.match(error.message, /BDh.*\/dev\/sgN/);
      } finally {
        device.close();
      }
    },
  },
  {
    name: 'opening sr sends commands, opening sg does not; neither closes an open tray, unlike a plain open of sr',
    run: async () => {
      const drive = await ourDrive({ insert: 'CD-R 80' });
      await withDrive(drive.block, (each) => each.whenReady({ activity: 'loading', limitMs: 10_000 }));
      await drive.do('heard');
      withNode(drive.generic, O_RDWR + O_NONBLOCK, () => {});
      assert.deepEqual(await drive.do('heard'), []);
      withNode(drive.block, O_RDWR + O_NONBLOCK, () => {});
      const bySr = await drive.do('heard');
      assert.ok(bySr.includes(GET_EVENT_STATUS), hex(bySr));
      await withDrive(drive.generic, (each) => each.execute(startStopUnit({ loadEject: true })));
      for (const path of [drive.block, drive.generic]) {
        const error = await withDrive(path, (each) => failureOf(each.execute(testUnitReady({}))));
        assert.equal(error.sense?.asc, 0x3a, String(error));
        assert.equal((await drive.do('state')).open, true, path);
      }
      assert.equal(
        errnoOf(() => withNode(drive.block, O_RDONLY, () => {})),
        0,
      );
      await sleep(100);
      assert.equal((await drive.do('state')).open, false);
      return `opening sr sent ${hex(bySr)}`;
    },
  },
  {
    name: 'an empty drive: a plain open fails with ENOMEDIUM, and ours reports that there is no disc',
    run: async () => {
      const drive = await ourDrive();
      await drive.do('removeDisc');
      assert.equal(
        errnoOf(() => withNode(drive.block, O_RDONLY, () => {})),
        ENOMEDIUM,
      );
      for (const path of [drive.block, drive.generic]) {
        const error = await withDrive(path, (each) => failureOf(readDiscState(each)));
        assert.deepEqual([error.name, error.sense?.asc], ['SenseError', 0x3a], String(error));
        assert.match(error.message, /medium not present/);
      }
    },
  },
];
