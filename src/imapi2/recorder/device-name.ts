import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { NativePlace } from '../../transport/native-place.ts';
import { Scheme, schemeOf } from '../../transport/scheme.ts';

/**
 * One name for all paths to the same device.
 * @param place what the system knows about the path
 * @returns undefined for a drive that each opening makes anew: `sim:` without a saved disc, and a replayed one
 */
export async function deviceName(path: string, place: NativePlace | undefined): Promise<string | undefined> {
  switch (schemeOf(path)) {
    case undefined:
      return place?.device ?? path;
    case Scheme.Replayed:
      return undefined;
    case Scheme.Served:
      return `${Scheme.Served}${await realName(path.slice(Scheme.Served.length))}`;
    default: {
      const [file = ''] = path.slice(Scheme.Simulated.length).split('?', 1);
      return file === '' ? undefined : `${Scheme.Simulated}${await realName(file)}`;
    }
  }
}

/** Of a file that need not exist yet. */
async function realName(path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await realpath(absolute).catch(() => undefined);
  if (found !== undefined) return found;
  const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute));
  return join(folder, basename(absolute));
}
