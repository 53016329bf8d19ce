// Files to burn: the same on every run, and sparse where the file system can.
import { truncateSync, writeFileSync } from 'node:fs';

const BYTES_PER_SECOND = 176_400;

/** A WAV file of silence, 44.1 kHz, 16 bits, stereo. */
export function writeSilence(path, seconds) {
  const bytes = seconds * BYTES_PER_SECOND;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(header.length - 8 + bytes, 4);
  header.write('WAVEfmt ', 8);
  for (const [at, value] of [
    [16, 16],
    [24, 44_100],
    [28, BYTES_PER_SECOND],
    [40, bytes],
  ])
    header.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 2],
    [32, 4],
    [34, 16],
  ])
    header.writeUInt16LE(value, at);
  header.write('data', 36);
  writeFileSync(path, header);
  truncateSync(path, header.length + bytes);
}

export function writeZeros(path, bytes) {
  writeFileSync(path, '');
  truncateSync(path, bytes);
}
