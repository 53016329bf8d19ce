import {
  DataMode,
  INCOMPLETE_TRACK,
  LayerJumpStatus,
  readTrackInformation,
  TrackAddressType,
} from '../../../mmc/commands/read-track-information.ts';
import { Profile } from '../../../mmc/profiles.ts';
import { invalidCdbField } from '../../check-condition.ts';
import type { BlockDisc } from '../../media/block-disc/block-disc.ts';
import { layerBreakOf } from '../../media/block-disc/disc-structures.ts';
import type { TrackFacts } from '../../media-families/family.ts';
import { handle } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

/** CONTROL of a data track: uninterrupted, and written in packets (MMC-6 table 509). */
const DATA_TRACK = 4;
const INCREMENTAL_TRACK = 5;

/** Data Length of the block of MMC-4, and of what MMC-5 added for layer jump recording. */
const SHORT_LENGTH = 34;
const LONG_LENGTH = 46;

export const readBlockTrackInformationHandler = handle(readTrackInformation, 'medium', ({ drive, args }) => {
  const { family, path } = familyIn(drive);
  const tracks = family.tracks(path);
  const found = args.open ? tracks.find(isOpen) : find(tracks, args.addressType, args.address);
  if (found === undefined) throw invalidCdbField(readTrackInformation, 'address');
  return described(path.disc, found);
});

const isOpen = ({ nextWritableLba }: TrackFacts): boolean => nextWritableLba !== undefined;

function find(tracks: readonly TrackFacts[], addressType: number, address: number): TrackFacts | undefined {
  switch (addressType) {
    case TrackAddressType.Lba:
      return tracks.find(({ startLba, lengthBlocks }) => startLba <= address && address < startLba + lengthBlocks);
    case TrackAddressType.Track:
      return address === INCOMPLETE_TRACK
        ? tracks.find(({ invisible }) => invisible)
        : tracks.find(({ number }) => number === address);
    case TrackAddressType.Session:
      return tracks.find(({ session }) => session === address);
    default:
      throw invalidCdbField(readTrackInformation, 'addressType');
  }
}

function described(disc: BlockDisc, track: TrackFacts) {
  const { blank = false, nextWritableLba, lastRecordedLba } = track;
  const fields = {
    dataLength: SHORT_LENGTH,
    layerJump: LayerJumpStatus.None,
    track: track.number,
    session: track.session,
    damage: track.damaged ?? false,
    copy: false,
    trackMode: track.packet ? INCREMENTAL_TRACK : DATA_TRACK,
    reserved: track.reserved ?? false,
    blank,
    packet: track.packet,
    fixedPacket: track.fixedPacket ?? false,
    dataMode: blank ? DataMode.None : DataMode.Mode1,
    lastRecordedValid: lastRecordedLba !== undefined,
    nextWritableValid: nextWritableLba !== undefined,
    startLba: track.startLba,
    nextWritableLba: nextWritableLba ?? 0,
    freeBlocks: track.freeBlocks,
    fixedPacketBlocks: disc.eccBlocks,
    lengthBlocks: track.lengthBlocks,
    lastRecordedLba: lastRecordedLba ?? 0,
  };
  if (disc.profile !== Profile.DvdRDualLayerJump) return fields;
  // The one jump is at the end of layer 0. Track Size is then where the track ends.
  const jumpLba = layerBreakOf(disc) - 1;
  return {
    ...fields,
    dataLength: LONG_LENGTH,
    layerJump: LayerJumpStatus.Unspecified,
    lengthBlocks: track.startLba + track.lengthBlocks - 1,
    readCompatibilityLba: 0,
    nextLayerJumpLba: nextWritableLba !== undefined && nextWritableLba <= jumpLba ? jumpLba : 0,
    lastLayerJumpLba: (lastRecordedLba ?? 0) > jumpLba ? jumpLba : 0,
  };
}
