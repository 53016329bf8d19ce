import { LEAD_IN_BLOCKS, sessionGapBlocks } from '../../cd/geometry.ts';
import { type Msf, msfOfLba } from '../../cd/msf.ts';
import { DiscStatus, packedMsf, readDiscInformation, SessionState } from '../../mmc/commands/read-disc-information.ts';
import { invalidCdbField } from '../check-condition.ts';
import { requireCd } from '../kind-of-disc.ts';
import type { Disc } from '../media/disc.ts';
import { Unfinished } from '../media/structure.ts';
import { handle } from './handler.ts';

const STANDARD_INFORMATION = 0;
/** The value of an address field if there is no such place. */
const NO_ADDRESS = -1;
const UNDEFINED_DISC_TYPE = 0xff;

export const readDiscInformationHandler = handle(readDiscInformation, 'medium', ({ drive, args }) => {
  if (args.dataType !== STANDARD_INFORMATION) throw invalidCdbField(readDiscInformation, 'dataType');
  const disc = requireCd(drive.disc);
  const { complete, sessions } = disc;
  return {
    dataLength: 32,
    erasable: disc.medium.erasable,
    discStatus: discStatus(disc),
    lastSessionState: lastSessionState(disc),
    firstTrack: disc.tracks[0]?.track.number ?? 1,
    sessions: complete ? sessions.length : sessions.length + 1,
    firstTrackInLastSession: firstTrackInLastSession(disc),
    lastTrackInLastSession: lastTrackInLastSession(disc),
    backgroundFormat: 0,
    discType: sessions[0]?.discType ?? UNDEFINED_DISC_TYPE,
    discId: 0,
    lastSessionLeadInStart: complete ? NO_ADDRESS : packedMsf(openSessionLeadInStart(disc)),
    lastPossibleLeadOutStart: complete ? NO_ADDRESS : packedMsf(disc.medium.lastPossibleLeadOutStart),
    applicationCode: 0,
    opcTables: 0,
  };
});

function discStatus(disc: Disc): DiscStatus {
  if (disc.complete) return DiscStatus.Complete;
  if (disc.unfinished === Unfinished.Erasing) return DiscStatus.Other;
  return disc.blank ? DiscStatus.Blank : DiscStatus.Appendable;
}

function lastSessionState(disc: Disc): SessionState {
  if (disc.complete) return SessionState.Complete;
  if (disc.unfinished !== undefined || disc.openTrack?.damaged) return SessionState.Damaged;
  return disc.pma.length === 0 && disc.openTrack === undefined ? SessionState.Empty : SessionState.Incomplete;
}

function firstTrackInLastSession(disc: Disc): number {
  if (disc.complete) return disc.sessions.at(-1)?.tracks[0]?.number ?? 1;
  return disc.tracks.find(({ session }) => session > disc.sessions.length)?.track.number ?? disc.lastTrackNumber + 1;
}

/** The incomplete track counts, written to or not (MMC-5 6.25.3.1). */
function lastTrackInLastSession(disc: Disc): number {
  const next = disc.openTrack === undefined && disc.nextWritableLba !== undefined ? 1 : 0;
  return Math.max(firstTrackInLastSession(disc), disc.lastTrackNumber + next);
}

function openSessionLeadInStart(disc: Disc): Msf {
  const last = disc.sessions.at(-1);
  if (last === undefined) return disc.medium.leadInStart;
  return msfOfLba(last.leadOutLba + sessionGapBlocks(disc.sessions.length) - LEAD_IN_BLOCKS);
}
