import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { openSimulatedDrive } from '../../src/simulator/index.ts';
import { chooseDataRecipe } from '../../src/write/choose-data-recipe.ts';
import { plannedData } from '../../src/write/data-session.ts';
import { dataOf } from './recipes/block/support.ts';

const BLOCK_BYTES = 2048;

/** How many blocks would be written of data that leaves this much of the disc. */
async function plannedBlocks(medium: string, leftBlocks: number, padBlocks?: number): Promise<number> {
  await using drive = new Drive(await openSimulatedDrive(`?medium=${medium}`));
  const { recipe, disc } = await chooseDataRecipe(drive);
  const given = dataOf((disc.freeBlocks ?? 0) - leftBlocks);
  const track = await plannedData(drive, { given, recipe, disc }, padBlocks === undefined ? {} : { padBlocks });
  return (track.lengthBytes - given.lengthBytes) / BLOCK_BYTES;
}

describe.each(['DVD-R', 'DVD+R DL', 'DVD-RAM', 'BD-R'])('%s', (medium) => {
  test.each([
    [0, 0],
    [1, 1],
    [149, 149],
    [151, 150],
    [4_000, 150],
  ])('where %i blocks are left after the data, %i of them are padding', async (left, padding) => {
    expect(await plannedBlocks(medium, left)).toBe(padding);
  });

  test('padding that was asked for is not left out', async () => {
    await expect(plannedBlocks(medium, 100, 150)).rejects.toMatchObject({
      code: 'NO_ROOM',
      remedy: expect.stringMatching(/fits without the 150 empty blocks after it.*--pad/),
    });
  });

  test('what does not fit without padding does not fit', async () => {
    await expect(plannedBlocks(medium, -1)).rejects.toMatchObject({
      code: 'NO_ROOM',
      remedy: expect.stringMatching(/Leave files out/),
    });
  });
});

test('a CD keeps its post-gap, and the error says what it is', async () => {
  await expect(plannedBlocks('CD-R 80', 100)).rejects.toMatchObject({
    code: 'NO_ROOM',
    remedy: expect.stringMatching(/fits without the 150 empty blocks/),
  });
});
