import * as z from 'zod';
import { BookType } from '../../../mmc/disc-structures.ts';
import { BLOCK_MEDIA, type BlockMediumKind } from './block-media.ts';

/** Every known disc is smaller: the largest BD has four layers. */
const MOST_BLOCKS = 4 * 16_000_000;
/** BD-R: as many as its track resources can list. Other discs have fewer. */
const MOST_TRACKS = 7_927;

const lba = z.int().min(0).max(MOST_BLOCKS);
const blocks = z.int().min(0).max(MOST_BLOCKS);
const mediumKind = z.enum(Object.keys(BLOCK_MEDIA) as [BlockMediumKind, ...BlockMediumKind[]]);

/** A track: an RZone of DVD-R and DVD-RW, a fragment of DVD+R. */
const trackSchema = z.strictObject({
  startLba: lba,
  /** Blocks that are recorded, from the start onward. */
  recordedBlocks: blocks,
  /** Its size, once that is settled: because it was reserved, or closed. */
  sizeBlocks: blocks.optional(),
  closed: z.literal(true).optional(),
  /** Its size was announced by RESERVE TRACK. */
  reserved: z.literal(true).optional(),
  /** The power failed while it was being written, and it has not been repaired since. */
  damaged: z.literal(true).optional(),
});

const sessionSchema = z.strictObject({ tracks: z.array(trackSchema).min(1).max(MOST_TRACKS) });

/** What a power failure left half done. */
export const HalfDone = { Closing: 'closing', Erasing: 'erasing', Formatting: 'formatting' } as const;
export type HalfDone = (typeof HalfDone)[keyof typeof HalfDone];

const common = {
  medium: mediumKind,
  unfinished: z.enum(Object.values(HalfDone)).optional(),
  /** Of DVD+R and DVD+RW: what was written as its book, where that is not its own. */
  bookType: z.literal(BookType.DvdRom).optional(),
};

/** How the blocks of a DVD-R or DVD-RW are recorded, from the first of them onward (MMC-6 4.3.6). */
export const RecordingMethod = { Incremental: 'incremental', AtOnce: 'at once', LayerJump: 'layer jump' } as const;
export type RecordingMethod = (typeof RecordingMethod)[keyof typeof RecordingMethod];

/** The first block of each ECC block that a spare one replaces: no disc has more of those. */
const replacedSchema = z.array(lba).max(2 * 200_704);

const sequentialSchema = z.strictObject({
  ...common,
  layout: z.literal('sequential'),
  /** Closed ones: border zones of DVD-R. */
  sessions: z.array(sessionSchema).max(MOST_TRACKS),
  /** Of the session that is still open. */
  tracks: z.array(trackSchema).max(MOST_TRACKS),
  /** Nothing can be added. */
  complete: z.boolean(),
  method: z.enum(Object.values(RecordingMethod)).optional(),
  /** DVD-RW: it was blanked minimally, and can only be written at once until it is blanked fully. */
  minimallyBlanked: z.literal(true).optional(),
  /** BD-R: formatted with these spare areas, for the replacement of defects and perhaps of blocks that are written again. */
  format: z
    .strictObject({ spareBlocks: blocks, pseudoOverwrite: z.boolean(), replaced: replacedSchema.optional() })
    .optional(),
  /** Where layer 1 begins, if the host has set it. */
  layerBreakLba: lba.optional(),
});

const formattedSchema = z.strictObject({
  ...common,
  layout: z.literal('formatted'),
  /** See FormatType. */
  formatType: z.int().min(0).max(0x3f),
  /** Blocks that can be addressed. */
  lengthBlocks: blocks,
  spareBlocks: blocks,
  replaced: replacedSchema.optional(),
  /** DVD-RW with a quick format: as far as it has grown. Blocks can be written to there, or added. */
  grownBlocks: blocks.optional(),
  /** DVD-RW: the last border is still open. */
  open: z.literal(true).optional(),
  /** BD-R in random recording mode: nothing can be added. */
  complete: z.literal(true).optional(),
  /** DVD+RW: how far the background format has come; undefined once it is complete. */
  background: z.strictObject({ formattedBlocks: blocks, running: z.boolean() }).optional(),
});

