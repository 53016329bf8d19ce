import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noise } from '../../support/noise-source.mjs';
import { assertSameBytes, onDisc, wavFile } from '../support/saved-disc.mjs';
import { assertReleased, commandsOf } from './traces.mjs';
import { atVirtualDrive, SG, SR } from './virtual-drive.mjs';

const BLOCK_BYTES = 2_352;
/** Not a whole number of blocks, a whole number, and less than the shortest track. */
const LENGTHS = [1_000_000, 400 * BLOCK_BYTES, 600_000];

export const soundsOf = (firstSeed, lengths = LENGTHS) =>
  lengths.map((lengthBytes, index) => noise(lengthBytes, firstSeed + index));

/** WAV files in the drive's folder. */
export const wavsOf = (drive, sounds, prefix = 'track') =>
  Promise.all(sounds.map((sound, index) => drive.write(`${prefix}${index + 1}.wav`, wavFile(sound))));

/** Asserts every byte of every track, including padding, and that there is nothing else. */
export function assertTracks(disc, sounds) {
  assert.equal(disc.tracks.length, sounds.length);
  for (const [index, { number, kind, bytes, damaged }] of disc.tracks.entries()) {
    assert.deepEqual({ number, kind, damaged }, { number: index + 1, kind: 'audio', damaged: false });
    assertSameBytes(bytes, onDisc(sounds[index]), `track ${number}`);
  }
}

const burnsThrough = (device) => async () =>
  atVirtualDrive({}, async (drive) => {
    const sounds = soundsOf(1);
    const tracePath = join(drive.folder, 'burn.jsonl');
    const burn = ['burn', '--yes', '--verify', 'full', '--trace', tracePath, ...(await wavsOf(drive, sounds))];
    const { comparisons, disc: reported } = await drive.ask(burn, { device });
    assert.equal(comparisons.length, sounds.length);
    for (const { offsetSamples } of comparisons) assert.equal(offsetSamples, 0);
    const commands = await assertReleased(drive, tracePath);
    const disc = await drive.disc();
    assert.equal(disc.status, 'complete');
    assert.deepEqual(
      reported.tracks,
      disc.tracks.map(({ bytes: _, ...track }) => track),
    );
    assertTracks(disc, sounds);
    return `${disc.tracks.length} tracks equal, ${commands.length} commands`;
  });

