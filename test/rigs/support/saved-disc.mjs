import assert from 'node:assert/strict';
import { openDrive, readAudioBlocks, readDiscState } from '../../../dist/index.js';
import { read10 } from '../../../dist/mmc/index.js';

export const AUDIO_BLOCK_BYTES = 2_352;
const DATA_BLOCK_BYTES = 2_048;
const BLOCKS_PER_READ = 27;

/**
 * Reads a saved disc, after the server that had it has ended.
 * @returns its state from READ DISC INFORMATION and READ TRACK INFORMATION, with the `bytes` of each track: whole audio blocks, or
 *   the user data of data blocks; null for a track that is still open
 */
export async function readSavedDisc(path) {
  const drive = await openDrive(`sim:${path}`);
  try {
    const state = await readDiscState(drive);
    const tracks = [];
    for (const track of state.tracks)
      tracks.push({ ...track, bytes: track.open ? null : await readTrack(drive, track) });
    return { ...state, tracks };
  } finally {
    await drive.close();
  }
}

async function readTrack(drive, { startLba, lengthBlocks, kind }) {
  const parts = [];
  for (let done = 0; done < lengthBlocks; ) {
    const blocks = Math.min(BLOCKS_PER_READ, lengthBlocks - done);
    const lba = startLba + done;
    const part =
      kind === 'audio'
        ? await readAudioBlocks(drive, { startLba: lba, lengthBlocks: blocks })
        : await drive.execute(read10({ lba, lengthBlocks: blocks }));
    assert.equal(part.length, blocks * (kind === 'audio' ? AUDIO_BLOCK_BYTES : DATA_BLOCK_BYTES));
    parts.push(part);
    done += blocks;
  }
  return Buffer.concat(parts);
}

/** The sound as it must be on the disc: padded with silence to whole blocks, and to at least 300 of them. */
export function onDisc(sound, leastBlocks = 300) {
  const blocks = Math.max(leastBlocks, Math.ceil(sound.length / AUDIO_BLOCK_BYTES));
  return Buffer.concat([sound, Buffer.alloc(blocks * AUDIO_BLOCK_BYTES - sound.length)]);
}

/** Fails unless both have the same bytes; reports the first that differs. */
export function assertSameBytes(actual, expected, what) {
  if (Buffer.compare(actual, expected) === 0) return;
  const first = actual.findIndex((byte, index) => byte !== expected[index]);
  const where = first < 0 ? 'one is longer' : `byte ${first} differs`;
  assert.fail(`${what}: ${where}; ${actual.length} bytes, expected ${expected.length}`);
}

/** A WAV file of 44.1 kHz, 16 bits, stereo. */
export function wavFile(sound) {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + sound.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(44_100, 24);
  header.writeUInt32LE(176_400, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(sound.length, 40);
  return Buffer.concat([header, sound]);
}
