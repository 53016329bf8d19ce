import { open } from 'node:fs/promises';
import { wavHeader } from '../../build/image/wav-header.js';
import { BLOCK_BYTES } from './sound.mjs';

const PIECE_BLOCKS = 75 * 30;
const FRAMES = (PIECE_BLOCKS * BLOCK_BYTES) / 4;
const FULL_SCALE = 32_768;

/** Half a minute of a sound that compresses as music does: tones, and noise of which the low frequencies are the loudest. */
function piece() {
  const samples = new Int16Array(2 * FRAMES);
  let state = 1;
  const noise = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 31 - 1;
  };
  let [middle, side] = [0, 0];
  for (let frame = 0; frame < FRAMES; frame++) {
    middle = 0.97 * middle + 0.02 * noise();
    side = 0.9 * side + 0.01 * noise();
    const seconds = frame / 44_100;
    const tones = 0.2 * Math.sin(seconds * 2_765) + 0.1 * Math.sin(seconds * 5_542 + 3 * Math.sin(seconds * 19));
    samples[2 * frame] = (tones + middle + side) * FULL_SCALE;
    samples[2 * frame + 1] = (tones + middle - side) * FULL_SCALE;
  }
  return new Uint8Array(samples.buffer);
}

/** A WAV of a sound as music is, the same each time. */
export async function makeMusic(path, seconds) {
  const bytes = piece();
  const file = await open(path, 'w');
  try {
    await file.write(wavHeader(seconds * 75));
    for (let left = seconds * 75 * BLOCK_BYTES; left > 0; left -= bytes.length) {
      await file.write(bytes, 0, Math.min(left, bytes.length));
    }
  } finally {
    await file.close();
  }
}
