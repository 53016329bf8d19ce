import { expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { checkSessions } from '../../src/write/check-sessions.ts';
import { TrackFormats } from '../../src/write/engine/track-format.ts';
import type { TrackSource } from '../../src/write/engine/track-source.ts';
import { fitSessions } from '../../src/write/fit-sessions.ts';
import { cdSessionAtOnce } from '../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { cdTrackAtOnce } from '../../src/write/recipes/cd-tao/cd-track-at-once.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { tamperedDrive } from './support.ts';

const { drive } = tamperedDrive();
const disc = await readDiscState(drive);

/** Data that were made for one address. */
const dataFor = (lba: number): TrackSource => ({
  ...blocksOfNoise(350),
  lengthBytes: 350 * 2_048,
  format: TrackFormats.mode1,
  placeProblem: (startLba) => (startLba === lba ? undefined : `it was made for LBA ${lba}`),
});
const session = (recipe: typeof cdTrackAtOnce, ...sources: TrackSource[]) => ({ recipe, sources, options: {} });
/** Where session 2 begins after a session of this many blocks. */
const after = (blocks: number) => blocks + 11_400;

test('a session that would end too early gets silence at its end', async () => {
  const sessions = [
    session(cdSessionAtOnce, blocksOfNoise(400), { ...blocksOfNoise(500), isrc: 'GBAYE6500331', pregapBlocks: 150 }),
    session(cdTrackAtOnce, dataFor(after(902))),
  ];
  const [first, second] = fitSessions(sessions, disc);
  expect(first).toMatchObject({ addedBlocks: 2, recipe: cdSessionAtOnce });
  expect(first?.sources[0]).toBe(sessions[0]?.sources[0]);
  expect(first?.sources[1]).toMatchObject({ lengthBytes: 502 * 2_352, isrc: 'GBAYE6500331', pregapBlocks: 150 });
  const read = new Uint8Array(503 * 2_352);
  const reader = await first?.sources[1]?.openReader();
  expect(await reader?.read(read)).toBe(502 * 2_352);
  expect(read.subarray(500 * 2_352).every((byte) => byte === 0)).toBe(true);
  expect(read.subarray(499 * 2_352, 500 * 2_352).some((byte) => byte !== 0)).toBe(true);
  await reader?.close();
  expect(second).toMatchObject({ addedBlocks: 0, recipe: cdTrackAtOnce });
});

test('one that would end too late because of a run-out is written Session-At-Once, where that is allowed', () => {
  const sessions = [session(cdTrackAtOnce, blocksOfNoise(400)), session(cdTrackAtOnce, dataFor(after(400)))];
  expect(fitSessions(sessions, disc, { wholeSession: cdSessionAtOnce })[0]).toMatchObject({
    addedBlocks: 0,
    recipe: cdSessionAtOnce,
  });
  expect(fitSessions(sessions, disc)[0]).toMatchObject({ addedBlocks: 0, recipe: cdTrackAtOnce });
});

test('what fits stays as it is, and what cannot be made to fit is refused before anything is written', async () => {
  const fitting = [session(cdTrackAtOnce, blocksOfNoise(400)), session(cdTrackAtOnce, dataFor(after(402)))];
  expect(fitSessions(fitting, disc, { wholeSession: cdSessionAtOnce })).toMatchObject([
    { addedBlocks: 0, recipe: cdTrackAtOnce, sources: fitting[0]?.sources },
    { addedBlocks: 0, sources: fitting[1]?.sources },
  ]);
  const far = [session(cdTrackAtOnce, blocksOfNoise(400)), session(cdTrackAtOnce, dataFor(after(440)))];
  const fitted = fitSessions(far, disc, { wholeSession: cdSessionAtOnce });
  expect(fitted[0]).toMatchObject({ addedBlocks: 0, recipe: cdTrackAtOnce });
  await expect(checkSessions(drive, fitted)).rejects.toMatchObject({
    phase: 'planning',
    message: expect.stringContaining('it was made for LBA 11840'),
  });
});

test('a drive that does not write the data of a later session is refused before the first session', async () => {
  const mixed = { ...dataFor(0), format: TrackFormats.mode2Mixed, placeProblem: () => undefined };
  const sessions = [session(cdTrackAtOnce, blocksOfNoise(400)), session(cdTrackAtOnce, mixed)];
  await expect(checkSessions(drive, sessions)).rejects.toMatchObject({
    phase: 'preparing',
    message: expect.stringContaining('the drive refuses the write parameters for Track-At-Once'),
    remedy: expect.stringContaining('This is session 2 of 2, with those before it on the disc. Nothing was written.'),
  });
});

test('a check that is stopped rejects with the reason of its signal, and the drive can be used', async () => {
  const sessions = [{ recipe: cdTrackAtOnce, sources: [blocksOfNoise(310)], options: {} }];
  const stopped = checkSessions(drive, sessions, { signal: AbortSignal.abort(new Error('stopped')) });
  await expect(stopped).rejects.toThrow('stopped');
  await expect(checkSessions(drive, sessions)).resolves.toBeUndefined();
});
