import { HIGHEST_MSF_LBA, msfOfLba } from '../../../cd/msf.ts';
import {
  LEAD_OUT_TRACK,
  readSessionInfo,
  readSessionInfoMsf,
  readToc,
  readTocMsf,
  TocFormat,
} from '../../../mmc/commands/read-toc.ts';
import { invalidCdbField } from '../../check-condition.ts';
import type { TrackFacts } from '../../media-families/family.ts';
import { decodeArguments, type Handler } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

/** CONTROL of a data track. */
const CONTROL = 4;
/** Two digits of BCD: what a CD could have. */
const MOST_LISTED_TRACKS = 99;

/**
 * DVD and BD have no table of contents of this kind: the drive makes one of the tracks in closed sessions, for programs that
 * expect it (MMC-6 6.25.3.2, 6.25.3.3). Other formats are refused.
 */
export const readBlockDiscTocHandler: Handler = {
  opcode: readToc.spec.opcode,
  access: 'medium',
  async run({ drive, cdb }) {
    const args = decodeArguments(readToc.spec, cdb);
    const { family, path } = familyIn(drive);
    const readableEnd = family.readableBlocks(path.disc);
    const tracks = family.tracks(path).filter((track) => track.startLba < readableEnd);
    if (tracks.length === 0) throw invalidCdbField(readToc, 'format');
    switch (args.format === TocFormat.Toc ? args.legacyFormat : args.format) {
      case TocFormat.Toc:
        return tableOfContents(tracks, readableEnd, args).subarray(0, args.allocationLength);
      case TocFormat.SessionInfo:
        return sessionInformation(tracks, args.msf === 1).subarray(0, args.allocationLength);
      default:
        throw invalidCdbField(readToc, 'format');
    }
  },
};

interface TocArguments {
  readonly msf: number;
  readonly trackOrSession: number;
}

function tableOfContents(tracks: readonly TrackFacts[], leadOutLba: number, { msf, trackOrSession }: TocArguments) {
  const listed = tracks.slice(0, MOST_LISTED_TRACKS);
  const lastTrack = listed.length;
  if (trackOrSession > lastTrack && trackOrSession !== LEAD_OUT_TRACK) throw invalidCdbField(readToc, 'trackOrSession');
  const entries = [
    ...listed.map(({ number, startLba }) => ({ track: number, control: CONTROL, startLba })),
    { track: LEAD_OUT_TRACK, control: CONTROL, startLba: leadOutLba },
  ].filter(({ track }) => track >= trackOrSession);
  const header = { firstTrack: 1, lastTrack };
  return msf === 1
    ? readTocMsf.spec.reply.encode({ ...header, entries: entries.map(inMsf) })
    : readToc.spec.reply.encode({ ...header, entries });
}

function sessionInformation(tracks: readonly TrackFacts[], msf: boolean): Uint8Array {
  const lastSession = tracks.at(-1)?.session ?? 1;
  const first = tracks.find(({ session }) => session === lastSession);
  const entries = [{ track: first?.number ?? 1, control: CONTROL, startLba: first?.startLba ?? 0 }];
  const header = { firstSession: 1, lastSession };
  return msf
    ? readSessionInfoMsf.spec.reply.encode({ ...header, entries: entries.map(inMsf) })
    : readSessionInfo.spec.reply.encode({ ...header, entries });
}

/** Larger discs have no address in minutes for what follows 89:59:74. */
const inMsf = ({ startLba, ...entry }: { track: number; control: number; startLba: number }) => ({
  ...entry,
  ...msfOfLba(Math.min(startLba, HIGHEST_MSF_LBA)),
});
