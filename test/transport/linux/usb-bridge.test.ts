import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { inquiry } from '../../../src/scsi/commands/inquiry.ts';
import { failureOf } from '../../../src/scsi/execute.ts';
import { SgIoDevice } from '../../../src/transport/linux/sg-io.ts';
import { usbBridgeOf } from '../../../src/transport/linux/sysfs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { FakeSystem } from './fake-system.ts';

const HUB = 'sys/devices/pci0000:00/0000:00:14.0/usb1';
const BRIDGE = `${HUB}/1-2`;
const SCSI_DEVICE = `${BRIDGE}/1-2:1.0/host6/target6:0:0/6:0:0:0`;
const SATA_DEVICE = 'sys/devices/pci0000:00/0000:00:17.0/ata2/host1/target1:0:0/1:0:0:0';

/** A machine as sysfs shows it: a drive on USB (sg1, sr0) and one on SATA (sg2). */
function machine(names: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const link = (path: string, target: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(join(root, target), join(root, path));
  };
  write(`${HUB}/idVendor`, '1d6b\n');
  write(`${HUB}/idProduct`, '0002\n');
  for (const [name, text] of Object.entries(names)) write(`${BRIDGE}/${name}`, `${text}\n`);
  write(`${SCSI_DEVICE}/type`, '5\n');
  write(`${SATA_DEVICE}/type`, '5\n');
  link('sys/dev/char/21:1/device', SCSI_DEVICE);
  link('sys/dev/block/11:0/device', SCSI_DEVICE);
  link('sys/dev/char/21:2/device', SATA_DEVICE);
  return root;
}

const JMICRON = { idVendor: '152d', idProduct: '2329', manufacturer: 'JMicron', product: 'USB to ATA/ATAPI bridge' };

test('the USB device that a drive hangs on is the nearest one above it', () => {
  const root = machine(JMICRON);
  expect(usbBridgeOf(root, 'char/21:1')).toBe('JMicron USB to ATA/ATAPI bridge (152d:2329)');
  expect(usbBridgeOf(root, 'block/11:0')).toBe('JMicron USB to ATA/ATAPI bridge (152d:2329)');
  expect(usbBridgeOf(root, 'char/21:2')).toBeUndefined();
  expect(usbBridgeOf(root, 'char/21:9')).toBeUndefined();
});

test('a USB device without names is known by its ID', () => {
  expect(usbBridgeOf(machine({ idVendor: '04b4', idProduct: '6830' }), 'char/21:1')).toBe('with ID 04b4:6830');
});

test.each(['/dev/sr0', '/dev/sg1'])('data that was lost on the way to %s is an error that names it', (path) => {
  const system = new FakeSystem();
  system.root = machine(JMICRON);
  const device = new SgIoDevice(path, system);
  const { cdb, ...command } = write10({ lba: 0, lengthBlocks: 1 }, new Uint8Array(2352));
  system.sgIoAnswer = { ok: true, value: { residualBytes: 304 } };
  const reply = device.execute({ cdb, data: command.data, timeoutMs: 1_000 });
  const failure = failureOf({ ...command, cdb }, { outcome: 'answered', durationMs: 1, resends: 0, ...reply });
  expect(failure?.message).toBe(
    'WRITE(10) (2Ah): the drive reported success, but only 2048 of 2352 bytes reached the drive. The drive is connected through the ' +
      'USB device JMicron USB to ATA/ATAPI bridge (152d:2329). Connect the drive another way: to another port, with another cable, ' +
      'without the hub or USB bridge',
  );
  expect(failure).toMatchObject({ usbBridge: 'JMicron USB to ATA/ATAPI bridge (152d:2329)' });
});

test('a reply that crossed whole does not look for it', () => {
  const system = new FakeSystem();
  system.root = machine(JMICRON);
  const { cdb, data } = inquiry({ allocationLength: 36 });
  expect(new SgIoDevice('/dev/sg1', system).execute({ cdb, data, timeoutMs: 1_000 })).not.toHaveProperty('usbBridge');
});
