import { RUN_OUT_BLOCKS } from '../../cd/geometry.ts';
import { LEAD_OUT_TRACK, readToc } from '../../mmc/commands/read-toc.ts';
import { TrackMode } from '../../mmc/mode-pages/write-parameters.ts';

export interface ExpectedTrack {
  readonly number: number;
  readonly startLba: number;
  /** The CONTROL nibble; audio unless given. */
  readonly control?: number;
}

/** Where the lead-out begins if a session that is written track by track is closed now: after the last track's run-out. */
export function leadOutAfter(last: { readonly startLba: number; readonly lengthBlocks: number } | undefined): number {
  return last === undefined ? 0 : last.startLba + last.lengthBlocks + RUN_OUT_BLOCKS;
}

/** What READ TOC (format 0000b, LBA addresses) answers for a disc with these tracks, one or more. */
export function expectedTableOfContents(tracks: readonly ExpectedTrack[], leadOutLba: number): Uint8Array {
  const first = tracks[0];
  const last = tracks.at(-1);
  return readToc.spec.reply.encode({
    firstTrack: first?.number ?? 0,
    lastTrack: last?.number ?? 0,
    entries: [
      ...tracks.map(({ number, startLba, control }) => ({ track: number, startLba, control })),
      { track: LEAD_OUT_TRACK, startLba: leadOutLba, control: last?.control },
    ].map(({ control = TrackMode.Audio, ...entry }) => ({ ...entry, control })),
  });
}
