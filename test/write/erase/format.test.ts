import { describe, expect, test } from '@jest/globals';
import { blankDisc, burnData, formatDisc, readDiscState } from '../../../src/index.ts';
import { dataOf, driveWith, finished } from '../recipes/block/support.ts';

describe('formatDisc', () => {
  test.each([
    ['DVD+RW', 'quick', '26h', 'in progress'],
    ['DVD+RW', 'full', '26h', 'complete'],
    ['DVD-RAM', 'quick', '00h', 'none'],
    ['DVD-RAM', 'full', '00h', 'none'],
    ['BD-RE', 'quick', '30h', 'none'],
    ['BD-RE', 'full', '30h', 'none'],
    ['DVD-RW', 'quick', '15h', 'none'],
    ['DVD-RW', 'full', '10h', 'none'],
  ] as const)('%s, %s, is format %s', async (medium, type, code, backgroundFormat) => {
    await using drive = await driveWith(medium);
    const disc = await finished(formatDisc(drive, { type }));
    expect(disc.format).toContain(`${type} format (type ${code})`);
    expect(disc.medium).toMatchObject({ writeModel: 'overwrite', formatted: true, backgroundFormat });
    expect((await finished(burnData(drive, dataOf(200), { verify: 'full' }))).comparisons).toHaveLength(1);
  });

  test('BD-RE without spare blocks has more room', async () => {
    await using drive = await driveWith('BD-RE');
    const spare = await finished(formatDisc(drive));
    const none = await finished(formatDisc(drive, { spare: false }));
    expect(none.format).toContain('type 31h');
    expect(none.medium?.capacityBlocks ?? 0).toBeGreaterThan(spare.medium?.capacityBlocks ?? 0);
  });

  test.each(['CD-RW', 'DVD-R', 'DVD+R'])('%s is not formatted', async (medium) => {
    await using drive = await driveWith(medium);
    await expect(finished(formatDisc(drive))).rejects.toMatchObject({ code: 'UNSUITABLE_MEDIUM', phase: 'planning' });
  });
});

describe('blankDisc', () => {
  test('a DVD-RW that is overwritten becomes one that is written in sequence', async () => {
    await using drive = await driveWith('DVD-RW');
    await finished(formatDisc(drive));
    expect(await finished(blankDisc(drive, { type: 'full' }))).toMatchObject({
      status: 'blank',
      medium: { writeModel: 'sequential' },
    });
    await finished(burnData(drive, dataOf(200), { ending: 'close-session' }));
    await finished(burnData(drive, dataOf(200, 2), { append: true, verify: 'full' }));
  });

  test('a DVD-RW of which little was erased is written in one go', async () => {
    await using drive = await driveWith('DVD-RW');
    await finished(burnData(drive, dataOf(200)));
    await finished(blankDisc(drive));
    expect(await finished(burnData(drive, dataOf(200, 2), { verify: 'full' }))).toMatchObject({
      disc: { status: 'complete' },
    });
  });

  test.each(['DVD+RW', 'DVD-RAM', 'BD-RE'])('%s is never blank', async (medium) => {
    await using drive = await driveWith(medium);
    const before = await readDiscState(drive);
    await expect(finished(blankDisc(drive))).rejects.toThrow('it is overwritten');
    expect(await readDiscState(drive)).toEqual(before);
  });
});