export const scenarios = [
  { name: 'discwright: burn through /dev/sr0, verified in full', run: burnsThrough(SR) },
  { name: 'discwright: burn through /dev/sg0, verified in full', run: burnsThrough(SG) },
  {
    name: 'discwright: left open, examined, closed',
    run: () =>
      atVirtualDrive({}, async (drive) => {
        const sounds = soundsOf(11);
        const { stdout } = await drive.discwright(['burn', '--yes', '--leave-open', ...(await wavsOf(drive, sounds))]);
        assert.match(stdout, /discwright close --device \/dev\/sr0/);
        const open = await drive.ask(['info']);
        assert.deepEqual([open.disc.status, open.disc.lastSession], ['appendable', 'incomplete']);
        const closed = await drive.ask(['close', '--yes']);
        assert.deepEqual([closed.disc.status, closed.repairs], ['complete', []]);
        const disc = await drive.disc();
        assert.equal(disc.status, 'complete');
        assertTracks(disc, sounds);
      }),
  },
  {
    name: 'discwright: three sessions, the middle one through sg',
    run: () =>
      atVirtualDrive({}, async (drive) => {
        const sounds = soundsOf(21);
        const files = await wavsOf(drive, sounds);
        for (const [index, file] of files.entries()) {
          const device = index === 1 ? SG : SR;
          const last = index === files.length - 1;
          await drive.discwright(['burn', '--yes', ...(last ? [] : ['--leave-open']), file], { device });
          if (!last) await drive.discwright(['close', '--yes', '--appendable'], { device });
        }
        const { sessions } = await drive.ask(['toc']);
        assert.deepEqual(
          sessions.map(({ number, tracks }) => [number, tracks.length]),
          [
            [1, 1],
            [2, 1],
            [3, 1],
          ],
        );
        const disc = await drive.disc();
        assert.deepEqual([disc.status, disc.sessions], ['complete', 3]);
        // From lead-out to the next program area, including lead-in and pregap: more after the first session than after others.
        const [first, second] = sessions.map(({ leadOutLba }) => leadOutLba);
        assert.equal(disc.tracks[1].startLba - first, 11_400);
        assert.equal(disc.tracks[2].startLba - second, 6_900);
        assertTracks(disc, sounds);
      }),
  },
  {
    name: 'discwright: CD-RW burned, erased, burned, erased in full, burned',
    run: () =>
      atVirtualDrive({ medium: 'CD-RW' }, async (drive) => {
        const early = await wavsOf(drive, soundsOf(31), 'early');
        const sounds = soundsOf(41, [800_000, 750_000]);
        const late = await wavsOf(drive, sounds, 'late');
        await drive.discwright(['burn', '--yes', ...early]);
        assert.equal((await drive.ask(['blank', '--yes'])).disc.status, 'blank');
        await drive.discwright(['burn', '--yes', '--leave-open', ...early], { device: SG });
        // In virtual time, on a clock that the driver does not share, the whole disc is erased in no time.
        const { disc: erased, warnings } = await drive.ask(['blank', '--yes', '--full']);
        assert.equal(erased.status, 'blank');
        assert.match(warnings.join(), /faster than any drive/);
        await drive.discwright(['burn', '--yes', '--verify', 'full', ...late]);
        const disc = await drive.disc();
        assert.deepEqual([disc.status, disc.erasable], ['complete', true]);
        assertTracks(disc, sounds);
      }),
  },
  {
    name: 'discwright: with the laser off',
    run: () =>
      atVirtualDrive({}, async (drive) => {
        const { stdout } = await drive.discwright([
          'burn',
          '--yes',
          '--simulate',
          ...(await wavsOf(drive, soundsOf(51))),
        ]);
        assert.match(stdout, /Nothing was written/);
        assert.equal((await drive.disc()).status, 'blank');
      }),
  },
  {
    name: 'discwright: export as BIN/CUE and WAV',
    run: () =>
      atVirtualDrive({}, async (drive) => {
        const sounds = soundsOf(61);
        await drive.discwright(['burn', '--yes', ...(await wavsOf(drive, sounds))]);
        await drive.discwright(['export', '--cue', 'out.cue', '--wav', 'out'], { device: SG });
        for (const [index, sound] of sounds.entries()) {
          const wav = await readFile(join(drive.folder, `out/track0${index + 1}.wav`));
          assertSameBytes(wav.subarray(44), onDisc(sound), `track0${index + 1}.wav`);
        }
        const bin = await readFile(join(drive.folder, 'out.bin'));
        const { tracks } = await drive.disc();
        for (const [index, { startLba }] of tracks.entries()) {
          const expected = onDisc(sounds[index]);
          const start = startLba * BLOCK_BYTES;
          assertSameBytes(bin.subarray(start, start + expected.length), expected, `track ${index + 1} of out.bin`);
        }
      }),
  },
  {
    name: 'discwright: no transfer is larger than the kernel allows',
    run: async () => {
      const seen = [];
      for (const [device, maxBytes] of [
        [SR, 131_072],
        [SR, 32_768],
        [SG, 20_480],
      ]) {
        await atVirtualDrive({ maxBytes }, async (drive) => {
          const sounds = soundsOf(71, [1_500_000]);
          const tracePath = join(drive.folder, 'burn.jsonl');
          const files = await wavsOf(drive, sounds);
          await drive.discwright(['burn', '--yes', '--verify', 'full', '--trace', tracePath, ...files], { device });
          const longest = Math.max(...(await commandsOf(tracePath)).map(({ lengthBytes }) => lengthBytes));
          assert.ok(longest <= maxBytes, `${longest} bytes were sent in one command, ${maxBytes} are allowed`);
          assertTracks(await drive.disc(), sounds);
          seen.push(`${longest} of ${maxBytes}`);
        });
      }
      return seen.join(', ');
    },
  },
];
