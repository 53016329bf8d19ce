import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { USER_DATA_BYTES } from '../cd/geometry.ts';
import { TrackFormats } from '../write/engine/track-format.ts';
import { DocumentFiles } from './document.ts';
import { finishData } from './finish-data.ts';
import { finishTracks } from './finish-tracks.ts';
import { jobOf } from './job.ts';
import type { DiscJob } from './model.ts';

/** The CUE sheet or TOC file of an image, next to it and with its name. */
export async function sheetOf(imagePath: string): Promise<string | undefined> {
  const stem = join(dirname(imagePath), basename(imagePath, extname(imagePath)));
  for (const candidate of [`${stem}.cue`, `${stem}.CUE`, `${imagePath}.cue`, `${stem}.toc`]) {
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile()) return candidate;
  }
  return undefined;
}

/** An image of a file system in blocks of 2,048 bytes, as one track of Mode 1. @throws AudioFormatError, JobError */
export async function openDataImage(path: string): Promise<DiscJob> {
  const warnings: string[] = [];
  const files = new DocumentFiles({ documentPath: path, outsideFolder: true, warnings });
  return jobOf(files, async () => {
    const bytes = await files.openBlocks(basename(path), { onlySound: false });
    const rest = bytes.lengthBytes % USER_DATA_BYTES;
    if (rest > 0)
      warnings.push(`the last block of "${bytes.name}" is incomplete (${rest} bytes), and is filled with zeros`);
    const draft = {
      number: 1,
      session: 1,
      name: bytes.name,
      format: TrackFormats.mode1,
      pieces: [{ kind: 'file', bytes, startBytes: 0, lengthBytes: bytes.lengthBytes }],
      pregapBytes: 0,
      indexBytes: [],
      notes: {},
    } as const;
    const tracks = await finishData(finishTracks([draft], { path, join: false, warnings }), warnings);
    return { layout: 'exact', tracks, warnings };
  });
}
