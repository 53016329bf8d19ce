import type { readFullToc } from '../mmc/commands/read-toc.ts';
import { decodeControl } from './control.ts';
import { lbaOfMsf, type Msf } from './msf.ts';

/** One of the `entries` of {@link readFullToc}. */
export type FullTocEntry = ReturnType<ReturnType<typeof readFullToc>['decodeReply']>['entries'][number];

/** POINT values of a lead-in's Q entries that are no track numbers (ECMA-130 22.3.4, MMC-5 6.26). */
export const TocPoint = { FirstTrack: 0xa0, LastTrack: 0xa1, LeadOut: 0xa2, NextSession: 0xb0, Atip: 0xc0 } as const;

export interface TocTrack {
  readonly number: number;
  readonly kind: 'audio' | 'data';
  readonly preEmphasis: boolean;
  readonly copyPermitted: boolean;
  readonly startLba: number;
  /** Up to the next track of the session or its lead-out: the pause between Track-At-Once tracks is counted in. */
  readonly lengthBlocks: number;
}

export interface TocSession {
  readonly number: number;
  readonly tracks: readonly TocTrack[];
  readonly leadOutLba: number;
  /** Where B0 says that another session may begin; undefined when it says none may, or is missing. */
  readonly nextProgramAreaLba?: number;
}

const pointAddress = ({ pointMinute, pointSecond, pointFrame }: FullTocEntry): Msf => ({
  minute: pointMinute,
  second: pointSecond,
  frame: pointFrame,
});

function lbaOf(msf: Msf): number | undefined {
  return msf.minute < 100 && msf.second < 60 && msf.frame < 75 ? lbaOfMsf(msf) : undefined;
}

/**
 * Sessions and tracks out of the full TOC. A track ends at the lead-out of its own session, not at the next session's
 * first track, which lies some 2:30 further on. Entries with impossible addresses are left out.
 */
export function sessionsOf(entries: readonly FullTocEntry[]): TocSession[] {
  const positions = entries.filter(({ adr }) => adr === 1);
  const numbers = [...new Set(positions.map(({ session }) => session))].sort((a, b) => a - b);
  return numbers.flatMap((number) => {
    const own = positions.filter(({ session }) => session === number);
    const leadOut = own.find(({ point }) => point === TocPoint.LeadOut);
    const leadOutLba = leadOut === undefined ? undefined : lbaOf(pointAddress(leadOut));
    if (leadOutLba === undefined) return [];
    const starts = own
      .filter(({ point }) => point >= 1 && point <= 99)
      .flatMap((entry) => {
        const startLba = lbaOf(pointAddress(entry));
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
  // B0 has ADR 5, and says where to go on in MIN, SEC, FRAME rather than in the POINT's address.
  const entry = entries.find((each) => each.session === session && each.point === TocPoint.NextSession);
  return entry === undefined ? undefined : lbaOf(entry);
}
