import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listLinuxDrives } from '../../../src/transport/linux/enumerate.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let root = '';

function machine(files: Record<string, string>, links: Record<string, string> = {}): string {
  root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
  return root;
}

/** A SCSI device as sysfs shows it, under the addresses of the kernel's SCSI layer. */
const scsi = (address: string, type: string, vendor: string, model: string): Record<string, string> => ({
  [`sys/bus/scsi/${address}/type`]: `${type}\n`,
  [`sys/bus/scsi/${address}/vendor`]: `${vendor}\n`,
  [`sys/bus/scsi/${address}/model`]: `${model}\n`,
  [`sys/bus/scsi/${address}/rev`]: '1.03\n',
});

describe('drives in sysfs', () => {
  test('are listed with names, both nodes, and where the disc is mounted', () => {
    machine(
      {
        ...scsi('1:0:0:0', '5', 'HL-DT-ST', 'DVDRAM GH24NSD1 '),
        ...scsi('0:0:0:0', '0', 'ATA     ', 'Hard disk       '),
        'sys/bus/scsi/1:0:0:0/scsi_generic/sg1/dev': '21:1\n',
        'sys/block/sr0/dev': '11:0\n',
        'sys/block/sda/dev': '8:0\n',
        'sys/class/scsi_generic/sg0/dev': '21:0\n',
        'sys/class/scsi_generic/sg1/dev': '21:1\n',
        'proc/self/mountinfo': '90 22 11:0 / /media/disc ro - iso9660 /dev/sr0 ro\n',
        'dev/sr0': '',
      },
      {
        'sys/block/sr0/device': '../../bus/scsi/1:0:0:0',
        'sys/class/scsi_generic/sg0/device': '../../../bus/scsi/0:0:0:0',
        'sys/class/scsi_generic/sg1/device': '../../../bus/scsi/1:0:0:0',
      },
    );
    expect(listLinuxDrives(root)).toEqual([
      {
        path: '/dev/sr0',
        vendor: 'HL-DT-ST',
        product: 'DVDRAM GH24NSD1',
        revision: '1.03',
        alternativePath: '/dev/sg1',
        busy: 'its disc is mounted on /media/disc',
        accessible: true,
      },
    ]);
  });

  test('a drive without an sr node is listed by its sg node; a missing device file is a problem, not an error', () => {
    machine(
      { ...scsi('4:0:0:0', '5', 'PIONEER', 'BD-RW'), 'sys/class/scsi_generic/sg3/dev': '21:3\n' },
      { 'sys/class/scsi_generic/sg3/device': '../../../bus/scsi/4:0:0:0' },
    );
    expect(listLinuxDrives(root)).toEqual([
      {
        path: '/dev/sg3',
        vendor: 'PIONEER',
        product: 'BD-RW',
        revision: '1.03',
        accessible: false,
        problem: expect.stringContaining('/dev/sg3'),
      },
    ]);
  });

  test('are listed in the order of their numbers', () => {
    machine(Object.fromEntries([10, 2, 0].map((n) => [`sys/block/sr${n}/dev`, `11:${n}\n`])));
    expect(listLinuxDrives(root).map(({ path }) => path)).toEqual(['/dev/sr0', '/dev/sr2', '/dev/sr10']);
  });

  test('a machine without sysfs has none', () => {
    expect(listLinuxDrives(machine({}))).toEqual([]);
  });
});
