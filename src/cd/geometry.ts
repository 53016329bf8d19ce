/*
 * The geometry of a recordable CD (Orange Book part II; MMC-5 4.2). Everything that counts blocks around tracks and
 * sessions counts them with these.
 */

/** Silence, or data of the track's kind, before each track: 2 s. The first one is LBA -150 to -1. */
export const PREGAP_BLOCKS = 150;
/** Where the laser comes on for a track recorded at once: a link block and four of run-in, at the beginning of its pregap. */
export const LINK_BLOCKS = 5;
/** What a drive writes behind each track recorded at once before it switches the laser off. */
export const RUN_OUT_BLOCKS = 2;
/** 4 s. A shorter track is filled up by the drive when it is closed. */
export const MINIMUM_TRACK_BLOCKS = 300;
export const LAST_TRACK_NUMBER = 99;

/** 1 min 30 s behind the first session, 30 s behind each later one. */
export const FIRST_LEAD_OUT_BLOCKS = 6_750;
export const LATER_LEAD_OUT_BLOCKS = 2_250;
/** 1 min. */
export const LEAD_IN_BLOCKS = 4_500;

/** Seeking to the PMA and writing an entry ten times over; an estimate. */
export const PMA_UPDATE_MS = 500;

export const AUDIO_BLOCK_BYTES = 2_352;
export const BLOCKS_PER_SECOND = 75;

/** Lead-out of the n-th session (counted from 1) and lead-in of the next: where the next program area begins. */
export const sessionGapBlocks = (session: number): number =>
  (session === 1 ? FIRST_LEAD_OUT_BLOCKS : LATER_LEAD_OUT_BLOCKS) + LEAD_IN_BLOCKS;
