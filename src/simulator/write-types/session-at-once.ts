import { RAW_SUB_CHANNEL_BYTES } from '../../cd/geometry.ts';
import { isForm2 } from '../../cd/sector.ts';
import { concatBytes } from '../../codec/index.ts';
import type { CueEntry } from '../../mmc/commands/send-cue-sheet.ts';
import { DataBlockType, WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { illegalRequest } from '../check-condition.ts';
import type { BlocksToWrite, WritePath } from '../core.ts';
import type { Disc } from '../media/disc.ts';
import { LeadInText } from './lead-in-text.ts';
import { planOf, type Segment, type SessionPlan } from './session-plan.ts';
import { closingOf, leadInMs, leadInStartOf, leadOutMs, programAreaOf, requireWritable } from './whole-session.ts';
import type { WriteTypeStrategy } from './write-type.ts';

/** A session that has been laid out and is being written. */
interface SessionBeingWritten {
  readonly plan: SessionPlan;
  readonly text: LeadInText;
  /** Undefined until the first WRITE. */
  nextLba: number | undefined;
  /** Tracks that have begun. */
  segments: Segment[];
}

/** By disc: an entry is forgotten with a disc that is taken out, or that existed only for a test write. */
const sessions = new WeakMap<Disc, SessionBeingWritten>();

/** The session laid out for a disc, unless the disc has changed in another way since: its tracks closed, or erased. */
function sessionOf(disc: Disc): SessionBeingWritten | undefined {
  const session = sessions.get(disc);
  if (session === undefined) return undefined;
  const { plan, nextLba } = session;
  const begun = nextLba !== undefined && nextLba > plan.startLba;
  const current = plan.startLba === programAreaOf(disc) && (!begun || disc.openTrack !== undefined);
  return current ? session : undefined;
}

/** 5/2C/00 command sequence error. */
const sequenceError = () => illegalRequest(0x2c, 0x00);

/** SEND CUE SHEET: throws CheckCondition 5/26/00 for a sheet that does not fit this disc, 5/2C/00 when writing has begun. */
export function acceptCueSheet(path: WritePath, sheet: readonly CueEntry[]): void {
  const { disc } = path;
  requireWritable(disc);
  const begun = sessionOf(disc)?.nextLba !== undefined;
  if (begun || disc.openTrack !== undefined || disc.pma.length > 0) throw sequenceError();
  const plan = planOf(sheet, {
    firstTrack: disc.lastTrackNumber === 0 ? undefined : disc.lastTrackNumber + 1,
    startLba: programAreaOf(disc),
    capacityBlocks: disc.capacityBlocks,
  });
  sessions.set(disc, { plan, text: new LeadInText(), nextLba: undefined, segments: [...plan.segments] });
}

/** Session-At-Once (MMC-5 4.2.3.5): the cue sheet lays out the session, the host writes it without a gap, flushing ends it. */
export const sessionAtOnce: WriteTypeStrategy = {
  writeType: WriteType.SessionAtOnce,
  dataBlockTypes: [],

  // The sheet defines the blocks; the page is refused only for block types that no session has.
  refusedField: ({ dataBlockType }) =>
    dataBlockType === DataBlockType.RawPq || dataBlockType === DataBlockType.RawPwPacked ? 'dataBlockType' : undefined,

  blockBytes(path, lba) {
    const session = sessionOf(path.disc);
    if (session === undefined) throw sequenceError();
    const at = lba ?? nextLbaOf(session);
    if (at < session.plan.startLba) return RAW_SUB_CHANNEL_BYTES;
    const segment = session.plan.segments.find(({ startLba, endLba }) => startLba <= at && at < endLba);
    // 5/21/02 invalid address for write.
    if (segment === undefined || segment.hostBytes === 0) throw illegalRequest(0x21, 0x02);
    return segment.hostBytes;
  },

  async write(path, blocks) {
    const { disc } = path;
    const session = sessionOf(disc);
    if (session === undefined || disc.openTrack?.damaged) throw sequenceError();
    requirePlace(session, blocks, leadInStartOf(disc));
    path.take(blocks);
    const { lba, lengthBlocks, bytes } = blocks;
    session.nextLba = lba + lengthBlocks;
    if (lba < session.plan.startLba) session.text.add(bytes);
    else await record(disc, session, blocks);
  },

  flush(path) {
    const { disc } = path;
    const session = sessionOf(disc);
    const whole = session !== undefined && session.nextLba === session.plan.leadOutLba;
    // Blocks are still missing: the drive waits for them.
    if (!whole || disc.openTrack?.damaged) return { durationMs: path.buffer.msUntilEmpty, effect: async () => {} };
    const { catalogNumber, leadOutLba } = session.plan;
    const cdText = session.text.text;
    const { multiSession, sessionFormat } = path.parameters;
    const extras = {
      ...(catalogNumber === undefined ? {} : { catalogNumber }),
      ...(cdText === undefined ? {} : { cdText }),
    };
    // A lead-in with CD-TEXT came from the host, before the first pregap.
    const ownMs = leadOutMs(path, leadOutLba) + (cdText === undefined ? leadInMs(path) : 0);
    return closingOf(path, ownMs, async () => {
      sessions.delete(disc);
      await disc.closeTrack();
      await disc.closeSession(multiSession, sessionFormat, extras);
    });
  },

  forget: (disc) => void sessions.delete(disc),

  nextWritableLba(disc) {
    const session = sessionOf(disc);
    return session === undefined ? programAreaOf(disc) : nextLbaOf(session);
  },
};

/** Where the next WRITE goes. Blocks that the drive generates are skipped; writing the lead-in may begin anywhere in it. */
function nextLbaOf({ plan, nextLba }: SessionBeingWritten): number {
  const at = nextLba ?? plan.startLba;
  const made = plan.segments.filter(({ hostBytes }) => hostBytes === 0);
  return made.reduce((lba, { startLba, endLba }) => (lba === startLba ? endLba : lba), at);
}

function requirePlace(session: SessionBeingWritten, { lba, lengthBlocks }: BlocksToWrite, leadInLba: number): void {
  const { plan, nextLba } = session;
  const end = lba + lengthBlocks;
  const inLeadIn = lba < plan.startLba;
  const beginsLeadIn = plan.cdText && nextLba === undefined && inLeadIn && lba >= leadInLba;
  const expected = plan.cdText && nextLba === undefined ? undefined : nextLbaOf(session);
  // 5/21/02 invalid address for write.
  if (!beginsLeadIn && lba !== expected) throw illegalRequest(0x21, 0x02);
  // 5/21/00 logical block address out of range.
  if (end > (inLeadIn ? plan.startLba : plan.leadOutLba)) throw illegalRequest(0x21, 0x00);
  const touched = plan.segments.filter((segment) => segment.startLba < end && segment.endLba > lba);
  // 5/64/00 illegal mode for this track: all blocks of one WRITE must be of one kind.
  if (new Set(touched.map(({ hostBytes }) => hostBytes)).size > 1) throw illegalRequest(0x64, 0x00);
}

/** Puts blocks where they belong, and begins and ends tracks as it goes. */
async function record(disc: Disc, session: SessionBeingWritten, { lba, lengthBlocks, bytes }: BlocksToWrite) {
  const blockBytes = bytes.length / lengthBlocks;
  for (let done = 0; done < lengthBlocks; ) {
    const at = lba + done;
    await beginTracks(disc, session, at);
    const { plan } = session;
    const segment = plan.segments.find(({ startLba, endLba }) => startLba <= at && at < endLba);
    if (segment === undefined) return;
    const count = Math.min(segment.endLba - at, lengthBlocks - done);
    const part = storedOf(segment, bytes.subarray(done * blockBytes, (done + count) * blockBytes));
    if (at < segment.track.place.startLba) await disc.writePregap(at, part);
    else await disc.append(part);
    done += count;
  }
}

/** Of a block of CD-ROM XA, sub-header and data are kept: EDC and ECC are made when it is read. */
function storedOf({ hostBytes, track }: Segment, bytes: Uint8Array): Uint8Array {
  const { blockBytes } = track.format;
  if (hostBytes === blockBytes) return bytes;
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += hostBytes) {
    const part = bytes.subarray(start, start + blockBytes);
    // 5/64/00 illegal mode for this track: this drive keeps no form 2.
    if (isForm2(part)) throw illegalRequest(0x64, 0x00);
    parts.push(part);
  }
  return concatBytes(parts);
}

/** Begins every track whose first block is at this address or before it. */
async function beginTracks(disc: Disc, session: SessionBeingWritten, lba: number): Promise<void> {
  while (session.segments[0] !== undefined && session.segments[0].startLba <= lba) {
    const [segment, ...rest] = session.segments;
    const { track } = segment as Segment;
    session.segments = rest;
    if (disc.openTrack?.startLba === track.place.startLba) continue;
    if (disc.openTrack !== undefined) await disc.closeTrack();
    await disc.beginTrack(track.format, track.place);
  }
}
