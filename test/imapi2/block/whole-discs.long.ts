import { expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { zeros } from '../../../src/imapi2/format2/zeros.ts';
import { DiscFormat2Erase } from '../../../src/imapi2/index.ts';
import { blockRig, image, SECTOR, sectorsAt } from './support.ts';

test('a disc that would be nearly full is closed, whatever is set', async () => {
  const { writer, drive } = await blockRig('DVD-R');
  const free = await writer.freeSectorsOnMedia;
  await writer.write(zeros(free - 40_000));
  expect(await readDiscState(drive)).toMatchObject({ status: 'complete' });
});

test('a DVD+RW is all zeros after a full erase', async () => {
  const { recorder, writer, drive } = await blockRig('DVD+RW');
  await writer.write(image(5_000));
  const seen: [number, number][] = [];
  const eraser = new DiscFormat2Erase();
  eraser.recorder = recorder;
  eraser.clientName = 'an eraser';
  eraser.fullErase = true;
  eraser.on('update', (_object, elapsed, total) => seen.push([elapsed, total]));
  await eraser.eraseMedia();
  for (const lba of [0, 1_200, 4_984, (await writer.totalSectorsOnMedia) - 16])
    expect(await sectorsAt(drive, lba, 16)).toEqual(new Uint8Array(16 * SECTOR));
  expect(seen.map(([elapsed]) => elapsed)).toEqual(seen.map(([elapsed]) => elapsed).toSorted((a, b) => a - b));
  const [first = [0, 0]] = seen;
  const last = seen.at(-1) ?? [0, 0];
  expect(first[1] / last[1]).toBeGreaterThan(0.5);
  expect(first[1] / last[1]).toBeLessThan(2);
});
