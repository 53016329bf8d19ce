import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pcmTrackFromBytes } from '../../../src/audio/index.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { burn, cdSessionAtOnce, cdTrackAtOnce, exportBinCue, ripDisc } from '../../../src/index.ts';
import { type Behaviour, SimulatedDrive } from '../../../src/simulator/index.ts';
import { behaviourOf } from '../../../src/simulator/personalities/habits/index.ts';
import { noise } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';

const BLOCK = 2352;
const FIRST = noise(1_000 * BLOCK, 3);
/** The pause of track 2, LBA 1000 to 1149, has sound too. */
const SECOND = noise(450 * BLOCK, 4);

async function gapless(behaviours: readonly Behaviour[] = []): Promise<SimulatedDrive> {
  const simulated = new SimulatedDrive({ behaviours });
  const sources = [
    pcmTrackFromBytes(FIRST, { name: 'a' }),
    { ...pcmTrackFromBytes(SECOND, { name: 'b' }), pregapBlocks: 150 },
  ];
  await drain(burn(new Drive(simulated.connect()), cdSessionAtOnce, sources, { verify: 'none' }));
  return simulated;
}

/** Two tracks with a pause of two seconds that the drive wrote: run-out at LBA 1000, link blocks from 1002. */
async function oneByOne(): Promise<SimulatedDrive> {
  const simulated = new SimulatedDrive();
  const sources = [pcmTrackFromBytes(FIRST, { name: 'a' }), pcmTrackFromBytes(noise(300 * BLOCK, 4), { name: 'b' })];
  await drain(burn(new Drive(simulated.connect()), cdTrackAtOnce, sources, { verify: 'none' }));
  return simulated;
}

const scratch = (simulated: SimulatedDrive, fromLba: number, toLba: number) =>
  simulated.inject({ at: {}, does: { scratch: { fromLba, toLba, kind: 'unreadable' } } });

const ripped = (simulated: SimulatedDrive, directory = temporaryFolder()) =>
  drain(ripDisc(new Drive(simulated), { directory, format: 'bin-cue' }));

describe('blocks of a pause with sound that cannot be read', () => {
  test.each([
    ['in the middle', 1_070, 1_074],
    ['where the pause begins', 1_000, 1_006],
    ['where the track begins', 1_146, 1_149],
  ])('are named by a rip: %s', async (_, from, to) => {
    const simulated = await gapless();
    scratch(simulated, from, to);
    const { suspects, warnings } = await ripped(simulated);
    expect(suspects).toMatchObject([{ startLba: from, lengthBlocks: to - from + 1, doubt: 'unreadable' }]);
    expect(warnings.join()).toContain('could not be read, and are zeros');
  });

  test.each([
    ['in the middle', 1_070, 1_074],
    ['where the pause begins', 1_000, 1_006],
  ])('are counted by an export: %s', async (_, from, to) => {
    const simulated = await gapless();
    scratch(simulated, from, to);
    const { warnings } = await drain(exportBinCue(new Drive(simulated), { cuePath: join(temporaryFolder(), 'a.cue') }));
    expect(warnings).toContain(`${to - from + 1} blocks of the gap before track 2 could not be read, and are silence`);
  });

  test('end a rip that is to stop at the first one', async () => {
    const simulated = await gapless();
    scratch(simulated, 1_070, 1_070);
    const rip = ripDisc(new Drive(simulated), { directory: temporaryFolder(), onError: 'stop' });
    await expect(drain(rip)).rejects.toMatchObject({ kind: 'unreadable', lba: 1_070 });
  });
});

test('run-out and link blocks between tracks that were written one by one are no loss', async () => {
  const simulated = await oneByOne();
  scratch(simulated, 1_000, 1_006);
  const { suspects, warnings } = await ripped(simulated);
  expect(suspects).toEqual([]);
  expect(warnings.filter((warning) => warning.includes('zeros'))).toEqual([]);
});

test('nor are they with a read offset that moves them into one block more', async () => {
  const simulated = await oneByOne();
  scratch(simulated, 1_000, 1_006);
  const rip = ripDisc(new Drive(simulated), { directory: temporaryFolder(), offsetSamples: -1_164 });
  expect((await drain(rip)).suspects).toEqual([]);
});

test('sound that a read offset takes from the run-out is lost, and named', async () => {
  const simulated = await oneByOne();
  scratch(simulated, 1_000, 1_006);
  const { suspects } = await drain(ripDisc(new Drive(simulated), { directory: temporaryFolder(), offsetSamples: 667 }));
  expect(suspects).toEqual([{ track: 1, startLba: 998, lengthBlocks: 2, doubt: 'unreadable' }]);
});

test('a block elsewhere in such a pause is named', async () => {
  const simulated = await oneByOne();
  scratch(simulated, 1_100, 1_100);
  const { suspects } = await ripped(simulated);
  expect(suspects).toEqual([{ track: 2, startLba: 1_100, lengthBlocks: 1, doubt: 'unreadable' }]);
});

// With these seeds, both readings of a block that ends a stretch, or the disc, begin too early to reach its end.
test.each([30, 55, 6])('a block that displaced readings do not reach is read again (seed %d)', async (seed) => {
  const jitter = { samples: 500, chance: 0.5, seed };
  const simulated = await gapless([behaviourOf({ habit: 'reads-displaced', offsetSamples: 0, jitter })]);
  const directory = temporaryFolder();
  const { suspects } = await drain(ripDisc(new Drive(simulated), { directory, format: 'bin-cue', overlapBlocks: 3 }));
  expect(suspects).toEqual([]);
  expect((await readFile(join(directory, 'disc.bin'))).equals(Buffer.concat([FIRST, SECOND]))).toBe(true);
});
