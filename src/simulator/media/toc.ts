import { sessionGapBlocks } from '../../cd/geometry.ts';
import { type Msf, msfOfLba } from '../../cd/msf.ts';
import { QMode } from '../../cd/q-channel.ts';
import { TocPoint } from '../../cd/toc-entry.ts';
import { MultiSession } from '../../mmc/mode-pages/write-parameters.ts';
import { additionalInformationBytes, specialInformationBytes } from './atip.ts';
import type { CdMedium } from './cd-media.ts';
import type { Disc } from './disc.ts';
import type { Session, Track } from './structure.ts';

const FINAL_POINTER: Msf = { minute: 0xff, second: 0xff, frame: 0xff };

const address = ({ minute, second, frame }: Msf) => ({ minute, second, frame });
const pointAddress = ({ minute, second, frame }: Msf) => ({
  pointMinute: minute,
  pointSecond: second,
  pointFrame: frame,
});

/** The Q entries of all lead-ins from a session onward, as READ TOC format 2 lists them. */
export function fullTocEntries(disc: Disc, firstSession: number) {
  return disc.sessions.flatMap((session, index) => {
    const number = index + 1;
    return number < firstSession
      ? []
      : [...positions(session), ...pointers(disc.medium, session, number)].map((entry) => ({
          session: number,
          ...entry,
        }));
  });
}

function positions({ tracks, leadOutLba, discType }: Session) {
  const first = tracks[0];
  const last = tracks.at(-1);
  if (first === undefined || last === undefined) return [];
  return [
    { control: first.control, point: TocPoint.FirstTrack, pointMinute: first.number, pointSecond: discType },
    { control: last.control, point: TocPoint.LastTrack, pointMinute: last.number },
    { control: last.control, point: TocPoint.LeadOut, ...pointAddress(msfOfLba(leadOutLba)) },
    ...tracks.map((track) => ({
      control: track.control,
      point: track.number,
      ...pointAddress(msfOfLba(track.startLba)),
    })),
  ];
}

/**
 * B0 says where the next program area begins, and in the first lead-in C0 repeats the ATIP. A session that was closed
 * with no pointer (00b) has neither.
 */
function pointers(medium: CdMedium, { leadOutLba, multiSession, tracks }: Session, number: number) {
  if (multiSession === MultiSession.NoNextSession) return [];
  const control = tracks[0]?.control ?? 0;
  const next =
    multiSession === MultiSession.NextSessionAllowed ? msfOfLba(leadOutLba + sessionGapBlocks(number)) : FINAL_POINTER;
  const atip = number === 1 ? atipCopies(medium).map((copy) => ({ adr: QMode.Pointer, control, ...copy })) : [];
  return [
    {
      adr: QMode.Pointer,
      control,
      point: TocPoint.NextSession,
      ...address(next),
      zero: atip.length + 1,
      ...pointAddress(medium.lastPossibleLeadOutStart),
    },
    ...atip,
  ];
}

/** The parts of the ATIP that the first lead-in repeats: special information and, on a CD-RW, additional information 1. */
function atipCopies(medium: CdMedium) {
  const special = inTimeFields(specialInformationBytes(medium));
  const copies = [{ point: TocPoint.Atip, ...special, ...pointAddress(medium.leadInStart) }];
  const { a1 } = medium;
  if (a1 === undefined) return copies;
  return [...copies, { point: TocPoint.AdditionalInformation1, ...inTimeFields(additionalInformationBytes(a1)) }];
}

const inTimeFields = ([minute = 0, second = 0, frame = 0]: Uint8Array) => ({ minute, second, frame });

/** The entries of the PMA: every closed track with its end and its start, as READ TOC format 3 lists them. */
export const pmaEntries = (disc: Disc) => disc.tracks.filter(({ open }) => !open).map(({ track }) => pmaEntry(track));

const pmaEntry = (track: Track) => ({
  control: track.control,
  point: track.number,
  ...address(msfOfLba(track.startLba + track.lengthBlocks)),
  ...pointAddress(msfOfLba(track.startLba)),
});
