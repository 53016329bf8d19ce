import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { burnAudio, openDrive, openTransport, serveDrive } from '../../src/index.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SECONDS = 20;
const BLOCKS_PER_SECOND = 75;
/** MMC's 48x, the fastest that the drive has. */
const FASTEST = 48;
const PROBE_EVERY_MS = 20;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How long each TEST UNIT READY took, sent at intervals until `enough`, as a desktop would. */
async function probe(path: string, enough: () => boolean): Promise<number[]> {
  const transport = await openTransport(path);
  const took: number[] = [];
  while (!enough()) {
    const before = performance.now();
    await transport.send({ cdb: new Uint8Array(6), data: { direction: 'none' }, timeoutMs: 60_000 });
    took.push(performance.now() - before);
    await pause(PROBE_EVERY_MS);
  }
  await transport.close();
  return took.sort((a, b) => a - b);
}

test('in real time, a burn takes as long as its blocks and a second program is answered meanwhile', async () => {
  const socketPath = join(temporaryFolder(), 's');
  await using server = await serveDrive({ device: 'sim:', socketPath, time: 'real' });
  await using drive = await openDrive(`unix:${socketPath}`);
  let over = false;
  const probing = probe(`unix:${socketPath}`, () => over);
  const blocks = SECONDS * BLOCKS_PER_SECOND * 10;
  const startedAt = performance.now();
  for await (const _ of burnAudio(drive, [blocksOfNoise(blocks)], { ending: 'leave-open' })) void _;
  const tookS = (performance.now() - startedAt) / 1_000;
  over = true;
  const took = await probing;
  expect(tookS).toBeGreaterThan(blocks / BLOCKS_PER_SECOND / FASTEST);
  const median = took[Math.floor(took.length / 2)] ?? Number.NaN;
  console.log(`second program on the socket: median ${median.toFixed(2)} ms of ${took.length} answers`);
  expect(took.length).toBeGreaterThan(10);
  expect(server.socketPath).toBe(socketPath);
}, 120_000);
