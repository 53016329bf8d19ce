import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiscJob, JobTrack } from '../../src/job/model.ts';
import { openCue } from '../../src/job/open-cue.ts';
import type { OpenJobOptions } from '../../src/job/options.ts';
import { chunk, format, riff } from '../audio/wav-builder.ts';
import { sound } from '../read/recorded-disc.ts';

export const BLOCK = 2_352;
export const SECOND = 75 * BLOCK;

export const wav = (audio: Uint8Array): Buffer => riff([format(), chunk('data', audio)]);

/** Writes the files of a test into its folder. */
export async function put(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
}

/** Opens a CUE sheet of these lines, written into the folder. */
export async function openSheet(
  folder: string,
  lines: readonly string[],
  options: OpenJobOptions = {},
): Promise<DiscJob> {
  await put(folder, { 'x.cue': lines.join('\n') });
  return openCue(join(folder, 'x.cue'), options);
}

/** Sound of this length; another seed is other sound. */
export const seconds = (count: number, seed = 1) => sound(count * 75, seed);

/** The lines of a sheet with one track, which begins where its file does. */
export const oneTrack = (file: string, ...lines: string[]) => [
  `FILE ${file}`,
  'TRACK 01 AUDIO',
  ...lines,
  'INDEX 01 00:00:00',
];

/** All bytes of a track, read in pieces of an odd size. */
export async function contentsOf(track: JobTrack | undefined, pieceBytes = 100_003): Promise<Buffer> {
  if (track === undefined) throw new Error('there is no such track');
  const reader = await track.openReader();
  const pieces: Uint8Array[] = [];
  try {
    for (;;) {
      const piece = new Uint8Array(pieceBytes);
      const count = await reader.read(piece);
      pieces.push(piece.subarray(0, count));
      if (count < pieceBytes) break;
    }
  } finally {
    await reader.close();
  }
  return Buffer.concat(pieces);
}

/** All bytes of all tracks, one after the other. */
export async function contentsOfAll(job: DiscJob): Promise<Buffer> {
  const all: Buffer[] = [];
  for (const track of job.tracks) all.push(await contentsOf(track));
  return Buffer.concat(all);
}
