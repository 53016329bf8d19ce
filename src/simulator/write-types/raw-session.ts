import { RAW_PQ_BLOCK_BYTES, RAW_SUB_CHANNEL_BYTES, SECTOR_BYTES } from '../../cd/geometry.ts';
import { isQIntact } from '../../cd/q-channel.ts';
import { decodeCatalogNumber, decodeIsrc } from '../../cd/q-identifiers.ts';
import { decodePosition } from '../../cd/q-position.ts';
import { qOfRaw, rawOfFormatted, rToW } from '../../cd/sub-channel.ts';
import { DataBlockType, WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { illegalRequest } from '../check-condition.ts';
import type { BlocksToWrite, WriteParameters } from '../core.ts';
import type { Disc } from '../media/disc.ts';
import { StoredBytes } from '../media/stored-blocks.ts';
import { RawLeadIn, type TocOfRaw } from './raw-lead-in.ts';
import { closingOf, leadInStartOf, programAreaOf, requireWritable } from './whole-session.ts';
import type { WriteTypeStrategy } from './write-type.ts';

/** A disc that is being written raw. */
interface RawSession {
  readonly leadIn: RawLeadIn;
  nextLba: number;
  /** Of the open track. */
  indexes: number[];
  isrc: string | undefined;
  catalogNumber: string | undefined;
}

/** By disc: an entry is forgotten with a disc that is taken out, or that existed only for a test write. */
const sessions = new WeakMap<Disc, RawSession>();

/** The session on a disc, unless the disc has changed in another way since: its tracks closed, or erased. */
function sessionOf(disc: Disc): RawSession | undefined {
  const session = sessions.get(disc);
  if (session === undefined || (session.nextLba > programAreaOf(disc) && disc.openTrack === undefined))
    return undefined;
  return session;
}

const BLOCK_BYTES: Readonly<Record<number, number>> = {
  [DataBlockType.RawPq]: RAW_PQ_BLOCK_BYTES,
  [DataBlockType.RawPwPacked]: StoredBytes.Raw,
  [DataBlockType.RawPwRaw]: StoredBytes.Raw,
};

/**
 * Raw (MMC-5 4.2.3.6): the host writes a disc from the lead-in to the lead-out with sub-channels of its own, data sectors
 * scrambled. The table of contents in its lead-in lists the tracks, Q in the program area their indexes.
 */
export const rawSession: WriteTypeStrategy = {
  writeType: WriteType.Raw,
  dataBlockTypes: [DataBlockType.RawPq, DataBlockType.RawPwPacked, DataBlockType.RawPwRaw],

  refusedField: (page) => (BLOCK_BYTES[page.dataBlockType] === undefined ? 'dataBlockType' : undefined),

  blockBytes: ({ parameters }) => bytesIn(parameters),

  async write(path, blocks) {
    const { disc } = path;
    requireWritable(disc);
    // 5/30/05 cannot write medium, incompatible format: a raw session cannot follow another.
    if (disc.sessions.length > 0 || disc.pma.length > 0) {
      if (!(sessionOf(disc) !== undefined)) throw illegalRequest(0x30, 0x05);
    }
    const session = sessionOf(disc) ?? begin(blocks.lba);
    requirePlace(disc, session, blocks);
    if (path.parameters.dataBlockType === DataBlockType.RawPwPacked) requireNoPacks(blocks);
    path.take(blocks);
    sessions.set(disc, session);
    await record(disc, session, blocks.lba, storedBlocks(blocks));
    session.nextLba = blocks.lba + blocks.lengthBlocks;
  },

  flush(path) {
    const { disc } = path;
    const session = sessionOf(disc);
    const toc = session?.leadIn.toc;
    const whole = session !== undefined && toc !== undefined && session.nextLba >= toc.leadOutLba;
    // Blocks are still missing: the drive waits for them.
    if (!whole || disc.openTrack?.damaged) return { durationMs: path.buffer.msUntilEmpty, effect: async () => {} };
    const { catalogNumber } = session;
    const extras = {
      ...(catalogNumber === undefined ? {} : { catalogNumber }),
      ...(toc.cdText === undefined ? {} : { cdText: toc.cdText }),
    };
    return closingOf(path, 0, async () => {
      sessions.delete(disc);
      await endTrack(disc, session);
      await disc.closeSession(toc.multiSession, toc.discType, extras);
    });
  },

  blocksAfterTrack(disc) {
    const { nextLba, leadIn } = sessionOf(disc) ?? {};
    return Math.max(0, (nextLba ?? 0) - (leadIn?.toc?.leadOutLba ?? Number.POSITIVE_INFINITY));
  },

  forget: (disc) => void sessions.delete(disc),

  nextWritableLba: (disc) => sessionOf(disc)?.nextLba ?? leadInStartOf(disc),
};

const begin = (nextLba: number): RawSession => ({
  leadIn: new RawLeadIn(),
  nextLba,
  indexes: [],
  isrc: undefined,
  catalogNumber: undefined,
});

/** 5/64/00 illegal mode for this track; the page refuses such types, but may have been set without its checks. */
function bytesIn({ dataBlockType }: WriteParameters): number {
  const bytes = BLOCK_BYTES[dataBlockType];
  if (bytes === undefined) throw illegalRequest(0x64, 0x00);
  return bytes;
}

function requirePlace(disc: Disc, session: RawSession, { lba, lengthBlocks }: BlocksToWrite): void {
  const inLeadIn = lba >= leadInStartOf(disc) && lba < programAreaOf(disc);
  const begins = !(sessionOf(disc) !== undefined) && inLeadIn;
  // 5/21/02 invalid address for write.
  if (disc.openTrack?.damaged || (!begins && (!(sessionOf(disc) !== undefined) || lba !== session.nextLba))) {
    throw illegalRequest(0x21, 0x02);
  }
  const { toc } = session.leadIn;
  // 5/21/00 logical block address out of range: the lead-out must begin on the disc, and may extend past its end.
  if (toc !== undefined && toc.leadOutLba > disc.capacityBlocks) throw illegalRequest(0x21, 0x00);
  // 5/2C/00 command sequence error: no lead-in listed any track.
  if (toc === undefined && lba + lengthBlocks > programAreaOf(disc) && !inLeadIn) throw illegalRequest(0x2c, 0x00);
}

/**
 * In blocks of type 2, R to W are packs, to which a drive adds parity and interleaving. That is not modelled: only zeros, which stay zeros,
 * are accepted. 5/64/00 illegal mode for this track.
 */
function requireNoPacks({ bytes }: BlocksToWrite): void {
  for (let at = SECTOR_BYTES; at < bytes.length; at += StoredBytes.Raw) {
    if (rToW(bytes.subarray(at, at + RAW_SUB_CHANNEL_BYTES)).some((code) => code !== 0))
      throw illegalRequest(0x64, 0x00);
  }
}

/** 2,352 bytes and 96 of raw sub-channel per block, whichever form the host sent. */
function storedBlocks({ bytes, lengthBlocks }: BlocksToWrite): Uint8Array {
  const hostBytes = bytes.length / lengthBlocks;
  if (hostBytes === StoredBytes.Raw) return bytes;
  const stored = new Uint8Array(lengthBlocks * StoredBytes.Raw);
  for (let index = 0; index < lengthBlocks; index++) {
    const block = bytes.subarray(index * hostBytes, (index + 1) * hostBytes);
    stored.set(block.subarray(0, SECTOR_BYTES), index * StoredBytes.Raw);
    stored.set(rawOfFormatted(block.subarray(SECTOR_BYTES)), index * StoredBytes.Raw + SECTOR_BYTES);
  }
  return stored;
}

/** Reads the sub-channels of blocks and keeps the blocks of the program area, those of one track together. */
async function record(disc: Disc, session: RawSession, startLba: number, stored: Uint8Array): Promise<void> {
  const programArea = programAreaOf(disc);
  const lengthBlocks = stored.length / StoredBytes.Raw;
  let from = 0;
  const keepUpTo = async (to: number) => {
    const part = stored.subarray(from * StoredBytes.Raw, to * StoredBytes.Raw);
    const lba = startLba + from;
    from = to;
    if (part.length === 0) return;
    if (lba < (disc.openTrack?.startLba ?? 0)) await disc.writePregap(lba, part);
    else await disc.append(part);
  };
  for (let index = 0; index < lengthBlocks; index++) {
    const lba = startLba + index;
    const raw = stored.subarray(index * StoredBytes.Raw + SECTOR_BYTES, (index + 1) * StoredBytes.Raw);
    if (lba < programArea) {
      session.leadIn.add(raw);
      from = index + 1;
      continue;
    }
    const { toc } = session.leadIn;
    // 5/2C/00 command sequence error: the lead-in ended without a table of contents.
    if (toc === undefined) throw illegalRequest(0x2c, 0x00);
    if (lba >= toc.leadOutLba) {
      await keepUpTo(index);
      return;
    }
    const frame = qOfRaw(raw);
    if (beginsTrack(disc, frame) || lba === disc.openTrack?.startLba) await keepUpTo(index);
    await follow(disc, session, toc, lba, frame);
  }
  await keepUpTo(lengthBlocks);
}

function beginsTrack(disc: Disc, frame: Uint8Array): boolean {
  if (disc.openTrack === undefined) return true;
  return isQIntact(frame) && decodePosition(frame)?.track === disc.lastTrackNumber + 1;
}

/** Ends and begins tracks as Q says, and records indexes, ISRC and catalogue number. */
async function follow(disc: Disc, session: RawSession, toc: TocOfRaw, lba: number, frame: Uint8Array): Promise<void> {
  if (beginsTrack(disc, frame)) {
    if (disc.openTrack !== undefined) await endTrack(disc, session);
    await beginTrack(disc, toc, lba);
  }
  if (!isQIntact(frame)) return;
  session.catalogNumber = decodeCatalogNumber(frame)?.catalogNumber ?? session.catalogNumber;
  session.isrc = decodeIsrc(frame)?.isrc ?? session.isrc;
  if (decodePosition(frame)?.index === session.indexes.length + 2) session.indexes.push(lba);
}

async function beginTrack(disc: Disc, { tracks }: TocOfRaw, lba: number): Promise<void> {
  const number = disc.lastTrackNumber === 0 ? Math.min(...tracks.keys()) : disc.lastTrackNumber + 1;
  const track = tracks.get(number);
  // 5/2C/00: Q names a track that the table of contents does not list, or lists before this block.
  if (track === undefined || track.startLba < lba) throw illegalRequest(0x2c, 0x00);
  const place = { number, startLba: track.startLba, pregapBlocks: track.startLba - lba, runOutBlocks: 0, indexes: [] };
  await disc.beginTrack({ control: track.control, copy: false, blockBytes: StoredBytes.Raw }, place);
}

async function endTrack(disc: Disc, session: RawSession): Promise<void> {
  const { indexes, isrc } = session;
  await disc.closeTrack({ indexes, ...(isrc === undefined ? {} : { isrc }) });
  session.indexes = [];
  session.isrc = undefined;
}