const unformattedSchema = z.strictObject({ ...common, layout: z.literal('unformatted') });

/** What is on a DVD or BD in addition to its blocks. */
export const blockDiscStructureSchema = z
  .discriminatedUnion('layout', [sequentialSchema, formattedSchema, unformattedSchema])
  .refine(isOrdered, 'tracks are not in the order of their addresses, all within the disc');

/** A track of a simulated DVD or BD. Addresses and lengths are in blocks of 2,048 bytes. */
export type BlockTrack = Readonly<z.infer<typeof trackSchema>>;
/** The tracks and sessions of a simulated disc that is written in sequence. */
export type SequentialStructure = Readonly<z.infer<typeof sequentialSchema>>;
/** What a simulated disc that is formatted has: its zones and spare blocks. */
export type FormattedStructure = Readonly<z.infer<typeof formattedSchema>>;
/** What a simulated DVD or BD is divided into, without its blocks. */
export type BlockDiscStructure = Readonly<z.infer<typeof blockDiscStructureSchema>>;

/** The address after a track, as far as it is known. */
export const endOfTrack = ({ startLba, recordedBlocks, sizeBlocks }: BlockTrack): number =>
  startLba + (sizeBlocks ?? recordedBlocks);

/** All tracks, of closed sessions first. */
export const allTracks = ({ sessions, tracks }: SequentialStructure): readonly BlockTrack[] => [
  ...sessions.flatMap((session) => session.tracks),
  ...tracks,
];

function isOrdered(structure: z.infer<typeof sequentialSchema> | { readonly layout: string; medium: BlockMediumKind }) {
  if (!('tracks' in structure)) return true;
  let free = 0;
  for (const track of allTracks(structure)) {
    if (track.startLba < free || track.recordedBlocks > (track.sizeBlocks ?? MOST_BLOCKS)) return false;
    free = endOfTrack(track);
  }
  return free <= BLOCK_MEDIA[structure.medium].capacityBlocks;
}

/** How a new disc of each family is: those that are written once are recorded sequentially, DVD-RW too. */
export function blankBlockStructure(medium: BlockMediumKind): BlockDiscStructure {
  const { family, capacityBlocks } = BLOCK_MEDIA[medium];
  switch (family) {
    case 'DVD+RW':
    case 'BD-RE':
      return { medium, layout: 'unformatted' };
    case 'DVD-RAM': // sold formatted
      return { medium, layout: 'formatted', formatType: 0, ...dvdRamFormat(capacityBlocks) };
    default:
      return { medium, layout: 'sequential', sessions: [], tracks: [], complete: false };
  }
}

/** Blocks of the default spare areas of a 4.7 GB DVD-RAM: 2,236,704 blocks remain (ECMA-330). */
export const DVD_RAM_SPARE_BLOCKS = 58_368;

const dvdRamFormat = (capacityBlocks: number) => ({
  lengthBlocks: capacityBlocks - DVD_RAM_SPARE_BLOCKS,
  spareBlocks: DVD_RAM_SPARE_BLOCKS,
});

/** Whether blocks can still be added to a track. */
export const hasRoom = ({ closed, sizeBlocks, recordedBlocks }: BlockTrack): boolean =>
  !closed && (sizeBlocks === undefined || recordedBlocks < sizeBlocks);

/** The structure with what was written after it was saved: blocks that continue a track. */
export function withWrittenBlocks(
  structure: BlockDiscStructure,
  lba: number,
  lengthBlocks: number,
): BlockDiscStructure {
  if (structure.layout === 'formatted') {
    const { grownBlocks } = structure;
    return grownBlocks === undefined
      ? structure
      : { ...structure, grownBlocks: Math.max(grownBlocks, lba + lengthBlocks) };
  }
  if (structure.layout !== 'sequential') return structure;
  const tracks = structure.tracks.map((track) =>
    hasRoom(track) && lba === track.startLba + track.recordedBlocks
      ? { ...track, recordedBlocks: track.recordedBlocks + lengthBlocks }
      : track,
  );
  return { ...structure, tracks };
}
