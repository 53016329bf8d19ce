import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { type DiscState, readDiscState } from '../../src/drive/disc-state.ts';
import type { Drive } from '../../src/drive/drive.ts';
import { openDrive } from '../../src/open-drive.ts';
import { blocksPerRead, readAudioBlocks } from '../../src/read/read-blocks.ts';
import { readTableOfContents } from '../../src/read/table-of-contents.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { recoverDisc } from '../../src/write/repair/recover-disc.ts';
import type { Recovery } from '../../src/write/repair/recovery.ts';
import { killBurner } from '../support/kill-burner.ts';
import { noise } from '../support/sources.ts';
import { drainGenerator } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const KILLS = 200;
/** Each has a served drive of its own. */
const LANES = 2;
/** The number of events that a burner reports in about one disc. */
const MOST_EVENTS = 26;
const LONGEST_LIFE_MS = 40;
const BLOCK_BYTES = 2_352;
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const BURNER = fileURLToPath(new URL('./kill/burner.mjs', import.meta.url));

const eventSchema = z.discriminatedUnion('at', [
  z.object({ at: z.enum(['erasing', 'blank', 'written', 'closed']) }),
  z.object({ at: z.literal('step'), phase: z.string() }),
  z.object({ at: z.literal('writing'), blocks: z.int(), seed: z.int() }),
]);

interface Sent {
  readonly blocks: number;
  readonly seed: number;
}

/** What must be on the disc, according to the burner's reports. */
class Reported {
  erasing = false;
  /** Tracks that were finished and read back. */
  finished: Sent[] = [];
  /** The track that was being written, or may have been finished. */
  begun: Sent | undefined;
  doing = 'opening';

  hear(line: string): void {
    const event = eventSchema.parse(JSON.parse(line));
    this.doing = event.at === 'step' ? event.phase : event.at;
    if (event.at === 'erasing') this.erasing = true;
    if (event.at === 'blank') {
      this.erasing = false;
      this.finished = [];
      this.begun = undefined;
    }
    if (event.at === 'writing') this.begun = event;
    if (event.at === 'written' && this.begun !== undefined) {
      this.finished.push(this.begun);
      this.begun = undefined;
    }
  }
}

/** Numbers from 0 to `below` - 1. */
function randomOf(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

async function serve(folder: string, name: string): Promise<{ device: string; server: ChildProcess }> {
  const socket = join(folder, name);
  const device = `sim:${join(folder, `${name}.disc`)}?medium=CD-RW`;
  const parameters = [MAIN, 'serve', '--device', device, '--socket', socket];
  const server = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: server.stdout })) {
    if (line.startsWith('Socket')) return { device: `unix:${socket}`, server };
  }
  throw new Error('discwright serve has ended');
}

/** The server carries out what the dead program had sent, and only then lets others have the drive. */
async function recovered(drive: Drive): Promise<Recovery> {
  for (;;) {
    try {
      return (await drainGenerator(recoverDisc(drive))).result;
    } catch (error) {
      if (!(error instanceof TransportError && error.kind === 'busy')) throw error;
    }
  }
}

/** The finished tracks play: they are in the table of contents, with every byte that was sent. */
async function expectFinished(drive: Drive, { tracks }: DiscState, { finished, begun }: Reported): Promise<void> {
  const all = begun === undefined ? finished : [...finished, begun];
  expect(tracks.length).toBeGreaterThanOrEqual(finished.length);
  expect(tracks.length).toBeLessThanOrEqual(all.length);
  const toc = await readTableOfContents(drive);
  expect(toc.tracks.map(({ startLba }) => startLba)).toEqual(tracks.map(({ startLba }) => startLba));
  for (const [index, { startLba, lengthBlocks }] of tracks.entries()) {
    const { blocks = 0, seed = 0 } = all[index] ?? {};
    const sound = noise(blocks * BLOCK_BYTES, seed);
    if (index < finished.length) expect(lengthBlocks).toBe(blocks);
    let silent = false;
    for (let done = 0; done < Math.min(lengthBlocks, blocks); ) {
      const some = Math.min(blocksPerRead(drive), lengthBlocks - done, blocks - done);
      const read = await readAudioBlocks(drive, { startLba: startLba + done, lengthBlocks: some });
      for (let block = 0; block < some; block++) {
        const found = read.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES);
        const sent = sound.subarray((done + block) * BLOCK_BYTES, (done + block + 1) * BLOCK_BYTES);
        // A track that was not finished may be padded with silence.
        silent ||= index >= finished.length && found.every((byte) => byte === 0);
        expect(Buffer.compare(found, silent ? new Uint8Array(BLOCK_BYTES) : sent)).toBe(0);
      }
      done += some;
    }
  }
}

async function recoverAndExamine(device: string, disc: Reported): Promise<void> {
  await using drive = await openDrive(device);
  const { unlocked } = await recovered(drive);
  expect(unlocked).toBe(true);
  const state = await readDiscState(drive);
  // BLANK may have been carried out, or not have arrived.
  if (state.status === 'blank' && (disc.erasing || disc.finished.length === 0)) return;
  expect(state.status).toBe('complete');
  await expectFinished(drive, state, disc);
}

test(`after ${KILLS} kills of a burn on a served drive, at random moments, the finished tracks play`, async () => {
  const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
  console.log(`KILL_SEED=${seed}`);
  const folder = temporaryFolder();
  const killedWhile = new Map<string, number>();
  let count = 0;
  const lane = async (number: number): Promise<void> => {
    const random = randomOf(seed * LANES + number);
    const { device, server } = await serve(folder, `lane${number}`);
    try {
      const disc = new Reported();
      for (let kill = 0; kill < KILLS / LANES; kill++) {
        const lifeMs = random(2) === 0 ? 0 : random(LONGEST_LIFE_MS);
        await killBurner(BURNER, device, 1 + random(1_000_000), 1 + random(MOST_EVENTS), lifeMs, disc);
        killedWhile.set(disc.doing, (killedWhile.get(disc.doing) ?? 0) + 1);
        await recoverAndExamine(device, disc).catch((cause: unknown) => {
          throw new Error(`KILL_SEED=${seed}: lane ${number}, kill ${kill}, while ${disc.doing}: ${cause}`, { cause });
        });
        count++;
      }
    } finally {
      server.kill('SIGTERM');
      await once(server, 'close');
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
  console.log(
    `recovered ${count} of ${KILLS}; killed while: ${[...killedWhile].map(([doing, times]) => `${doing} ${times}`).join(', ')}`,
  );
  expect(count).toBe(KILLS);
}, 1_200_000);
