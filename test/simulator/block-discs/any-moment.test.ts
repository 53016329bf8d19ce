import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blank } from '../../../src/mmc/commands/blank.ts';
import { closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { formatUnit } from '../../../src/mmc/commands/format-unit.ts';
import { reserveTrack } from '../../../src/mmc/commands/reserve-track.ts';
import { synchronizeCache } from '../../../src/mmc/commands/synchronize-cache.ts';
import { MultiSession, TrackMode, WriteType } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { SenseError } from '../../../src/scsi/sense-error.ts';
import type { BlockDisc, BlockMediumKind, SimulatedDrive } from '../../../src/simulator/index.ts';
import { BLOCK_MEDIA } from '../../../src/simulator/media/block-disc/block-media.ts';
import { blockDiscStructureSchema } from '../../../src/simulator/media/block-disc/structure.ts';
import { familyOf } from '../../../src/simulator/media-families/index.ts';
import { powerCycle, run, selectPage05 } from '../support.ts';
import { dataBlocks, driveWith, formatsOf, write } from './support.ts';

/** What a program may do, in any order, whether it makes sense or not. */
const actions = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('write' as const), blocks: fc.integer({ min: 1, max: 32 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('flush' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('close' as const), closeFunction: fc.constantFrom(0, 1, 2, 5, 6) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('reserve' as const), blocks: fc.integer({ min: 1, max: 200 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('format' as const), which: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('blank' as const), type: fc.constantFrom(0, 1) }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('power' as const), afterMs: fc.integer({ min: 0, max: 20_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('page05' as const), writeType: fc.constantFrom(0, 2) }) },
);
type Action = typeof actions extends fc.Arbitrary<infer A> ? A : never;

/** A drive may refuse anything, but must say why. */
async function tolerant(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof SenseError)) throw error;
  }
}

const page05 = (drive: SimulatedDrive, writeType: WriteType): Promise<void> =>
  selectPage05(drive, {
    writeType,
    multiSession: MultiSession.NextSessionAllowed,
    trackMode: TrackMode.DataIncremental,
    dataBlockType: 8,
  });

async function act(drive: SimulatedDrive, action: Action): Promise<void> {
  const disc = drive.burner.disc as BlockDisc;
  const path = drive.burner.recorder.pathTo(disc);
  switch (action.does) {
    case 'write': {
      const lba =
        familyOf(disc)
          .tracks(path)
          .find(({ nextWritableLba }) => nextWritableLba !== undefined)?.nextWritableLba ?? 0;
      return tolerant(write(drive, lba, dataBlocks(action.blocks)));
    }
    case 'flush':
      return tolerant(run(drive, synchronizeCache({})));
    case 'close': {
      const track =
        familyOf(disc)
          .tracks(path)
          .find(({ nextWritableLba }) => nextWritableLba !== undefined)?.number ?? 1;
      return tolerant(run(drive, closeTrackSession({ closeFunction: action.closeFunction, track, immediate: true })));
    }
    case 'reserve':
      return tolerant(run(drive, reserveTrack({ reservationBlocks: action.blocks })));
    case 'format': {
      const { entries } = await formatsOf(drive);
      const wanted = entries[action.which % Math.max(1, entries.length)];
      if (wanted === undefined) return;
      const { blocks, formatType } = wanted;
      return tolerant(
        run(
          drive,
          formatUnit({}, { blocks, formatType, immediate: true, optionsValid: true, disableCertification: true }),
        ),
      );
    }
    case 'blank':
      return tolerant(run(drive, blank({ blankingType: action.type, immediate: true })));
    case 'power':
      await drive.clock.sleep(action.afterMs);
      return powerCycle(drive);
    case 'page05':
      return page05(drive, action.writeType as WriteType);
  }
}

/** What must be true of any disc at any moment. */
function requireConsistent(drive: SimulatedDrive): void {
  const disc = drive.burner.disc as BlockDisc;
  const path = drive.burner.recorder.pathTo(disc);
  const family = familyOf(disc);
  expect(blockDiscStructureSchema.safeParse(JSON.parse(JSON.stringify(disc.structure))).error).toBeUndefined();
  const tracks = family.tracks(path);
  const facts = family.information(path);
  let end = 0;
  for (const [index, track] of tracks.entries()) {
    expect(track.number).toBe(index + 1);
    expect(track.startLba).toBeGreaterThanOrEqual(end);
    end = track.startLba + (track.invisible ? 0 : track.lengthBlocks);
    expect(track.freeBlocks).toBeGreaterThanOrEqual(0);
    if (track.nextWritableLba === undefined) continue;
    expect(track.nextWritableLba).toBeGreaterThanOrEqual(track.startLba);
    expect(track.nextWritableLba + track.freeBlocks).toBeLessThanOrEqual(disc.capacityBlocks);
  }
  expect(end).toBeLessThanOrEqual(disc.medium.capacityBlocks);
  expect(facts.lastTrackInLastSession).toBeGreaterThanOrEqual(facts.firstTrackInLastSession);
  expect(family.readableBlocks(disc)).toBeLessThanOrEqual(disc.medium.capacityBlocks);
  if (disc.complete) expect(tracks.every(({ nextWritableLba }) => nextWritableLba === undefined)).toBe(true);
}

test.each(Object.keys(BLOCK_MEDIA) as BlockMediumKind[])(
  '%s is consistent after any commands, and after power failures at any moment',
  async (medium) => {
    await fc.assert(
      fc.asyncProperty(fc.array(actions, { minLength: 1, maxLength: 14 }), async (list) => {
        await using drive = driveWith(medium);
        await page05(drive, WriteType.Packet);
        for (const action of list) {
          // What keeps the drive busy is over by the next command, unless the power fails first.
          if (action.does !== 'power') await drive.clock.sleep(100_000_000);
          await act(drive, action);
          requireConsistent(drive);
        }
      }),
      { numRuns: 25 },
    );
  },
);
