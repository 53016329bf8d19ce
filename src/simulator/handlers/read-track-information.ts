import { AUDIO_BLOCK_BYTES, PREGAP_BLOCKS } from '../../cd/geometry.ts';
import {
  DataMode,
  INCOMPLETE_TRACK,
  readTrackInformation,
  TrackAddressType,
} from '../../mmc/commands/read-track-information.ts';
import { invalidCdbField } from '../check-condition.ts';
import type { Recorder } from '../core.ts';
import { requireCd } from '../kind-of-disc.ts';
import type { Disc, LocatedTrack } from '../media/disc.ts';
import { dataModeOf } from '../media/stored-blocks.ts';
import { isEmptyReserved, pregapBlocksOf, type Track, trackEnd, Unfinished } from '../media/structure.ts';
import { handle } from './handler.ts';

export const readTrackInformationHandler = handle(readTrackInformation, 'medium', ({ drive, args }) => {
  // During a test write, addresses advance as if it were real.
  const disc = requireCd(drive.recorder.disc);
  const found = args.open ? 'incomplete' : find(disc, args.addressType, args.address);
  if (found === 'incomplete') {
    const block = incompleteTrack(disc);
    if (block !== undefined) return { ...block, ...wholeSessionFields(drive.recorder, disc) };
  } else if (found !== undefined) return closedTrack(found);
  throw invalidCdbField(readTrackInformation, 'address');
});

function find(disc: Disc, addressType: number, address: number): LocatedTrack | 'incomplete' | undefined {
  switch (addressType) {
    case TrackAddressType.Lba:
      return byLba(disc, address);
    case TrackAddressType.Track: {
      const found = disc.tracks.find(({ track }) => track.number === address);
      if (found !== undefined) return found.open ? 'incomplete' : found;
      return address === INCOMPLETE_TRACK || address === disc.lastTrackNumber + 1 ? 'incomplete' : undefined;
    }
    case TrackAddressType.Session: {
      const found = disc.tracks.find(({ session }) => session === address);
      if (found !== undefined) return found.open ? 'incomplete' : found;
      return address === disc.sessions.length + 1 ? 'incomplete' : undefined;
    }
    default:
      throw invalidCdbField(readTrackInformation, 'addressType');
  }
}

/** A pregap belongs to the track after it, the run-out to the track before it. */
function byLba(disc: Disc, lba: number): LocatedTrack | 'incomplete' | undefined {
  const closed = disc.tracks.find(
    ({ track, open }) => !open && track.startLba - pregapBlocksOf(track) <= lba && lba < trackEnd(track),
  );
  if (closed !== undefined) return closed;
  const start = disc.openTrack?.startLba ?? disc.nextWritableLba;
  return start !== undefined && start - PREGAP_BLOCKS <= lba && lba < disc.capacityBlocks ? 'incomplete' : undefined;
}

const COMMON = { dataLength: 34, packet: false, fixedPacket: false, fixedPacketBlocks: 0 } as const;
const NOTHING_WRITABLE = { nextWritableLba: 0, freeBlocks: 0, lastRecordedLba: 0 } as const;

const identityOf = (track: Track) => ({
  ...COMMON,
  track: track.number,
  copy: track.copy,
  trackMode: track.control,
  reserved: track.reservedBlocks !== undefined,
  startLba: track.startLba,
});

/** A complete track, or a reserved one that is still empty. */
function closedTrack({ track, session }: LocatedTrack) {
  const common = { ...identityOf(track), session, lastRecordedLba: 0 };
  if (isEmptyReserved(track)) {
    const roomBlocks = track.reservedBlocks ?? 0;
    const writable = { nextWritableValid: true, nextWritableLba: track.startLba, freeBlocks: roomBlocks };
    return { ...common, blank: true, dataMode: DataMode.None, ...writable, lengthBlocks: roomBlocks };
  }
  return { ...common, dataMode: dataModeOf(track), ...NOTHING_WRITABLE, lengthBlocks: track.lengthBlocks };
}

/** The track that is written next, begun or not; undefined when none can be. */
function incompleteTrack(disc: Disc) {
  const { openTrack, nextWritableLba, freeBlocks } = disc;
  const session = disc.sessions.length + 1;
  if (openTrack?.damaged) return { ...interruptedTrack(openTrack), session };
  if (disc.unfinished === Unfinished.Erasing) return { ...UNKNOWN, session };
  if (nextWritableLba === undefined) return undefined;
  const track = openTrack ?? { ...NOT_BEGUN, number: disc.lastTrackNumber + 1, startLba: nextWritableLba };
  return {
    ...identityOf(track),
    session,
    blank: openTrack === undefined,
    dataMode: openTrack === undefined ? DataMode.None : dataModeOf(openTrack),
    nextWritableValid: true,
    nextWritableLba,
    freeBlocks,
    // Its length if it filled all the free space (MMC-5 6.29.3.16).
    lengthBlocks: nextWritableLba - track.startLba + freeBlocks,
    lastRecordedLba: 0,
  };
}

/** With write types that write whole sessions, writing begins with the pregap, or continues where the session is. */
function wholeSessionFields({ nextWritableLba }: Recorder, disc: Disc) {
  if (nextWritableLba === undefined || disc.nextWritableLba === undefined) return {};
  const freeBlocks = disc.capacityBlocks - nextWritableLba;
  return disc.openTrack === undefined
    ? { startLba: nextWritableLba, nextWritableLba, freeBlocks, lengthBlocks: freeBlocks }
    : { nextWritableLba, freeBlocks };
}

const NOT_BEGUN = { copy: false, control: 0, lengthBlocks: 0, blockBytes: AUDIO_BLOCK_BYTES } as const;

/** A track whose end the drive found by searching for the end of the recorded area. */
const interruptedTrack = (track: Track) => ({
  ...identityOf(track),
  ...NOTHING_WRITABLE,
  damage: true,
  dataMode: dataModeOf(track),
  lengthBlocks: track.lengthBlocks,
  lastRecordedValid: true,
  lastRecordedLba: track.startLba + track.lengthBlocks - 1,
});

/** All that can be reported about a half-erased disc. */
const UNKNOWN = {
  ...COMMON,
  ...NOTHING_WRITABLE,
  track: 1,
  copy: false,
  trackMode: 0,
  reserved: false,
  damage: true,
  blank: true,
  dataMode: DataMode.None,
  startLba: 0,
  lengthBlocks: 0,
} as const;
