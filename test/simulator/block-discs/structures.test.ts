import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  readAdip,
  readBdDiscInformation,
  readDvdPhysicalFormat,
  readLayerBoundary,
  readPreRecordedInformation,
} from '../../../src/mmc/commands/read-disc-structure.ts';
import { BLOCK_MEDIA, type BlockMediumKind } from '../../../src/simulator/media/block-disc/block-media.ts';
import {
  blankBlockStructure,
  blockDiscStructureSchema,
  withWrittenBlocks,
} from '../../../src/simulator/media/block-disc/structure.ts';
import { run, senseOf } from '../support.ts';
import { driveWith } from './support.ts';

const kinds = Object.keys(BLOCK_MEDIA) as BlockMediumKind[];

test.each(kinds)('a blank %s has a structure that can be saved and read again', (kind) => {
  const blank = blankBlockStructure(kind);
  expect(blockDiscStructureSchema.parse(JSON.parse(JSON.stringify(blank)))).toEqual(blank);
});

test('blocks that continue a track make it longer, and no others do', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000 }),
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 0, max: 2_000 }),
      (recorded, length, lba) => {
        const track = { startLba: 0, recordedBlocks: recorded };
        const before = { ...blankBlockStructure('DVD+R'), tracks: [track] } as Parameters<typeof withWrittenBlocks>[0];
        const after = withWrittenBlocks(before, lba, length);
        const expected = lba === recorded ? recorded + length : recorded;
        expect(after).toMatchObject({ tracks: [{ startLba: 0, recordedBlocks: expected }] });
        expect(blockDiscStructureSchema.safeParse(after).success).toBe(true);
      },
    ),
  );
});

test('a structure whose tracks overlap is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 999 }), (size, start) => {
      const tracks = [
        { startLba: 0, recordedBlocks: size, sizeBlocks: size, closed: true },
        { startLba: start, recordedBlocks: 0 },
      ];
      const structure = { ...blankBlockStructure('BD-R'), tracks };
      expect(blockDiscStructureSchema.safeParse(structure).success).toBe(start >= size);
    }),
  );
});

describe('READ DISC STRUCTURE', () => {
  test('says who made a DVD+RW, in its ADIP, without spaces at the end', async () => {
    await using drive = driveWith('DVD+RW');
    const adip = await run(drive, readAdip({ allocationLength: 260 }));
    expect(adip).toMatchObject({ manufacturer: 'PHILIPS', mediaType: '041', firstSector: 0x30000 });
    expect(adip.lastSector - adip.firstSector + 1).toBe(2_295_104);
  });

  test('says who made a DVD-RW, in its pre-recorded lead-in', async () => {
    await using drive = driveWith('DVD-RW');
    const lead = await run(drive, readPreRecordedInformation({ allocationLength: 44 }));
    expect(`${lead.manufacturer}${lead.manufacturerContinued}`).toBe('TDK601saku');
  });

  test('says who made a BD-R, and that it is one', async () => {
    await using drive = driveWith('BD-R');
    const information = await run(drive, readBdDiscInformation({ allocationLength: 116 }));
    expect(information).toMatchObject({ identifier: 'DI', discType: 'BDR', manufacturer: 'VERBAT', mediaType: 'IMe' });
  });

  test('gives the boundary between two layers, and none of a disc with one', async () => {
    await using two = driveWith('DVD+R DL');
    expect(await run(two, readLayerBoundary({ allocationLength: 12 }))).toMatchObject({ value: 2_086_912 });
    await using one = driveWith('DVD+R');
    expect(await senseOf(run(one, readLayerBoundary({ allocationLength: 12 })))).toMatchObject({ key: 5, asc: 0x24 });
  });

  test('refuses a structure of BD for a DVD', async () => {
    await using drive = driveWith('BD-RE');
    expect(await senseOf(run(drive, readDvdPhysicalFormat({ allocationLength: 4 })))).toMatchObject({
      key: 5,
      asc: 0x24,
    });
  });
});
