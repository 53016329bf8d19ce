import { stat } from 'node:fs/promises';
import { type DataSource, openDataFile, TrackFormats } from '../index.ts';
import { UsageError } from './cli-error.ts';

/** How what is named becomes blocks of a track. */
export interface DataInputOptions {
  /** Mode 2 form 1, in a CD-ROM XA session. */
  readonly xa?: boolean;
}

/** What is to be burned as data: the image that is named. */
export async function readData(paths: readonly string[], { xa = false }: DataInputOptions): Promise<DataSource> {
  const format = xa ? TrackFormats.mode2Form1 : TrackFormats.mode1;
  const [path = '', ...others] = paths;
  if (others.length > 0) throw new UsageError('only one image can be burned at a time', 'Name one');
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    throw new UsageError(`${path} is a folder`, 'Make an image of it, for example with `genisoimage -R -J`');
  }
  return openDataFile(path, { format });
}
