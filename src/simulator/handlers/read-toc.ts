import { cdTextPack } from '../../cd/cd-text/pack.ts';
import { msfOfLba } from '../../cd/msf.ts';
import { fromHex } from '../../codec/index.ts';
import { readAtip } from '../../mmc/commands/read-atip.ts';
import { readCdText } from '../../mmc/commands/read-cd-text.ts';
import {
  LEAD_OUT_TRACK,
  readFullToc,
  readPma,
  readSessionInfo,
  readSessionInfoMsf,
  readToc,
  readTocMsf,
  TocFormat,
} from '../../mmc/commands/read-toc.ts';
import { invalidCdbField } from '../check-condition.ts';
import { requireCd } from '../kind-of-disc.ts';
import { specialInformationOf } from '../media/atip.ts';
import type { CdMedium } from '../media/cd-media.ts';
import type { Disc } from '../media/disc.ts';
import type { Session } from '../media/structure.ts';
import { fullTocEntries, pmaEntries } from '../media/toc.ts';
import { decodeArguments, type Handler, type TypedCall } from './handler.ts';

type Arguments = TypedCall<typeof readToc.spec.cdb.fields>['args'];

export const readTocHandler: Handler = {
  opcode: readToc.spec.opcode,
  access: 'medium',
  async run({ drive, cdb }) {
    const args = decodeArguments(readToc.spec, cdb);
    return reply(requireCd(drive.disc), args).subarray(0, args.allocationLength);
  },
};

function reply(disc: Disc, args: Arguments): Uint8Array {
  switch (args.format === TocFormat.Toc ? args.legacyFormat : args.format) {
    case TocFormat.Toc:
      return tableOfContents(disc, args);
    case TocFormat.SessionInfo:
      return sessionInfo(disc, args);
    case TocFormat.FullToc:
      return fullToc(disc, args);
    case TocFormat.Pma:
      return readPma.spec.reply.encode({ entries: pmaEntries(disc) });
    case TocFormat.Atip:
      return atip(disc);
    case TocFormat.CdText:
      return cdText(disc);
    default:
      throw invalidCdbField(readToc, 'format');
  }
}

/** 5/24/00, as drives answer for a disc without a closed session: there is no lead-in to read. */
function lastSession(disc: Disc): Session {
  const last = disc.sessions.at(-1);
  if (last === undefined) throw invalidCdbField(readToc, 'format');
  return last;
}

function tableOfContents(disc: Disc, { msf, trackOrSession }: Arguments): Uint8Array {
  const { leadOutLba } = lastSession(disc);
  const tracks = disc.sessions.flatMap((session) => session.tracks);
  const last = tracks.at(-1);
  const lastTrack = last?.number ?? 0;
  if (trackOrSession > lastTrack && trackOrSession !== LEAD_OUT_TRACK) {
    throw invalidCdbField(readToc, 'trackOrSession');
  }
  const entries = [
    ...tracks.map(({ number, control, startLba }) => ({ track: number, control, startLba })),
    { track: LEAD_OUT_TRACK, control: last?.control ?? 0, startLba: leadOutLba },
  ].filter(({ track }) => track >= trackOrSession);
  const header = { firstTrack: tracks[0]?.number ?? 1, lastTrack };
  return msf === 1
    ? readTocMsf.spec.reply.encode({ ...header, entries: entries.map(inMsf) })
    : readToc.spec.reply.encode({ ...header, entries });
}

function sessionInfo(disc: Disc, { msf }: Arguments): Uint8Array {
  const [first] = lastSession(disc).tracks;
  const entries =
    first === undefined ? [] : [{ track: first.number, control: first.control, startLba: first.startLba }];
  const header = { firstSession: 1, lastSession: disc.sessions.length };
  return msf === 1
    ? readSessionInfoMsf.spec.reply.encode({ ...header, entries: entries.map(inMsf) })
    : readSessionInfo.spec.reply.encode({ ...header, entries });
}

function fullToc(disc: Disc, { trackOrSession }: Arguments): Uint8Array {
  lastSession(disc);
  if (trackOrSession > disc.sessions.length) throw invalidCdbField(readToc, 'trackOrSession');
  return readFullToc.spec.reply.encode({
    firstSession: 1,
    lastSession: disc.sessions.length,
    entries: fullTocEntries(disc, trackOrSession),
  });
}

/** The packs of the first lead-in that has any. */
function cdText(disc: Disc): Uint8Array {
  lastSession(disc);
  const packs = fromHex(disc.sessions.find((session) => session.cdText !== undefined)?.cdText ?? '');
  const count = packs.length / cdTextPack.lengthBytes;
  return readCdText.spec.reply.encode({
    entries: Array.from({ length: count }, (_, index) =>
      cdTextPack.decode(packs.subarray(index * cdTextPack.lengthBytes)),
    ),
  });
}

function atip(disc: Disc): Uint8Array {
  const medium: CdMedium = disc.medium;
  const { leadInStart, lastPossibleLeadOutStart, a1, a2 } = medium;
  return readAtip.spec.reply.encode({
    ...specialInformationOf(medium),
    ...(a1 === undefined ? {} : { a1 }),
    ...(a2 === undefined ? {} : { a2 }),
    leadInStartMinute: leadInStart.minute,
    leadInStartSecond: leadInStart.second,
    leadInStartFrame: leadInStart.frame,
    lastLeadOutStartMinute: lastPossibleLeadOutStart.minute,
    lastLeadOutStartSecond: lastPossibleLeadOutStart.second,
    lastLeadOutStartFrame: lastPossibleLeadOutStart.frame,
  });
}

const inMsf = ({ startLba, ...entry }: { track: number; control: number; startLba: number }) => ({
  ...entry,
  ...msfOfLba(startLba),
});
