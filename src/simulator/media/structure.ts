import * as z from 'zod';
import {
  HIGHEST_INDEX,
  MOST_TRACKS,
  PREGAP_BLOCKS,
  RAW_BLOCK_BYTES,
  RUN_OUT_BLOCKS,
  SHORTEST_TRACK_BLOCKS,
} from '../../cd/geometry.ts';
import { isCatalogNumber, isIsrc } from '../../cd/identifiers.ts';
import { HIGHEST_MSF_LBA, LOWEST_MSF_LBA } from '../../cd/msf.ts';
import { CD_MEDIA, type CdMediumKind } from './cd-media.ts';

const lba = z.int().min(LOWEST_MSF_LBA).max(HIGHEST_MSF_LBA);
/** A length; where it ends is checked with the track. */
const blocks = z
  .int()
  .min(0)
  .max(HIGHEST_MSF_LBA - LOWEST_MSF_LBA);

const trackSchema = z.strictObject({
  number: z.int().min(1).max(MOST_TRACKS),
  startLba: lba,
  /** Written blocks, run-out not counted. */
  lengthBlocks: blocks,
  /** CONTROL nibble of the Q channel. */
  control: z.int().min(0).max(15),
  /** SCMS: copying denied. */
  copy: z.boolean(),
  /** What is kept of a block: 2,352 audio, 2,048 Mode 1, 2,056 Mode 2 form 1 (sub-header and data), 2,448 raw with P to W. */
  blockBytes: z.int().min(1).max(RAW_BLOCK_BYTES),
  /** The next three only if the host laid out the session (Session-At-Once, raw): its pregap, with or without blocks. */
  pregapBlocks: blocks.optional(),
  runOutBlocks: blocks.optional(),
  /** Where the indexes from 2 onward begin. */
  indexes: z
    .array(lba)
    .max(HIGHEST_INDEX - 1)
    .optional(),
  isrc: z.string().refine(isIsrc).optional(),
  /** Reserved by RESERVE TRACK: the track may not become longer and is not complete until it is this long. */
  reservedBlocks: blocks.min(SHORTEST_TRACK_BLOCKS).optional(),
  /** The power failed while it was being written, and it has not been repaired since. Only in open tracks. */
  damaged: z.literal(true).optional(),
});

const sessionSchema = z.strictObject({
  tracks: z.array(trackSchema).min(1).max(MOST_TRACKS),
  leadOutLba: lba,
  /** See SessionFormat. */
  discType: z.int().min(0).max(255),
  /** What the lead-in says about a next session, as the Write Parameters page had it (see MultiSession). */
  multiSession: z.union([z.literal(0), z.literal(1), z.literal(3)]),
  /** Media catalogue number. */
  catalogNumber: z.string().refine(isCatalogNumber).optional(),
  /** CD-TEXT packs of 18 bytes each, in hexadecimal. */
  cdText: z
    .string()
    .regex(/^(?:[0-9a-f]{36})*$/i, 'must be packs of 18 bytes in hexadecimal')
    .optional(),
});

/** What a power failure left half done. */
export const Unfinished = { Closing: 'closing', Erasing: 'erasing' } as const;
export type Unfinished = (typeof Unfinished)[keyof typeof Unfinished];

const mediumKind = z.enum(Object.keys(CD_MEDIA) as [CdMediumKind, ...CdMediumKind[]]);

const structureFields = z.strictObject({
  medium: mediumKind,
  sessions: z.array(sessionSchema).max(MOST_TRACKS),
  /** Closed and reserved tracks of the session that is still open. */
  pma: z.array(trackSchema).max(MOST_TRACKS),
  openTrack: trackSchema.nullable(),
  /** No other session can follow. */
  complete: z.boolean(),
  unfinished: z.enum(Object.values(Unfinished)).optional(),
});

/** A track of a simulated CD. Addresses and lengths are in blocks. */
export type Track = Readonly<z.infer<typeof trackSchema>>;
/** A session of a simulated CD, closed. */
export type Session = Readonly<z.infer<typeof sessionSchema>>;
/** The tracks and sessions of a simulated CD, without its blocks. */
export type DiscStructure = z.infer<typeof structureFields>;

/**
 * What is on a disc in addition to the blocks: the closed sessions (their lead-ins), the session being recorded (its
 * tracks in the PMA) and the track being recorded.
 */
export const discStructureSchema = structureFields.refine(
  isOrdered,
  'tracks are not numbered consecutively in the order of their addresses, all within the disc',
);

function isOrdered(structure: DiscStructure): boolean {
  const tracks = [...structure.sessions.flatMap((session) => session.tracks), ...openSessionTracks(structure)];
  return tracks.every((track, index) => {
    const previous = tracks[index - 1];
    const ordered = previous === undefined || trackEnd(previous) <= track.startLba;
    const isNext = previous === undefined || track.number === previous.number + 1;
    return isNext && ordered && trackEnd(track) <= HIGHEST_MSF_LBA + 1;
  });
}

/** The tracks of the session that is still open, including the one being written. */
export const openSessionTracks = ({ pma, openTrack }: DiscStructure): Track[] =>
  (openTrack === null ? pma : [...pma, openTrack]).toSorted((left, right) => left.number - right.number);

/** The structure without an open track that has no blocks yet, as if that track had not been begun. */
export function withoutEmptyOpenTrack(structure: DiscStructure): DiscStructure {
  const { openTrack } = structure;
  if (openTrack === null || openTrack.lengthBlocks > 0) return structure;
  if (openTrack.reservedBlocks === undefined) return { ...structure, openTrack: null };
  const { damaged: _none, ...reserved } = openTrack;
  return { ...structure, pma: openSessionTracks({ ...structure, openTrack: reserved }), openTrack: null };
}

export const blankStructure = (medium: CdMediumKind): DiscStructure => ({
  medium,
  sessions: [],
  pma: [],
  openTrack: null,
  complete: false,
});

/** Whether the host laid out the session that the track belongs to; otherwise the drive did, as Track-At-Once. */
export const isPlanned = (track: Track): boolean => track.runOutBlocks !== undefined;

export const pregapBlocksOf = (track: Track): number => track.pregapBlocks ?? PREGAP_BLOCKS;

export const runOutBlocksOf = (track: Track): number => track.runOutBlocks ?? RUN_OUT_BLOCKS;

/** The address after the last block of a track and its run-out. */
export const trackEnd = (track: Track): number =>
  track.startLba + (track.reservedBlocks ?? track.lengthBlocks) + runOutBlocksOf(track);

/** How many blocks the drive must add before the track can be closed: none to a track that the host laid out. */
export const missingBlocks = (track: Track): number => (isPlanned(track) ? 0 : blocksToShortest(track));

/** How many blocks a track lacks of what it must have. */
export const blocksToShortest = (track: Track): number =>
  Math.max(0, (track.reservedBlocks ?? SHORTEST_TRACK_BLOCKS) - track.lengthBlocks);

/** Whether a track in the PMA is reserved and still empty. */
export const isEmptyReserved = (track: Track): boolean =>
  track.reservedBlocks !== undefined && track.lengthBlocks === 0;
