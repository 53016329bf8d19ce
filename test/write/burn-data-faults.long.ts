import { expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { driveBlocks } from '../../src/read/drive-blocks.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { burnData } from '../../src/write/burn-data.ts';
import { blocksOfNoise, noise, sourceOf } from '../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../support/tampered-transport.ts';

const BLOCKS = 310;
const DATA = noise(BLOCKS * 2_048, 9);
const NAMED = new Set(['BurnError', 'SenseError', 'StatusError', 'TransportError']);

type Does = Parameters<SimulatedDrive['inject']>[0]['does'];

/** Adds data to audio that was left open, with a fault at the nth exchange. */
async function burnWith(does: Does | undefined, nth: number) {
  const simulated = new SimulatedDrive();
  const transport = new TamperedTransport(simulated);
  await using drive = new Drive(transport);
  await drainGenerator(burnAudio(drive, [blocksOfNoise(310)], { ending: 'leave-open', verify: 'none' }));
  let exchanges = 0;
  transport.tamper = (_request, next) => {
    exchanges++;
    if (does !== undefined && exchanges === nth) simulated.inject({ at: {}, does });
    return next();
  };
  const failure = await drainGenerator(burnData(drive, sourceOf(DATA), { append: true })).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
  transport.tamper = (_request, next) => next();
  const state = await readDiscState(drive);
  const data = state.tracks.find(({ kind }) => kind === 'data');
  const read =
    failure === undefined && data !== undefined
      ? await driveBlocks(drive).readBlocks(data.startLba, BLOCKS)
      : undefined;
  return { exchanges, failure, state, data, read };
}

/** What is not true of a run; undefined for none. */
function untruth({ failure, state, data, read }: Awaited<ReturnType<typeof burnWith>>): string | undefined {
  if (failure === undefined) {
    const right =
      state.status === 'complete' &&
      data?.session === 2 &&
      Buffer.compare(Buffer.from(read ?? []), Buffer.from(DATA)) === 0;
    return right ? undefined : 'it succeeded, and the data is not there';
  }
  const { name, message } = failure;
  if (!NAMED.has(name)) return `${name}: ${message}`;
  const nothing = /nothing was written|was not written/i.test(message);
  if (nothing && data !== undefined) return `the data is there: ${message}`;
  if (nothing && state.lastSession === 'empty' && !/session was closed/.test(message))
    return `it was closed: ${message}`;
  return undefined;
}

test.each<[string, Does]>([
  ['a write error', { sense: '3/0C/00' }],
  ['an answer that is lost', { hostTimeout: true }],
  ['a reset', { reset: true }],
])('%s at any exchange: what is said of the audio session and of the data is true', async (_name, does) => {
  const { exchanges } = await burnWith(undefined, 0);
  const wrong: string[] = [];
  for (let nth = 1; nth <= exchanges; nth++) {
    const found = untruth(await burnWith(does, nth));
    if (found !== undefined) wrong.push(`${nth}: ${found}`);
  }
  expect(wrong).toEqual([]);
});
