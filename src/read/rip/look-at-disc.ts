import { decodeControl } from '../../cd/control.ts';
import { accurateRipId, cddbId, type DiscContents } from '../../cd/disc-identifiers.ts';
import type { TocSession } from '../../cd/toc.ts';
import type { Drive } from '../../drive/drive.ts';
import { type DiscTexts, readDiscTexts } from '../disc-texts.ts';
import { recordedTracksOf, unfinishedInWords } from '../extents.ts';
import { layOut } from '../layout.ts';
import { readSessions } from '../read-sessions.ts';
import { tracksOnDisc } from '../tracks-on-disc.ts';
import { readQLayout } from './q-layout.ts';
import { type PlannedTrack, planTracks } from './rip-plan.ts';

/** What is known of a disc before its blocks are read. */
export interface SeenDisc {
  readonly planned: readonly PlannedTrack[];
  readonly texts: DiscTexts;
  readonly accurateRipId: string | undefined;
  readonly cddbId: string | undefined;
}

/**
 * Reads tables of contents, texts, and where pauses and indexes are.
 * @throws ImageError without tracks; SenseError, StatusError, TransportError
 */
export async function lookAtDisc(drive: Drive, warnings: string[]): Promise<SeenDisc> {
  const recorded = recordedTracksOf(await tracksOnDisc(drive, warnings, { onlyCd: true }));
  warnings.push(...unfinishedInWords(recorded));
  const sessions = await readSessions(drive);
  const texts = await readDiscTexts(drive, recorded, warnings);
  const placed = layOut(recorded);
  const layout = await readQLayout(drive, placed, warnings);
  const planned = planTracks(placed, layout, (session) => sessions.find((each) => each.number === session)?.leadOutLba);
  warnings.push(...contradictions(planned));
  const contents = contentsOf(sessions);
  return {
    planned,
    texts,
    accurateRipId: contents === undefined ? undefined : accurateRipId(contents),
    cddbId: contents === undefined ? undefined : cddbId(contents),
  };
}

function contentsOf(sessions: readonly TocSession[]): DiscContents | undefined {
  const last = sessions.at(-1);
  const tracks = sessions.flatMap((session) => session.tracks);
  return last === undefined || tracks.length === 0 ? undefined : { tracks, leadOutLba: last.leadOutLba };
}

/** Pre-emphasis is in the table of contents and in Q: on some discs only in one of them, and players do not agree which one counts. */
function contradictions(planned: readonly PlannedTrack[]): string[] {
  return planned.flatMap(({ track, q }) => {
    if (track.kind === 'data' || q?.control === undefined) return [];
    const [inToc, inQ] = [decodeControl(track.control).preEmphasis, decodeControl(q.control).preEmphasis];
    if (inToc === inQ) return [];
    const has = inQ
      ? 'Q sub-channel says that it has, the table of contents that it has not'
      : 'table of contents says that it has, the Q sub-channel that it has not';
    return [`pre-emphasis of track ${track.number}: the ${has}`];
  });
}
