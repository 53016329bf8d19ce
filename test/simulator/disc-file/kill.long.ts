import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { readDiscState, type TrackState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { blocksPerRead, readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { blankDisc } from '../../../src/write/erase/blank.ts';
import { closeDisc } from '../../../src/write/repair/close-disc.ts';
import { killBurner } from '../../support/kill-burner.ts';
import { noise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ExpectedDisc, type ExpectedTrack } from './kill/expected-disc.ts';

const KILLS = 200;
/** One for each core of a small machine, each with its own discs. */
const LANES = 2;
/** After this many kills a disc is replaced by a new one, since its file only grows. */
const KILLS_PER_DISC = 20;
const LONGEST_LIFE_MS = 150;
/** The number of events that a burner reports in about two discs. */
const MOST_EVENTS = 24;
const BLOCK_BYTES = 2_352;
const BURNER = fileURLToPath(new URL('./kill/burner.mjs', import.meta.url));

/** Numbers from 0 to `below` - 1. */
function randomOf(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** The disc must have exactly the expected tracks, byte for byte. */
async function expectOnDisc(drive: Drive, onDisc: readonly TrackState[], tracks: readonly ExpectedTrack[]) {
  expect(onDisc.map(({ number, lengthBlocks }) => ({ number, lengthBlocks }))).toEqual(
    tracks.map(({ number, blocks }) => ({ number, lengthBlocks: blocks })),
  );
  for (const [index, { noiseBlocks, seed }] of tracks.entries()) {
    const startLba = onDisc[index]?.startLba ?? 0;
    const sound = noise(noiseBlocks * BLOCK_BYTES, seed);
    for (let done = 0; done < noiseBlocks; ) {
      const some = Math.min(blocksPerRead(drive), noiseBlocks - done);
      const read = await readAudioBlocks(drive, { startLba: startLba + done, lengthBlocks: some });
      expect(Buffer.compare(read, sound.subarray(done * BLOCK_BYTES, (done + some) * BLOCK_BYTES))).toBe(0);
      done += some;
    }
  }
}

/** The disc must load, have what it must have, and be closable or, if it was being erased, erasable. */
async function examine(path: string, disc: ExpectedDisc): Promise<void> {
  await using drive = new Drive(await openSimulatedDrive(`${path}?medium=CD-RW`));
  const state = await readDiscState(drive);
  if (disc.erasing && (state.status === 'blank' || state.lastSession === 'damaged')) {
    const { result } = await drainGenerator(blankDisc(drive));
    expect(result.status).toBe('blank');
    disc.empty();
    return;
  }
  const { begun } = disc;
  const last = state.tracks[disc.tracks.length];
  if (begun !== undefined && last !== undefined) {
    const noiseBlocks = Math.min(begun.blocks, last.lengthBlocks);
    disc.tracks.push({ ...begun, noiseBlocks, blocks: last.lengthBlocks });
  }
  disc.begun = undefined;
  disc.erasing = false;
  await expectOnDisc(drive, state.tracks, disc.tracks);
  if (state.tracks.length === 0 || state.status === 'complete' || state.lastSession === 'empty') return;
  const { result } = await drainGenerator(closeDisc(drive));
  expect(result.status).toBe('complete');
  disc.tracks = disc.tracks.map((track, index) => {
    const blocks = result.tracks[index]?.lengthBlocks ?? 0;
    // A track interrupted before the minimum length is padded with silence.
    return state.tracks[index]?.open ? { ...track, blocks: Math.max(track.blocks, Math.min(blocks, 302)) } : track;
  });
  await expectOnDisc(drive, result.tracks, disc.tracks);
}

test(`the file of a disc survives ${KILLS} kills of the process that has it open, at random moments`, async () => {
  const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
  console.log(`KILL_SEED=${seed}`);
  const folder = temporaryFolder();
  const killedWhile = new Map<string, number>();
  const lane = async (number: number): Promise<void> => {
    const random = randomOf(seed * LANES + number);
    let disc = new ExpectedDisc();
    for (let kill = 0; kill < KILLS / LANES; kill++) {
      const path = join(folder, `${number}-${Math.floor(kill / KILLS_PER_DISC)}.disc`);
      if (kill % KILLS_PER_DISC === 0) disc = new ExpectedDisc();
      // Half of the kills come immediately after an event, to hit what takes no time.
      const lifeMs = random(2) === 0 ? 0 : random(LONGEST_LIFE_MS);
      await killBurner(BURNER, path, 1 + random(1_000_000), 1 + random(MOST_EVENTS), lifeMs, disc);
      killedWhile.set(disc.doing, (killedWhile.get(disc.doing) ?? 0) + 1);
      await examine(path, disc).catch((cause: unknown) => {
        throw new Error(`KILL_SEED=${seed}: lane ${number}, kill ${kill}, while ${disc.doing}: ${cause}`, { cause });
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
  console.log(`killed while: ${[...killedWhile].map(([doing, times]) => `${doing} ${times}`).join(', ')}`);
}, 1_200_000);
