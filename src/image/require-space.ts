import { statfs } from 'node:fs/promises';
import { ImageError } from './image-error.ts';

const MEGABYTE = 1_000_000;

/**
 * Checks that a folder has room for what is about to be written there. One that does not say is believed to have it.
 * @throws ImageError of kind `file-system`
 */
export async function requireSpace(
  folder: string,
  bytes: number,
  remedy = 'Free space, or choose another folder',
): Promise<void> {
  const free = await statfs(folder).catch(() => undefined);
  if (free === undefined || free.bavail * free.bsize >= bytes) return;
  const [needed, left] = [bytes, free.bavail * free.bsize].map((each) => (each / MEGABYTE).toFixed(1));
  throw new ImageError({
    kind: 'file-system',
    reason: `${needed} MB are needed in ${folder}, and only ${left} MB are free there`,
    remedy,
  });
}
