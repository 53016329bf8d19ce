import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type DiscState, readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { blocksPerRead, readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { readTableOfContents } from '../../../src/read/table-of-contents.ts';
import { type Fault, openSimulatedDrive, type SimulatedDrive } from '../../../src/simulator/index.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { closeDisc } from '../../../src/write/repair/close-disc.ts';
import { discwright } from '../../cli/cli.ts';
import { writeWav } from '../../cli/wavs.ts';
import { blocksOfNoise, noise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const BLOCK_BYTES = 2_352;
/** The last one is not a whole number of WRITEs; the buffer holds about half a track. */
const TRACK_BLOCKS = [310, 700, 401] as const;
const BUFFER_BYTES = 512 * 1_024;

const folder = temporaryFolder();

const powerLossAt = (nth: number): Fault => ({ at: { nth }, does: { powerLoss: 'gone' } });

/** Burns three tracks; resolves with the number known to be complete when it ended, and with the error if it failed. */
async function burn(simulated: SimulatedDrive): Promise<{ complete: number; error: unknown }> {
  await using drive = new Drive(simulated);
  const sources = TRACK_BLOCKS.map((blocks, index) => blocksOfNoise(blocks, index + 1));
  let complete = 0;
  const burning = burnAudio(drive, sources);
  try {
    for (;;) {
      const { done, value } = await burning.next();
      if (done) return { complete: TRACK_BLOCKS.length, error: undefined };
      // This phase begins after the track before was read back and found intact.
      if (value.phase === 'preparing') complete = (value.track ?? 1) - 1;
      if (value.phase === 'closing the session') complete = TRACK_BLOCKS.length;
    }
  } catch (error) {
    return { complete, error };
  }
}

/** How many commands an undisturbed burn sends. */
async function commandsOfABurn(): Promise<number> {
  let commands = 0;
  const count = {
    name: 'count',
    answer: (_call: unknown, next: () => Promise<any>) => {
      commands++;
      return next();
    },
  };
  const { error } = await burn(await openSimulatedDrive('', { bufferBytes: BUFFER_BYTES, behaviours: [count] }));
  expect(error).toBeUndefined();
  return commands;
}

/** Every track of the disc must begin with the audio that was sent for it; only silence may follow. */
async function expectAudio(drive: Drive, { tracks }: DiscState): Promise<void> {
  for (const { number, startLba, lengthBlocks } of tracks) {
    const sent = noise((TRACK_BLOCKS[number - 1] ?? 0) * BLOCK_BYTES, number);
    for (let block = 0; block < lengthBlocks; block += blocksPerRead(drive)) {
      const blocks = Math.min(blocksPerRead(drive), lengthBlocks - block);
      const found = await readAudioBlocks(drive, { startLba: startLba + block, lengthBlocks: blocks });
      // An interrupted track may be padded with silence to four seconds.
      expectBeginsWith(found, sent.subarray(block * BLOCK_BYTES, (block + blocks) * BLOCK_BYTES));
    }
  }
}

function expectBeginsWith(found: Uint8Array, sent: Uint8Array): void {
  const audioBytes = found.findLastIndex((byte) => byte !== 0) + 1;
  const wholeBlocks = Math.ceil(audioBytes / BLOCK_BYTES) * BLOCK_BYTES;
  if (Buffer.compare(found.subarray(0, wholeBlocks), sent.subarray(0, wholeBlocks)) !== 0) {
    throw new Error('the audio on the disc is not what was sent');
  }
}

/** Checks what a new process finds on the disc, and that it can repair it. */
async function expectRecovery(path: string, complete: number): Promise<string> {
  await using simulated = await openSimulatedDrive(path);
  await using drive = new Drive(simulated);
  const found = await readDiscState(drive);
  const whole = found.tracks.filter(({ open, damaged }) => !open && !damaged);
  expect(whole.length).toBeGreaterThanOrEqual(complete);
  expect(whole.map(({ lengthBlocks }) => lengthBlocks)).toEqual(TRACK_BLOCKS.slice(0, whole.length));
  expect(found.tracks.length - whole.length).toBeLessThanOrEqual(1);
  await expectAudio(drive, { ...found, tracks: whole });
  if (found.status === 'blank') {
    expect(await drainGenerator(closeDisc(drive)).catch(asBurnError)).toMatchObject({
      remedy: expect.stringMatching(/Burn something first/),
    });
    expect((await burn(simulated)).error).toBeUndefined();
    return 'blank';
  }
  const already = found.status === 'complete';
  const closed = already ? found : (await drainGenerator(closeDisc(drive))).result;
  expect(closed).toMatchObject({ status: 'complete', sessions: 1 });
  expect(closed.tracks.every(({ open, damaged }) => !open && !damaged)).toBe(true);
  expect(closed.tracks.slice(0, whole.length)).toEqual(whole);
  await expectAudio(drive, closed);
  const toc = await readTableOfContents(drive);
  expect(toc.tracks.map(({ track, startLba }) => ({ number: track, startLba }))).toEqual(
    closed.tracks.map(({ number, startLba }) => ({ number, startLba })),
  );
  if (already) return 'complete';
  return found.lastSession === 'damaged' ? `damaged with ${whole.length} whole` : `open with ${whole.length}`;
}

const asBurnError = (error: unknown): BurnError => {
  expect(error).toBeInstanceOf(BurnError);
  return error as BurnError;
};

describe('the power fails during a burn of three tracks', () => {
  test('at every command: the state of the disc is reported, whole tracks are intact, and closing makes it play', async () => {
    const commands = await commandsOfABurn();
    const outcomes = new Set<string>();
    for (let nth = 1; nth <= commands; nth++) {
      const path = join(folder, `${nth}.disc`);
      const faults = [powerLossAt(nth)];
      const { complete, error } = await burn(await openSimulatedDrive(path, { bufferBytes: BUFFER_BYTES, faults }));
      // With the last command the tray is unlocked: the burn is verified by then, and the failure is a warning.
      if (nth < commands) expect(String(error)).toMatch(/lost power/);
      else expect(error).toBeUndefined();
      try {
        const outcome = await expectRecovery(path, complete);
        if (nth === commands) expect(outcome).toBe('complete');
        outcomes.add(outcome);
      } catch (reason) {
        throw new Error(`after a power failure at command ${nth} of ${commands}`, { cause: reason });
      }
      await rm(path);
    }
    console.log(`${commands} commands; found: ${[...outcomes].join('; ')}`);
    expect([...outcomes].sort()).toEqual(
      expect.arrayContaining(['blank', 'complete', 'damaged with 0 whole', 'damaged with 2 whole', 'open with 3']),
    );
  });

  test('as separate programs: burn, info, close', async () => {
    for (const [index, blocks] of TRACK_BLOCKS.entries()) {
      await writeWav(folder, `${index + 1}.wav`, noise(blocks * BLOCK_BYTES, index + 1));
    }
    const run = (...args: string[]) => discwright(args, { cwd: folder });
    for (const nth of [40, 55, 70, 85]) {
      const device = `program-${nth}.disc`;
      await writeFile(join(folder, 'faults.json'), JSON.stringify([powerLossAt(nth)]));
      const burned = await run('--device', `sim:${device}?faults=faults.json`, 'burn', '1.wav', '2.wav', '3.wav');
      expect(burned).toMatchObject({ code: expect.any(Number), stderr: expect.stringMatching(/lost power/) });
      expect(burned.code).not.toBe(0);
      const info = await run('--device', `sim:${device}`, '--json', 'info');
      expect(info.code).toBe(0);
      const closed = await run('--device', `sim:${device}`, 'close');
      expect(closed).toMatchObject({ code: 0, stderr: '' });
      const after = await run('--device', `sim:${device}`, 'info');
      expect(after.stdout).toMatch(/complete/i);
    }
  });
});
