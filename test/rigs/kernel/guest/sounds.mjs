import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noise } from '../../../support/noise-source.mjs';
import { runExpecting } from '../../support/programs.mjs';
import { AUDIO_BLOCK_BYTES, assertSameBytes, wavFile } from '../../support/saved-disc.mjs';

const WAV_HEADER_BYTES = 44;

/** Two tracks: one fills its last block, the other does not. */
export const sounds = [noise(310 * AUDIO_BLOCK_BYTES, 1), noise(420 * AUDIO_BLOCK_BYTES + 40, 2)];
export const folder = mkdtempSync(join(tmpdir(), 'sounds-'));
chmodSync(folder, 0o755);
export const wavs = sounds.map((sound, index) => {
  const path = join(folder, `${index + 1}.wav`);
  writeFileSync(path, wavFile(sound), { mode: 0o644 });
  return path;
});

/** cd-info must see these tracks, and what cdparanoia rips must be the sounds with nothing but silence after them. */
export async function readByOthers(node) {
  const info = await runExpecting(0, 'cd-info', ['-C', node, '--no-cddb', '--no-ioctl']);
  const listed = [...info.stdout.matchAll(/^ *(\d+): \d\d:\d\d:\d\d +(\d+) +(audio|leadout)/gm)];
  assert.deepEqual(
    listed.map(([, number, , kind]) => [Number(number), kind]),
    [...sounds.map((_, index) => [index + 1, 'audio']), [170, 'leadout']],
    info.both,
  );
  const rips = mkdtempSync(join(tmpdir(), 'rips-'));
  await runExpecting(0, 'cdparanoia', ['-d', node, '-q', '-B', '1-'], { cwd: rips });
  const files = readdirSync(rips)
    .filter((name) => name.endsWith('.wav'))
    .sort();
  assert.equal(files.length, sounds.length);
  for (const [index, sound] of sounds.entries()) {
    const ripped = readFileSync(join(rips, files[index])).subarray(WAV_HEADER_BYTES);
    assertSameBytes(ripped.subarray(0, sound.length), sound, `track ${index + 1}, ripped`);
    assert.ok(
      ripped.subarray(sound.length).every((byte) => byte === 0),
      `track ${index + 1}: sound after its end`,
    );
  }
  return listed.map(([, , lba]) => lba).join(' ');
}

/** The disc's tracks must begin with the sounds and hold nothing else but silence. */
export function assertTracks(disc) {
  assert.equal(disc.status, 'complete');
  assert.equal(disc.tracks.length, sounds.length);
  for (const [index, sound] of sounds.entries()) {
    const { bytes } = disc.tracks[index];
    assertSameBytes(Buffer.from(bytes.subarray(0, sound.length)), sound, `track ${index + 1} of the disc`);
    assert.ok(
      bytes.subarray(sound.length).every((byte) => byte === 0),
      `track ${index + 1}: sound after its end`,
    );
  }
}
