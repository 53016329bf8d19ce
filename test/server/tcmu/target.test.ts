import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findNodes } from '../../../src/server/tcmu/nodes.ts';
import { ownersIn, removeTarget, TargetPaths } from '../../../src/server/tcmu/target.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('what servers left is recognized by its names; what others made is left out', async () => {
  const root = temporaryFolder();
  const whole = new TargetPaths({ pid: 123, start: '4567' }, root);
  const halfRemoved = new TargetPaths({ pid: 9_999, start: '1' }, root);
  for (const folder of [
    whole.device,
    whole.lun,
    halfRemoved.port,
    join(root, 'core/iblock_0/somebodys'),
    join(root, 'core/user_5/other'),
    join(root, 'loopback/naa.60014050000000aa'),
  ]) {
    await mkdir(folder, { recursive: true });
  }
  expect(await ownersIn(root)).toEqual([
    { pid: 123, start: '4567' },
    { pid: 9_999, start: '0' },
  ]);
});

test('a machine without the target core has no servers', async () => {
  expect(await ownersIn(join(temporaryFolder(), 'target'))).toEqual([]);
});

test('removing a target removes what exists of it and ignores what does not', async () => {
  const root = temporaryFolder();
  const paths = new TargetPaths({ pid: 1, start: '2' }, root);
  await removeTarget(paths);
  await mkdir(paths.device, { recursive: true });
  await removeTarget(paths);
  expect(await ownersIn(root)).toEqual([]);
});

test('the nodes of a device are found where the kernel lists them', async () => {
  const sys = temporaryFolder();
  const device = join(sys, 'class/scsi_device/2:0:1:0/device');
  await mkdir(join(device, 'block/sr3'), { recursive: true });
  await mkdir(join(device, 'scsi_generic/sg7'), { recursive: true });
  expect(await findNodes('2:0:1', sys)).toEqual({ block: '/dev/sr3', generic: '/dev/sg7' });
});
