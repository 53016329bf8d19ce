import assert from 'node:assert/strict';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noise } from '../../support/noise-source.mjs';
import { AUDIO_BLOCK_BYTES, assertSameBytes, wavFile } from '../support/saved-disc.mjs';
import { atVirtualDrive, SR, scenario } from './virtual-drive.mjs';

/** Five seconds of sound before track 1, which begins with its index 1. */
const SHEET = `FILE "all.wav" WAVE
  TRACK 01 AUDIO
    INDEX 00 00:00:00
    INDEX 01 00:05:00
  TRACK 02 AUDIO
    INDEX 01 00:15:00
`;
const EXPORTED = [
  'FILE "out.bin" BINARY',
  '  TRACK 01 AUDIO',
  '    INDEX 00 00:00:00',
  '    INDEX 01 00:05:00',
  '  TRACK 02 AUDIO',
  '    INDEX 01 00:15:00',
  '',
].join('\n');
const BLOCKS = 30 * 75;

async function assertExport(drive, sound) {
  const { warnings } = await drive.ask(['export', '--cue', 'out.cue', '--wav', 'wavs']);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /before track 1, from LBA 0 to 374, are 5\.0 s of sound that no WAV file has/);
  assert.equal(await readFile(join(drive.folder, 'out.cue'), 'utf8'), EXPORTED);
  assertSameBytes(await readFile(join(drive.folder, 'out.bin')), sound, 'the exported sound');
}

export const hiddenTrackScenarios = [
  scenario('cdrskin: SAO from a CUE sheet with a hidden track; exported, and burned again by cdrdao', async (drive) => {
    const sound = noise(BLOCKS * AUDIO_BLOCK_BYTES, 7);
    await drive.write('all.wav', wavFile(sound));
    await drive.write('hidden.cue', SHEET);
    await drive.run('cdrskin', [`dev=${SR}`, 'gracetime=0', '-sao', 'cuefile=hidden.cue']);
    await assertExport(drive, sound);
    await atVirtualDrive({}, async (second) => {
      await copyFile(join(drive.folder, 'out.bin'), join(second.folder, 'in.bin'));
      await second.write('in.cue', EXPORTED.replace('out.bin', 'in.bin'));
      // Without --swap cdrdao takes the samples of a BIN file for big-endian ones.
      await second.run('cdrdao', [
        'write',
        '--device',
        SR,
        '--driver',
        'generic-mmc',
        '-n',
        '--force',
        '--swap',
        'in.cue',
      ]);
      await assertExport(second, sound);
    });
  }),
];
