import { expect } from '@jest/globals';
import { AUDIO_BLOCK_BYTES } from '../../../../src/cd/geometry.ts';
import { DecodeError } from '../../../../src/codec/index.ts';
import { readDiscState } from '../../../../src/drive/disc-state.ts';
import { Drive } from '../../../../src/drive/drive.ts';
import { StillBusyError } from '../../../../src/drive/ready.ts';
import { readAudioBlocks } from '../../../../src/read/read-blocks.ts';
import { SenseError, StatusError } from '../../../../src/scsi/sense-error.ts';
import { type Fault, SimulatedDrive } from '../../../../src/simulator/index.ts';
import { TransportError } from '../../../../src/transport/transport-error.ts';
import type { BurnOptions } from '../../../../src/write/burn.ts';
import { burnAudio } from '../../../../src/write/burn-audio.ts';
import { BurnError } from '../../../../src/write/engine/burn-error.ts';
import { PREVENT_ALLOW } from '../../../support/cdb.ts';
import { blocksOfNoise, noise } from '../../../support/sources.ts';
import { drainGenerator } from '../../../support/tampered-transport.ts';

/** More than all commands of a burn together may wait. */
const LIMIT_MS = 4 * 3_600_000;

const TRACK_BLOCKS = [400, 900];
const BLOCKS_PER_READ = 25;

/**
 * Burns two tracks while things go wrong. Resolves with the error, or with undefined when the burn succeeded anyway.
 * @param afterwards runs after a failed burn, before the drive is closed
 */
export async function burnUnder(
  faults: readonly Fault[],
  options: BurnOptions = {},
  afterwards: (simulated: SimulatedDrive) => Promise<void> = async () => {},
): Promise<Error | undefined> {
  const simulated = new SimulatedDrive({ faults, bufferBytes: 512 * 1_024 });
  const drive = new Drive(simulated);
  let unlockTried = false;
  simulated.burner.behaviours.unshift({
    name: 'note that the tray is unlocked',
    answer(call, next) {
      unlockTried ||= call.cdb[0] === PREVENT_ALLOW && call.cdb[4] === 0;
      return next();
    },
  });
  const sources = TRACK_BLOCKS.map((blocks, index) => blocksOfNoise(blocks, index + 1));
  const error = await drainGenerator(burnAudio(drive, sources, options)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(simulated.clock.now()).toBeLessThan(LIMIT_MS);
  await expectShared(simulated);
  const { tray, behaviours } = simulated.burner;
  if (error === undefined) {
    behaviours.length = 0;
    const { tracks } = await readDiscState(drive);
    expect(tracks.map(({ lengthBlocks }) => lengthBlocks)).toEqual(TRACK_BLOCKS);
    for (const { number, startLba, lengthBlocks } of tracks) await expectNoise(drive, number, startLba, lengthBlocks);
    expect(tray.locked).toBe(false);
    await drive.close();
    return undefined;
  }
  const known = [BurnError, SenseError, StatusError, TransportError, StillBusyError, DecodeError].some(
    (kind) => error instanceof kind,
  );
  if (!known) throw error;
  await afterwards(simulated);
  await drive.close();
  // The drive need not have received it; an unplugged one receives nothing.
  expect(unlockTried || !tray.locked || /unplugged|lost power/.test((error as Error).message)).toBe(true);
  return error as Error;
}

async function expectNoise(drive: Drive, seed: number, startLba: number, lengthBlocks: number): Promise<void> {
  const sent = noise(lengthBlocks * AUDIO_BLOCK_BYTES, seed);
  for (let block = 0; block < lengthBlocks; block += BLOCKS_PER_READ) {
    const blocks = Math.min(BLOCKS_PER_READ, lengthBlocks - block);
    const found = await readAudioBlocks(drive, { startLba: startLba + block, lengthBlocks: blocks });
    const expected = sent.subarray(block * AUDIO_BLOCK_BYTES, (block + blocks) * AUDIO_BLOCK_BYTES);
    if (Buffer.compare(found, expected) !== 0) throw new Error(`LBA ${startLba + block}: differs from what was sent`);
  }
}

async function expectShared(simulated: SimulatedDrive): Promise<void> {
  const other = simulated.connect();
  await other.takeExclusive('somebody else');
  await other.releaseExclusive();
}
