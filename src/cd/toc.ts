import { decodeControl } from './control.ts';
import { isTrackNumber } from './geometry.ts';
import { lbaIfMsf, type Msf } from './msf.ts';
import { QMode } from './q-channel.ts';
import { type TocEntry, TocPoint } from './toc-entry.ts';

/** One entry of READ TOC's format 2: of the table of contents of one session. */
export interface FullTocEntry extends TocEntry {
  readonly session: number;
}

/** A track in the table of contents of a disc. */
export interface TocTrack {
  readonly number: number;
  readonly kind: 'audio' | 'data';
  readonly preEmphasis: boolean;
  readonly copyPermitted: boolean;
  readonly startLba: number;
  /** Up to the next track of the session or its lead-out: it includes the pause between Track-At-Once tracks. */
  readonly lengthBlocks: number;
}

/** A session in the table of contents of a disc. */
export interface TocSession {
  readonly number: number;
  readonly tracks: readonly TocTrack[];
  readonly leadOutLba: number;
  /** Where B0 says that another session may begin; undefined when it says none may, or is missing. */
  readonly nextProgramAreaLba?: number;
}

/** The address in an entry's POINT fields. */
export const pointAddress = ({
  pointMinute,
  pointSecond,
  pointFrame,
}: Pick<TocEntry, 'pointMinute' | 'pointSecond' | 'pointFrame'>): Msf => ({
  minute: pointMinute,
  second: pointSecond,
  frame: pointFrame,
});

/**
 * The sessions and tracks in the full TOC. A track ends at the lead-out of its own session, not at the next session's first
 * track, which is some 2:30 later. Entries with impossible addresses are left out.
 */
export function sessionsOf(entries: readonly FullTocEntry[]): TocSession[] {
  const positions = entries.filter(({ adr }) => adr === QMode.Position);
  const numbers = [...new Set(positions.map(({ session }) => session))].sort((a, b) => a - b);
  return numbers.flatMap((number) => {
    const own = positions.filter(({ session }) => session === number);
    const leadOut = own.find(({ point }) => point === TocPoint.LeadOut);
    const leadOutLba = leadOut === undefined ? undefined : lbaIfMsf(pointAddress(leadOut));
    if (leadOutLba === undefined) return [];
    const starts = own
      .filter(({ point }) => isTrackNumber(point))
      .flatMap((entry) => {
        const startLba = lbaIfMsf(pointAddress(entry));
        return startLba === undefined ? [] : [{ number: entry.point, control: entry.control, startLba }];
      })
      .sort((a, b) => a.number - b.number);
    const tracks = starts.map(({ number, control, startLba }, index) => {
      const { kind, copyPermitted, preEmphasis } = decodeControl(control);
      const lengthBlocks = Math.max(0, (starts[index + 1]?.startLba ?? leadOutLba) - startLba);
      return { number, kind, copyPermitted, preEmphasis, startLba, lengthBlocks };
    });
    const next = nextProgramArea(entries, number);
    return [{ number, tracks, leadOutLba, ...(next === undefined ? {} : { nextProgramAreaLba: next }) }];
  });
}

function nextProgramArea(entries: readonly FullTocEntry[], session: number): number | undefined {
  // B0 has ADR 5, and gives the next program area in MIN, SEC, FRAME rather than in the POINT's address.
  const entry = entries.find((each) => each.session === session && each.point === TocPoint.NextSession);
  return entry === undefined ? undefined : lbaIfMsf(entry);
}
