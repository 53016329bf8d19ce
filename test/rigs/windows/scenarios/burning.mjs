import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { AUDIO_BLOCK_BYTES, assertSameBytes, onDisc, readSavedDisc } from '../../support/saved-disc.mjs';
import { Machine } from '../machine.mjs';
import { windowsPath } from '../wine.mjs';
import { assertDisc, assertWellBehaved, blocks, commandsOf, LIKE_WINDOWS } from './support.mjs';

const WRITE = '2a';
/** Whole blocks; an incomplete block at the end; shorter than a track may be. */
const THREE_TRACKS = [blocks(400), 1_234_568, 300_000];
const burn = (...more) => ['burn', '--device', 'D:', '--yes', '--verify', 'full', ...more];

/** A complete burn, finalized. */
const finalized = (wine, name, { faults, ...options }, check = () => undefined) => ({
  name,
  run: () =>
    Machine.with(wine, { faults }, async (machine) => {
      const { sounds, files } = await machine.music(THREE_TRACKS);
      const { stdout } = await machine.discwright(0, burn('--json', ...files), options);
      const { comparisons } = JSON.parse(stdout);
      assert.deepEqual(
        comparisons.map(({ track, offsetSamples }) => [track, offsetSamples]),
        THREE_TRACKS.map((_, index) => [index + 1, 0]),
      );
      const log = await machine.log();
      if (options.double !== undefined) assertWellBehaved(log, { locks: 1 });
      const said = check(log);
      assertDisc(await machine.disc(), 'complete', sounds);
      return said;
    }),
});

const writesOfAtMost = (blocksEach) => (log) => {
  const lengths = commandsOf(log, WRITE).map(({ lengthBytes }) => lengthBytes);
  assert.equal(Math.max(...lengths), blocks(blocksEach));
  return `${lengths.length} WRITEs of up to ${blocksEach} blocks`;
};

/** Burns on Windows, and checks the disc. */
export const burning = (wine) => [
  ...['koffi', 'ffi-napi'].map((ffi) =>
    finalized(wine, `burn 3 tracks through ${ffi}`, { ...LIKE_WINDOWS, ffi }, writesOfAtMost(27)),
  ),
  finalized(wine, 'burn 3 tracks in Node.js 22', { ...LIKE_WINDOWS, node: 22 }, writesOfAtMost(27)),
  finalized(
    wine,
    'a drive that defers WRITEs: the device thread resends them',
    // Long write in progress.
    { ...LIKE_WINDOWS, faults: [{ at: { command: 'WRITE(10)', nth: 20 }, does: { sense: '2/04/08' }, times: 5 }] },
    (log) => {
      const results = commandsOf(log, WRITE);
      assert.equal(results.length, 47 + 5);
      return writesOfAtMost(27)(log);
    },
  ),
  finalized(
    wine,
    'an adapter for 8 KiB, memory aligned to 512 bytes',
    { double: { adapter: '8192,3,511' }, checks: 'align=512,max=8192' },
    writesOfAtMost(3),
  ),
  finalized(
    wine,
    'an adapter that limits the number of pages, memory aligned to pages',
    { double: { adapter: '1048576,9,4095' }, checks: 'align=4096,max=32768' },
    writesOfAtMost(13),
  ),
  finalized(
    wine,
    'a disc with a file system: locked and dismounted',
    {
      ...LIKE_WINDOWS,
      double: { volume: '3,1' },
    },
    (log) => {
      const steps = log.filter((line) => /double.*(lock|mount)/.test(line)).map((line) => line.replace(/^\S+ /, ''));
      assert.deepEqual(
        steps.map((step) => step.replace(/^lock [^v].*/, 'lock')),
        ['lock volume', 'dismount volume', 'lock', 'unlock', 'unlock volume'],
      );
    },
  ),
  {
    name: 'burn --leave-open, info, another burn, close',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const first = await machine.music(THREE_TRACKS);
        // On Windows only the program itself expands the wildcard.
        await machine.discwright(0, burn('--leave-open', windowsPath(machine.path('track ?.wav'))));
        const open = JSON.parse((await machine.discwright(0, ['info', '--json'])).stdout);
        assert.deepEqual([open.disc.status, open.disc.tracks.length], ['appendable', 3]);
        const second = await machine.music([blocks(310)], 9);
        await machine.discwright(0, burn('--leave-open', ...second.files));
        await machine.discwright(0, ['close', '--yes']);
        assertDisc(await machine.disc(), 'complete', [...first.sounds, ...second.sounds]);
      }),
  },
  {
    name: 'IMAPI2 TrackAtOnce: doNotFinalizeMedia',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { sounds, files } = await machine.music([blocks(320), blocks(333)]);
        const said = await machine.script('imapi2.mjs', ['true', ...files], LIKE_WINDOWS);
        const { other, ...members } = said;
        const expected = { vendor: 'DISCWRT', whilePrepared: '0xC0AA0503', tracks: 2, owner: 'Rig on Windows' };
        assert.deepEqual(members, expected);
        assert.match(other, /^TransportError: .*'Rig on Windows', has exclusive use of the drive/s);
        assertWellBehaved(await machine.log(), { locks: 1 });
        const { stdout } = await machine.discwright(0, ['info', '--json'], LIKE_WINDOWS);
        assert.equal(JSON.parse(stdout).disc.status, 'appendable');
        await machine.discwright(0, ['close', '--yes'], LIKE_WINDOWS);
        assertDisc(await machine.disc(), 'complete', sounds);
      }),
  },
  {
    name: 'IMAPI2 TrackAtOnce: finalized',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { sounds, files } = await machine.music([blocks(301), 1_000_000]);
        assert.equal((await machine.script('imapi2.mjs', ['false', ...files], LIKE_WINDOWS)).tracks, 2);
        assertWellBehaved(await machine.log(), { locks: 1 });
        assertDisc(await machine.disc(), 'complete', sounds);
      }),
  },
  {
    name: 'CD-RW: burned, erased, burned again, exported',
    run: () =>
      Machine.with(wine, { medium: 'CD-RW' }, async (machine) => {
        const old = await machine.music([blocks(500)], 40);
        await machine.discwright(0, burn(...old.files), LIKE_WINDOWS);
        await machine.discwright(0, ['blank', '--yes'], LIKE_WINDOWS);
        const { sounds, files } = await machine.music([blocks(350), 800_000]);
        await machine.discwright(0, burn(...files), LIKE_WINDOWS);
        await machine.discwright(0, ['export', '--cue', windowsPath(machine.path('copy.cue'))], LIKE_WINDOWS);
        const image = await readFile(machine.path('copy.bin'));
        const disc = await machine.disc();
        assertDisc(disc, 'complete', sounds);
        for (const [index, { startLba }] of disc.tracks.entries()) {
          const expected = onDisc(sounds[index]);
          const start = startLba * AUDIO_BLOCK_BYTES;
          assertSameBytes(image.subarray(start, start + expected.length), expected, `track ${index + 1} of the image`);
        }
      }),
  },
  {
    name: 'a simulated disc, burned on Windows',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { sounds, files } = await machine.music([blocks(310)]);
        const device = `sim:${windowsPath(machine.path('other.disc'))}`;
        await machine.discwright(0, ['burn', '--device', device, '--verify', 'full', ...files]);
        assertDisc(await readSavedDisc(machine.path('other.disc')), 'complete', sounds);
        assert.deepEqual((await machine.log()).join(''), '');
      }),
  },
];
