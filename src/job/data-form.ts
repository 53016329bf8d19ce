import {
  FORM2_BLOCK_BYTES,
  HEADER_BYTES,
  MODE2_BLOCK_BYTES,
  RAW_BLOCK_BYTES,
  SECTOR_BYTES,
  SUB_HEADER_BYTES,
  SYNC_BYTES,
  USER_DATA_BYTES,
} from '../cd/geometry.ts';
import { CUE_TRACK_MODES, type CueTrackMode } from '../image/cue-track-modes.ts';
import { type TrackFormat, TrackFormats } from '../write/engine/track-format.ts';
import { type Cut, SWAPPED } from './blockwise.ts';
import type { Bytes } from './bytes.ts';
import { JobError } from './job-error.ts';

/** How the blocks of a track are in a file, and how they are written. */
export interface BlockForm {
  readonly format: TrackFormat;
  /** Bytes of a block in the file. */
  readonly fileBytes: number;
  readonly cut?: Cut;
  /** What is in the file and not written. */
  readonly lost?: string;
}

const HEADER_END = SYNC_BYTES + HEADER_BYTES;
const SUB_CHANNEL_LOST = 'the sub-channel in the file is not written';

const keep = (unitBytes: number, fromByte: number, keptBytes: number): Cut => ({ unitBytes, fromByte, keptBytes });

/** Mode 2, with sub-headers (CD-ROM XA) or without; `at` is where what follows the header begins in a block of the file. */
const mode2 = (fileBytes: number, at: number, isXa: boolean): BlockForm =>
  isXa
    ? { format: TrackFormats.mode2Mixed, fileBytes, cut: keep(fileBytes, at, FORM2_BLOCK_BYTES) }
    : { format: TrackFormats.mode2, fileBytes, cut: keep(fileBytes, at, MODE2_BLOCK_BYTES) };

const simple = (format: TrackFormat): BlockForm => ({ format, fileBytes: format.blockBytes });

/**
 * How the blocks of a mode are written.
 * @param swapped audio with the high byte of each sample first
 * @param isXa whether the blocks of a Mode 2 track begin with sub-headers
 * @throws JobError for CD-i, which is written in a kind of session of its own
 */
export function blockForm(
  mode: CueTrackMode,
  { swapped = false, isXa = true, path = '' }: { swapped?: boolean; isXa?: boolean; path?: string } = {},
): BlockForm {
  switch (mode) {
    case 'AUDIO':
      return { ...simple(TrackFormats.audio), ...(swapped ? { cut: SWAPPED } : {}) };
    case 'CDG':
      return {
        format: TrackFormats.audio,
        fileBytes: RAW_BLOCK_BYTES,
        cut: { ...keep(RAW_BLOCK_BYTES, 0, SECTOR_BYTES), swap: swapped },
        lost: 'the graphics in the sub-channel are not written',
      };
    case 'MODE1/2048':
      return simple(TrackFormats.mode1);
    case 'MODE1/2352':
      return {
        format: TrackFormats.mode1,
        fileBytes: SECTOR_BYTES,
        cut: keep(SECTOR_BYTES, HEADER_END, USER_DATA_BYTES),
      };
    case 'MODE1/2448':
      return {
        format: TrackFormats.mode1,
        fileBytes: RAW_BLOCK_BYTES,
        cut: keep(RAW_BLOCK_BYTES, HEADER_END, USER_DATA_BYTES),
        lost: SUB_CHANNEL_LOST,
      };
    case 'MODE2/2048':
      return simple(TrackFormats.mode2Form1);
    case 'MODE2/2324':
      return simple(TrackFormats.mode2Form2);
    case 'MODE2/2332':
      return simple(TrackFormats.mode2Mixed);
    case 'MODE2/2336':
      return mode2(MODE2_BLOCK_BYTES, 0, isXa);
    case 'MODE2/2352':
      return mode2(SECTOR_BYTES, HEADER_END, isXa);
    case 'MODE2/2448':
      return { ...mode2(RAW_BLOCK_BYTES, HEADER_END, isXa), lost: SUB_CHANNEL_LOST };
    default:
      throw new JobError({
        path,
        reason: `it has a track of CD-i (${mode}), which cannot be written yet`,
        remedy: 'Leave the track out, or burn the disc with another program',
      });
  }
}

/** Where the sub-header of a Mode 2 block is in a file. */
const SUB_HEADER_AT: Partial<Record<CueTrackMode, number>> = {
  'MODE2/2336': 0,
  'MODE2/2352': HEADER_END,
  'MODE2/2448': HEADER_END,
};

/** Blocks that are examined: the first ones may be a pause without sub-headers. */
const EXAMINED_BLOCKS = 200;

/**
 * Whether blocks of Mode 2 have sub-headers: four bytes that come twice (ECMA-130 annex; "System Description CD-ROM XA" 4.3.2),
 * and are not zero.
 */
export async function hasSubHeaders(mode: CueTrackMode, bytes: Bytes, startBytes: number): Promise<boolean> {
  const at = SUB_HEADER_AT[mode];
  if (at === undefined) return true;
  const fileBytes = CUE_TRACK_MODES[mode];
  const reader = await bytes.openAt(startBytes);
  try {
    const block = Buffer.alloc(fileBytes);
    for (let count = 0; count < EXAMINED_BLOCKS; count++) {
      if ((await reader.read(block)) < fileBytes) break;
      const first = block.subarray(at, at + SUB_HEADER_BYTES / 2);
      if (!first.equals(block.subarray(at + SUB_HEADER_BYTES / 2, at + SUB_HEADER_BYTES))) return false;
      if (first.some((byte) => byte !== 0)) return true;
    }
    return true;
  } finally {
    await reader.close();
  }
}
