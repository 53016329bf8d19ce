import { INCOMPLETE_TRACK, readTrackInformation, TrackAddressType } from '../../mmc/commands/read-track-information.ts';
import { invalidCdbField } from '../check-condition.ts';
import { PREGAP_BLOCKS } from '../medium/cd-layout.ts';
import type { Disc, LocatedTrack } from '../medium/disc.ts';
import { trackEnd } from '../medium/structure.ts';
import { handle } from './handler.ts';

/** Data Mode of audio tracks and of tracks that nobody has written (MMC-5 table 440). */
const NO_DATA_MODE = 0xf;

export const readTrackInformationHandler = handle(readTrackInformation, 'medium', ({ burner, args }) => {
  // During a test write addresses go on as if it were real.
  const disc = burner.recordingDisc;
  const found = args.open ? 'incomplete' : find(disc, args.addressType, args.address);
  if (found === 'incomplete') {
    const block = incompleteTrack(disc);
    if (block !== undefined) return block;
  } else if (found !== undefined) return closedTrack(found);
  throw invalidCdbField(readTrackInformation, 'address');
});

function find(disc: Disc, addressType: number, address: number): LocatedTrack | 'incomplete' | undefined {
  switch (addressType) {
    case TrackAddressType.Lba:
      return byLba(disc, address);
    case TrackAddressType.Track: {
      const found = disc.tracks[address - 1];
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

/** A pregap belongs to the track behind it, the run-out to the track before. */
function byLba(disc: Disc, lba: number): LocatedTrack | 'incomplete' | undefined {
  const closed = disc.tracks.find(
    ({ track, open }) => !open && track.startLba - PREGAP_BLOCKS <= lba && lba < trackEnd(track),
  );
  if (closed !== undefined) return closed;
  const start = disc.openTrack?.startLba ?? disc.nextWritableLba;
  return start !== undefined && start - PREGAP_BLOCKS <= lba && lba < disc.capacityBlocks ? 'incomplete' : undefined;
}

const COMMON = { dataLength: 34, reserved: false, packet: false, fixedPacket: false, fixedPacketBlocks: 0 } as const;

function closedTrack({ track, session }: LocatedTrack) {
  return {
    ...COMMON,
    track: track.number,
    session,
    copy: track.copy,
    trackMode: track.control,
    dataMode: NO_DATA_MODE,
    startLba: track.startLba,
    nextWritableLba: 0,
    freeBlocks: 0,
    lengthBlocks: track.lengthBlocks,
    lastRecordedLba: 0,
  };
}

/** The track that is written next, begun or not; undefined when none can be. */
function incompleteTrack(disc: Disc) {
  const { openTrack, nextWritableLba, freeBlocks } = disc;
  if (nextWritableLba === undefined) return undefined;
  const startLba = openTrack?.startLba ?? nextWritableLba;
  return {
    ...COMMON,
    track: openTrack?.number ?? disc.lastTrackNumber + 1,
    session: disc.sessions.length + 1,
    copy: openTrack?.copy ?? false,
    trackMode: openTrack?.control ?? 0,
    blank: openTrack === undefined,
    dataMode: NO_DATA_MODE,
    nextWritableValid: true,
    startLba,
    nextWritableLba,
    freeBlocks,
    // What it would have if it took all the room (MMC-5 6.29.3.16).
    lengthBlocks: nextWritableLba - startLba + freeBlocks,
    lastRecordedLba: 0,
  };
}
