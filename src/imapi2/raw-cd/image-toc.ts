import { isTrackNumber, SECTOR_BYTES } from '../../cd/geometry.ts';
import { lbaOfMsf } from '../../cd/msf.ts';
import { isQIntact } from '../../cd/q-channel.ts';
import { qOfRaw } from '../../cd/sub-channel.ts';
import { decodeTocEntry, TocPoint } from '../../cd/toc-entry.ts';

/** What the lead-in of an image says about its tracks. */
export interface ImageToc {
  readonly tracks: readonly { readonly number: number; readonly startLba: number; readonly control: number }[];
  readonly leadOutLba: number;
}

/** As many blocks as have each entry of the longest table of contents three times. */
export const TOC_BLOCKS = 3 * (99 + 3);

/** Reads the table of contents in the Q of blocks of a lead-in; undefined when it is not all there. */
export function tocOfLeadIn(blocks: readonly Uint8Array[]): ImageToc | undefined {
  const tracks = new Map<number, { number: number; startLba: number; control: number }>();
  let leadOutLba: number | undefined;
  let count: number | undefined;
  let first = 1;
  for (const block of blocks) {
    const q = qOfRaw(block.subarray(SECTOR_BYTES));
    const entry = isQIntact(q) ? decodeTocEntry(q) : undefined;
    if (entry === undefined) continue;
    const { point, control, pointMinute: minute, pointSecond: second, pointFrame: frame } = entry;
    if (isTrackNumber(point))
      tracks.set(point, { number: point, startLba: lbaOfMsf({ minute, second, frame }), control });
    else if (point === TocPoint.FirstTrack) first = minute;
    else if (point === TocPoint.LastTrack) count = minute;
    else if (point === TocPoint.LeadOut) leadOutLba = lbaOfMsf({ minute, second, frame });
  }
  const ordered = [...tracks.values()].toSorted((left, right) => left.number - right.number);
  if (leadOutLba === undefined || count === undefined || ordered.length !== count - first + 1) return undefined;
  return { tracks: ordered, leadOutLba };
}
