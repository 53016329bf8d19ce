import { isRefusal } from '../../drive/bad-answer.ts';
import type { Drive } from '../../drive/drive.ts';
import { readTableOfContents } from '../../read/table-of-contents.ts';

/** The number of the last track in the table of contents; undefined where the disc has none. */
export async function lastListedTrack(drive: Drive): Promise<number | undefined> {
  try {
    const { tracks } = await readTableOfContents(drive);
    return tracks.at(-1)?.track;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
