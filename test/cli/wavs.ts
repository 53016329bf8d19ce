import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chunk, format, pcm, riff } from '../audio/wav-builder.ts';

const SECOND_BYTES = 176_400;
const HEADER_BYTES = 44;

export async function writeWav(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(folder, name), riff([format(), chunk('data', bytes)]));
}

/** A WAV file of that many seconds of silence, sparse, so that it takes no space on the disk. */
export async function writeSilence(folder: string, name: string, seconds: number): Promise<void> {
  const dataBytes = seconds * SECOND_BYTES;
  const header = riff([format(), chunk('data', Buffer.alloc(0), { declared: dataBytes })], {
    declared: HEADER_BYTES - 8 + dataBytes,
  });
  const file = await open(join(folder, name), 'w');
  try {
    await file.write(header);
    await file.truncate(HEADER_BYTES + dataBytes);
  } finally {
    await file.close();
  }
}

/** Files that cannot be burned, by name, with what the message must say about each. */
export async function writeBadFiles(folder: string): Promise<Readonly<Record<string, RegExp>>> {
  const some = (settings: Parameters<typeof format>[0]) => riff([format(settings), chunk('data', pcm(2352 * 6))]);
  const files: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
    'truncated.wav': [riff([format(), chunk('data', pcm(5_000), { declared: 9_000 })]), /truncated/],
    'text.wav': [Buffer.from('This is not a WAV file at all, but text.'), /a text file, not audio/],
    'unknown.wav': [some({ tag: 0x1234 }), /format 1234h/],
    'surround.wav': [some({ channels: 6 }), /6 channels.*two channels/],
    '7-bytes.wav': [some({ bits: 56 }), /56-bit/],
    'no-rate.wav': [some({ rateHz: 0, bits: 24 }), /0 Hz.*not a sample rate/],
    'nothing.wav': [Buffer.alloc(0), /empty file/],
    'silent.wav': [riff([format(), chunk('data', Buffer.alloc(0))]), /without audio/],
  };
  for (const [name, [bytes]] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  return Object.fromEntries(Object.entries(files).map(([name, [, words]]) => [name, words]));
}
