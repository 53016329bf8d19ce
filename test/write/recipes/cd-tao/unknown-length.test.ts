import { expect, test } from '@jest/globals';
import { pcmTrackFromIterable } from '../../../../src/audio/index.ts';
import { Drive } from '../../../../src/drive/drive.ts';
import { Disc, SimulatedDrive } from '../../../../src/simulator/index.ts';
import { type BurnOptions, burn } from '../../../../src/write/burn.ts';
import { cdSessionAtOnce } from '../../../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { cdTrackAtOnce } from '../../../../src/write/recipes/cd-tao/cd-track-at-once.ts';
import { blocksOnDisc } from '../../../support/blocks-on-disc.ts';
import { blocksOfNoise, noise } from '../../../support/sources.ts';
import { drainGenerator } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';

const BLOCK = 2_352;

async function* inPieces(bytes: Uint8Array, pieceBytes = 10_007): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

const flowing = (bytes: Uint8Array) => pcmTrackFromIterable(inPieces(bytes), { name: 'a pipe' });

const write = (drive: Drive, sources: Parameters<typeof burn>[2], options: BurnOptions = {}) =>
  drainGenerator(burn(drive, cdTrackAtOnce, sources, options));

test('a source of unknown length is burned as it flows, between others', async () => {
  const { drive } = tamperedDrive();
  const bytes = noise(2_000 * BLOCK + 1_000, 5);
  const { result } = await write(drive, [blocksOfNoise(310, 1), flowing(bytes), blocksOfNoise(320, 2)]);
  expect(result).toMatchObject({ cancelled: false, warnings: [], disc: { status: 'complete' } });
  expect(result.tracks.map(({ lengthBlocks, stopped }) => [lengthBlocks, stopped])).toEqual([
    [310, false],
    [2_001, false],
    [320, false],
  ]);
  const onDisc = await blocksOnDisc(drive, result.tracks[1]?.startLba ?? 0, 2_001);
  expect(onDisc.subarray(0, bytes.length).equals(Buffer.from(bytes))).toBe(true);
  expect(onDisc.subarray(bytes.length).every((byte) => byte === 0)).toBe(true);
});

test('a short one is padded to 4 seconds, and one of whole blocks ends where it does', async () => {
  const { drive } = tamperedDrive();
  const { result } = await write(drive, [flowing(noise(3 * BLOCK, 1)), flowing(noise(400 * BLOCK, 2))]);
  expect(result.tracks.map(({ lengthBlocks, sourceBlocks }) => [lengthBlocks, sourceBlocks])).toEqual([
    [300, 3],
    [400, 400],
  ]);
});

test('one without any bytes is an error, and nothing is written', async () => {
  const { drive, transport } = tamperedDrive();
  const burning = write(drive, [flowing(new Uint8Array(0))]);
  await expect(burning).rejects.toThrow(/a pipe: it has no bytes|a pipe.*no bytes/);
  expect(transport.sent(0x2a)).toEqual([]);
});

test('one that the disc cannot hold: the error says so, and what is on the disc', async () => {
  const { structure } = Disc.blank('CD-R 80');
  const long = { number: 1, startLba: 0, lengthBlocks: 358_000, control: 0, copy: false, blockBytes: BLOCK };
  const disc = Disc.of({ ...structure, pma: [long] });
  const drive = new Drive(new SimulatedDrive({ disc }));
  await expect(write(drive, [flowing(noise(2_000 * BLOCK))])).rejects.toMatchObject({
    phase: 'writing',
    code: 'NO_ROOM',
    track: 2,
    message: expect.stringMatching(
      /the disc is full, and a pipe goes on: what had come until then is on the disc\. The disc is open: 1 complete track, and track 2 is cut off \(1693 blocks\);.* `discwright close`/,
    ),
  });
});

test('one that ends where the disc does fits', async () => {
  const { structure } = Disc.blank('CD-R 80');
  const long = { number: 1, startLba: 0, lengthBlocks: 358_000, control: 0, copy: false, blockBytes: BLOCK };
  const drive = new Drive(new SimulatedDrive({ disc: Disc.of({ ...structure, pma: [long] }) }));
  const { result } = await write(drive, [flowing(noise(1_693 * BLOCK))]);
  expect(result).toMatchObject({ disc: { status: 'complete' }, tracks: [{ lengthBlocks: 1_693, stopped: false }] });
});

test('stopping it closes the track where it is', async () => {
  const { drive } = tamperedDrive();
  const stop = new AbortController();
  async function* endless() {
    for (let count = 0; ; count++) {
      if (count === 3) stop.abort();
      yield noise(1_000 * BLOCK, count);
    }
  }
  const { result } = await write(drive, [pcmTrackFromIterable(endless(), { name: 'a pipe' })], { signal: stop.signal });
  expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' } });
});

test('whole sessions and full verification need its length', async () => {
  const { drive, transport } = tamperedDrive();
  const sao = drainGenerator(burn(drive, cdSessionAtOnce, [flowing(noise(400 * BLOCK))]));
  await expect(sao).rejects.toMatchObject({
    phase: 'planning',
    message: expect.stringMatching(/nothing says how long a pipe is.*spoolTrack\(\)/),
  });
  await expect(write(drive, [flowing(noise(400 * BLOCK))], { verify: 'full' })).rejects.toThrow(
    /can be read only once/,
  );
  expect(transport.sent(0x2a)).toEqual([]);
});
