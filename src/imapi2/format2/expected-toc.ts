import { RUN_OUT_BLOCKS } from '../../cd/geometry.ts';
import { LEAD_OUT_TRACK, readToc } from '../../mmc/commands/read-toc.ts';
import { TrackMode } from '../../mmc/mode-pages/write-parameters.ts';
import type { SentTrack } from '../../write/index.ts';

/**
 * What READ TOC (format 0000b, LBA addresses) would answer if a disc with these tracks, one or more, were closed now:
 * the lead-out begins after the last track's run-out.
 */
export function expectedTableOfContents(tracks: readonly SentTrack[]): Uint8Array {
  const first = tracks[0];
  const last = tracks.at(-1);
  const leadOutLba = last === undefined ? 0 : last.startLba + last.lengthBlocks + RUN_OUT_BLOCKS;
  return readToc.spec.reply.encode({
    firstTrack: first?.number ?? 0,
    lastTrack: last?.number ?? 0,
    entries: [
      ...tracks.map(({ number, startLba }) => ({ track: number, startLba })),
      { track: LEAD_OUT_TRACK, startLba: leadOutLba },
    ].map((entry) => ({ ...entry, control: TrackMode.Audio })),
  });
}
