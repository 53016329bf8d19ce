import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { linuxPlace } from '../../../src/transport/linux/place.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function machine(): string {
  const root = temporaryFolder();
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const link = (path: string, target: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  };
  put('sys/bus/scsi/1:0:0:0/vendor', 'HL-DT-ST\n');
  put('sys/bus/scsi/1:0:0:0/model', 'DVDRAM GH24NSD1 \n');
  put('sys/bus/scsi/1:0:0:0/rev', '1.03\n');
  put('sys/bus/scsi/1:0:0:0/block/sr0/dev', '11:0\n');
  put('sys/block/sr0/dev', '11:0\n');
  link('sys/block/sr0/device', '../../bus/scsi/1:0:0:0');
  put('sys/class/scsi_generic/sg1/dev', '21:1\n');
  link('sys/class/scsi_generic/sg1/device', '../../../bus/scsi/1:0:0:0');
  put('dev/sr0', '');
  put('dev/sg1', '');
  link('dev/cdrom', 'sr0');
  link('dev/disk/by-label/My\\x20Caf\u00e9', '../../sr0');
  put(
    'proc/self/mountinfo',
    [
      '22 1 8:1 / / rw - ext4 /dev/sda1 rw',
      '90 22 11:0 / /media/my\\040disc ro - iso9660 /dev/sr0 ro',
      '91 22 11:0 / /mnt ro - iso9660 /dev/sr0 ro',
    ].join('\n'),
  );
  put('proc/locks', '1: POSIX  ADVISORY  WRITE 7 08:01:5 0 EOF\n');
  return root;
}

test.each(['/dev/sr0', '/dev/cdrom', '/dev/sg1'])('%s: names, mount points and label of the drive', (path) => {
  const place = linuxPlace(path, machine());
  expect(place.device).toBe('/dev/sr0');
  expect(place.names).toEqual({ vendor: 'HL-DT-ST', product: 'DVDRAM GH24NSD1', revision: '1.03' });
  expect(place.mountPoints()).toEqual(['/media/my disc', '/mnt']);
  expect(place.volumeName()).toBe('My Café');
  expect(place.holder()).toBe('');
});

test('names the process that has locked the node', () => {
  const root = machine();
  const { ino } = statSync(join(root, 'dev/sr0'));
  writeFileSync(
    join(root, 'proc/locks'),
    [`1: FLOCK  ADVISORY  WRITE 4711 00:05:${ino} 0 EOF`, `1: -> FLOCK  ADVISORY  WRITE 12 00:05:${ino} 0 EOF`].join(
      '\n',
    ),
  );
  const place = linuxPlace('/dev/sr0', root);
  expect(place.holder()).toBe('process 4711');
  mkdirSync(join(root, 'proc/4711'));
  writeFileSync(join(root, 'proc/4711/comm'), 'brasero\n');
  expect(place.holder()).toBe('brasero (process 4711)');
});

test('a drive that is not there has nothing', () => {
  const place = linuxPlace('/dev/sr7', temporaryFolder());
  expect(place.device).toBe('/dev/sr7');
  expect([place.mountPoints(), place.volumeName(), place.holder()]).toEqual([[], '', undefined]);
});
