import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findNodes } from '../../src/server/tcmu/nodes.ts';
import { ownersIn, removeTarget, TargetPlaces } from '../../src/server/tcmu/target.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('what servers have left is told by its names; what others made is not theirs', async () => {
  const root = temporaryFolder();
  const whole = new TargetPlaces({ pid: 123, start: '4567' }, root);
  const halfGone = new TargetPlaces({ pid: 9_999, start: '1' }, root);
  for (const folder of [
    whole.device,
    whole.lun,
    halfGone.port,
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

test('what is there of a target is removed, what is not is not missed', async () => {
  const root = temporaryFolder();
  const places = new TargetPlaces({ pid: 1, start: '2' }, root);
  await removeTarget(places);
  await mkdir(places.device, { recursive: true });
  await removeTarget(places);
  expect(await ownersIn(root)).toEqual([]);
});

test('the nodes of a device are found where the kernel lists them', async () => {
  const sys = temporaryFolder();
  const device = join(sys, 'class/scsi_device/2:0:1:0/device');
  await mkdir(join(device, 'block/sr3'), { recursive: true });
  await mkdir(join(device, 'scsi_generic/sg7'), { recursive: true });
  expect(await findNodes('2:0:1', sys)).toEqual({ block: '/dev/sr3', generic: '/dev/sg7' });
});
