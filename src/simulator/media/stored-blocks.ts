import { isDataControl } from '../../cd/control.ts';
import {
  AUDIO_BLOCK_BYTES,
  FORM1_BLOCK_BYTES,
  RAW_BLOCK_BYTES,
  SECTOR_BYTES,
  SUB_HEADER_BYTES,
  USER_DATA_BYTES,
} from '../../cd/geometry.ts';
import { scrambled } from '../../cd/scramble.ts';
import { type KnownSectorType, mode1Sector, mode2Form1Sector, SectorType, sectorTypeOf } from '../../cd/sector.ts';
import { formattedQ, isPauseInRaw, qOfRaw, rawSubChannel, rToW, writeFormattedQ } from '../../cd/sub-channel.ts';
import { SubChannelSelection } from '../../mmc/commands/read-cd.ts';
import { DataMode } from '../../mmc/commands/read-track-information.ts';
import type { Track } from './structure.ts';
import { isPause, qFrames, type Subcode } from './subcode.ts';

/** What is kept of each block of a track: {@link Track.blockBytes} says which. */
export const StoredBytes = {
  Audio: AUDIO_BLOCK_BYTES,
  Mode1: USER_DATA_BYTES,
  Mode2Form1: FORM1_BLOCK_BYTES,
  Raw: RAW_BLOCK_BYTES,
} as const;

/** A block as the drive's decoder reads it from the disc. */
export interface Block {
  /** Undefined in a data track where no CD-ROM sector can be recognized. */
  readonly type: KnownSectorType | undefined;
  /** The whole main channel. */
  readonly sector: Uint8Array;
}

export const isData = (track: Track): boolean => isDataControl(track.control);

/** The type of a track's blocks, as far as the track determines it. Raw data tracks may contain anything. */
export function blockTypeOf(track: Track): KnownSectorType | undefined {
  if (track.blockBytes === StoredBytes.Mode1) return SectorType.Mode1;
  if (track.blockBytes === StoredBytes.Mode2Form1) return SectorType.Mode2Form1;
  return isData(track) ? undefined : SectorType.Audio;
}

/** Data Mode of a track as READ TRACK INFORMATION reports it. */
export function dataModeOf(track: Track): number {
  if (track.blockBytes === StoredBytes.Mode1) return DataMode.Mode1;
  return track.blockBytes === StoredBytes.Mode2Form1 ? DataMode.Mode2 : DataMode.None;
}

/** The 2,048 bytes of user data, if they are stored as such; undefined for other blocks. */
export function storedUserData(track: Track, stored: Uint8Array): Uint8Array | undefined {
  if (track.blockBytes === StoredBytes.Mode1) return stored;
  return track.blockBytes === StoredBytes.Mode2Form1 ? stored.subarray(SUB_HEADER_BYTES) : undefined;
}

/** The block that these stored bytes make up. */
export function blockOf(track: Track, lba: number, stored: Uint8Array): Block {
  switch (blockTypeOf(track)) {
    case SectorType.Mode1:
      return { type: SectorType.Mode1, sector: mode1Sector(lba, stored) };
    case SectorType.Mode2Form1:
      return { type: SectorType.Mode2Form1, sector: mode2Form1Sector(lba, stored) };
    case SectorType.Audio:
      return { type: SectorType.Audio, sector: stored.subarray(0, SECTOR_BYTES) };
    default: {
      const sector = scrambled(stored.subarray(0, SECTOR_BYTES));
      return { type: sectorTypeOf(sector), sector };
    }
  }
}

/** Writes the sub-channels of a block into a reply. */
export type WriteSubChannel = (reply: Uint8Array, at: number, lba: number, stored: Uint8Array | undefined) => void;

/** Sub-channels of blocks as READ CD selects them: as the host wrote them, or as the drive generates them. */
export function subChannelWriter(selection: number, subcode: Subcode): WriteSubChannel {
  const { track } = subcode;
  const frameOf = qFrames(subcode);
  return (reply, at, lba, stored) => {
    if (stored !== undefined && track.blockBytes === StoredBytes.Raw) {
      reply.set(selected(selection, stored.subarray(SECTOR_BYTES)), at);
    } else if (selection === SubChannelSelection.Q) writeFormattedQ(reply, at, isPause(track, lba), frameOf(lba));
    else reply.set(selected(selection, rawSubChannel(isPause(track, lba), frameOf(lba))), at);
  };
}

function selected(selection: number, raw: Uint8Array): Uint8Array {
  if (selection === SubChannelSelection.Q) return formattedQ(isPauseInRaw(raw), qOfRaw(raw));
  return selection === SubChannelSelection.RToW ? rToW(raw) : raw;
}
