import { decodeControl, encodeControl, isDataControl } from '../../cd/control.ts';
import {
  AUDIO_BLOCK_BYTES,
  FORM1_BLOCK_BYTES,
  FORM2_BLOCK_BYTES,
  FORM2_USER_DATA_BYTES,
  MODE2_BLOCK_BYTES,
  USER_DATA_BYTES,
} from '../../cd/geometry.ts';
import { SessionFormat } from '../../cd/toc-entry.ts';
import type { DiscState } from '../../drive/disc-state.ts';
import { SectorType } from '../../mmc/commands/read-cd.ts';
import { DataMode } from '../../mmc/commands/read-track-information.ts';
import { DataBlockType, TrackMode } from '../../mmc/mode-pages/write-parameters.ts';

/** The format of a track's blocks, both for writing them and for reading them back. */
export interface TrackFormat {
  /** For messages: `audio`, `Mode 1 data`. */
  readonly name: string;
  /** Bytes of one block of WRITE data. */
  readonly blockBytes: number;
  /** The track's CONTROL nibble, which page 05h calls Track Mode. */
  readonly trackMode: TrackMode;
  readonly dataBlockType: DataBlockType;
  readonly sessionFormat: number;
  /**
   * The sector type that READ CD finds. Its user data are the blocks that were written, unless `readsBack` is false.
   */
  readonly sectorType: SectorType;
  /** Whether the user data of READ CD are what WRITE sent; a form with sub-headers, for example, returns less. */
  readonly readsBack: boolean;
  /** Of DVD and BD: the blocks of an ECC block, by which they are written. READ(10) reads them. */
  readonly eccBlocks?: number;
  /** Of DVD-RAM and BD: WRITE(12) with the streaming bit, which turns verification and the replacement of bad blocks off. */
  readonly streaming?: true;
  /** The track is overwritten: every block of it can be written at any time, and it has no next writable address. */
  readonly overwrites?: true;
}

const data = { trackMode: TrackMode.Data, sessionFormat: SessionFormat.CdDaOrCdRom, readsBack: true } as const;
const xa = { ...data, sessionFormat: SessionFormat.CdRomXa } as const;

/** The formats that tracks can be written in (MMC-5 table 668), apart from those that carry sub-channels. */
export const TrackFormats = {
  audio: {
    name: 'audio',
    blockBytes: AUDIO_BLOCK_BYTES,
    trackMode: TrackMode.Audio,
    dataBlockType: DataBlockType.Raw,
    sessionFormat: SessionFormat.CdDaOrCdRom,
    sectorType: SectorType.Audio,
    readsBack: true,
  },
  mode1: {
    ...data,
    name: 'Mode 1 data',
    blockBytes: USER_DATA_BYTES,
    dataBlockType: DataBlockType.Mode1,
    sectorType: SectorType.Mode1,
  },
  mode2: {
    ...data,
    name: 'Mode 2 data',
    blockBytes: MODE2_BLOCK_BYTES,
    dataBlockType: DataBlockType.Mode2,
    sectorType: SectorType.Mode2,
  },
  mode2Form1: {
    ...xa,
    name: 'Mode 2 form 1 data',
    blockBytes: USER_DATA_BYTES,
    dataBlockType: DataBlockType.Mode2Form1,
    sectorType: SectorType.Mode2Form1,
  },
  mode2Form1SubHeader: {
    ...xa,
    name: 'Mode 2 form 1 data with sub-headers',
    blockBytes: FORM1_BLOCK_BYTES,
    dataBlockType: DataBlockType.Mode2Form1SubHeader,
    sectorType: SectorType.Mode2Form1,
    readsBack: false,
  },
  mode2Form2: {
    ...xa,
    name: 'Mode 2 form 2 data',
    blockBytes: FORM2_USER_DATA_BYTES,
    dataBlockType: DataBlockType.Mode2Form2,
    sectorType: SectorType.Mode2Form2,
    readsBack: false,
  },
  mode2Mixed: {
    ...xa,
    name: 'Mode 2 data of both forms',
    blockBytes: FORM2_BLOCK_BYTES,
    dataBlockType: DataBlockType.Mode2Mixed,
    sectorType: SectorType.Any,
    readsBack: false,
  },
} as const satisfies Readonly<Record<string, TrackFormat>>;

/** The format of the blocks of a DVD or BD. In page 05h, which DVD-R and DVD-RW have, Track Mode is 5 (MMC-6 7.5.4.10). */
export const blockFormat = (eccBlocks: number, overwrites = false): TrackFormat => ({
  ...TrackFormats.mode1,
  name: 'data',
  trackMode: TrackMode.DataIncremental,
  eccBlocks,
  ...(overwrites ? { overwrites } : {}),
});

export const isAudio = ({ sectorType }: TrackFormat): boolean => sectorType === SectorType.Audio;

/**
 * The format of a track that is on the disc, for closing its session and for padding it: its own CONTROL nibble (but
 * for the mark of packets) and the block type of its data mode. Mode 2 tracks are assumed to be CD-ROM XA form 1, as on discs that are written track
 * by track.
 */
export function formatOfTrack({
  control,
  dataMode,
}: {
  readonly control: number;
  readonly dataMode: number;
}): TrackFormat {
  // Only packet writing takes the mode of a track that was written in packets.
  const trackMode = encodeControl({ ...decodeControl(control), incremental: false }) as TrackMode;
  if (!isDataControl(control)) return { ...TrackFormats.audio, trackMode };
  return { ...(dataMode === DataMode.Mode2 ? TrackFormats.mode2Form1 : TrackFormats.mode1), trackMode };
}

/** The format of the track that was written last, or audio on a disc without tracks. */
export function formatOfLastTrack({ tracks }: Pick<DiscState, 'tracks'>): TrackFormat {
  const last = tracks.at(-1);
  return last === undefined ? TrackFormats.audio : formatOfTrack(last);
}
