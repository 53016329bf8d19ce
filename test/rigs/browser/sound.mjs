import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BYTES_PER_SECOND = 176_400;

/** A WAV file of noise as a CD wants it. @returns its path */
export function wavFile(folder, name, seconds) {
  const header = Buffer.from('RIFF....WAVEfmt ....................data....');
  const length = seconds * BYTES_PER_SECOND;
  header.writeUInt32LE(36 + length, 4);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(44_100, 24);
  header.writeUInt32LE(BYTES_PER_SECOND, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.writeUInt32LE(length, 40);
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([header, Buffer.alloc(length, name)]));
  return path;
}
