/*
 * The dimensions of a compact disc: blocks, tracks, sessions (ECMA-130; Orange Book part II; MMC-5 4.2). Everything that
 * counts blocks or bytes of a CD uses these.
 */

/** Frames of an address MM:SS:FF, which are blocks, per second at 1x. */
export const FRAMES_PER_SECOND = 75;

/** A whole sector: what 98 F1 frames carry, audio or not (ECMA-130 clause 15). */
export const SECTOR_BYTES = 2_352;
/** Audio is all of the sector: 588 samples of both channels. */
export const AUDIO_BLOCK_BYTES = SECTOR_BYTES;
export const SYNC_BYTES = 12;
/** Address and mode of a data sector. */
export const HEADER_BYTES = 4;
/** Of a CD-ROM XA sector: four bytes, twice. */
export const SUB_HEADER_BYTES = 8;
export const EDC_BYTES = 4;
/** User data of Mode 1 and of Mode 2 form 1. */
export const USER_DATA_BYTES = 2_048;
/** User data of Mode 2 form 2. */
export const FORM2_USER_DATA_BYTES = 2_324;
/** Mode 2 form 1 as WRITE accepts it with its own sub-header: 2,056 bytes (MMC-5 table 668). */
export const FORM1_BLOCK_BYTES = SUB_HEADER_BYTES + USER_DATA_BYTES;
/** Mode 2 form 2 with its sub-header, and a block of mixed forms: 2,332 bytes (MMC-5 table 668). */
export const FORM2_BLOCK_BYTES = SUB_HEADER_BYTES + FORM2_USER_DATA_BYTES;
/** What follows the header in Mode 2: 2,336 bytes. */
export const MODE2_BLOCK_BYTES = SECTOR_BYTES - SYNC_BYTES - HEADER_BYTES;

/** P to W of a block, raw: 96 bits each. */
export const RAW_SUB_CHANNEL_BYTES = 96;
/** Q of a block as READ CD sends it: 12 bytes, padding, and P (MMC-5 6.20). */
export const FORMATTED_Q_BYTES = 16;
/** A whole sector and P and Q: 2,368 bytes (MMC-5 table 668). */
export const RAW_PQ_BLOCK_BYTES = SECTOR_BYTES + FORMATTED_Q_BYTES;
/** A whole sector and P to W: 2,448 bytes (MMC-5 table 668). */
export const RAW_BLOCK_BYTES = SECTOR_BYTES + RAW_SUB_CHANNEL_BYTES;

/** Silence, or data of the track's kind, before each track: 2 s. The first one is LBA -150 to -1. */
export const PREGAP_BLOCKS = 150;
/** Where the laser is switched on for a Track-At-Once track: a link block and four run-in blocks, at the start of its pregap. */
export const LINK_BLOCKS = 5;
/** What a drive writes after each Track-At-Once track before it switches the laser off (MMC-5 4.2.3.4). */
export const RUN_OUT_BLOCKS = 2;

/** The shortest track that the standard allows: 4 s (MMC-5 4.2.3.4, IDiscFormat2TrackAtOnce::AddAudioTrack). */
export const SHORTEST_TRACK_BLOCKS = 300;
/** The largest number of tracks on a disc: they are numbered from 1 to 99. */
export const MOST_TRACKS = 99;
/** Index 0 is the pause before a track, 1 its start. */
export const HIGHEST_INDEX = 99;

/** Whether a track can have this number: not a lead-out's number, nor a point of a table of contents. */
export const isTrackNumber = (number: number): boolean =>
  Number.isInteger(number) && number >= 1 && number <= MOST_TRACKS;

/** 1 min 30 s after the first session, 30 s after each later one. */
export const FIRST_LEAD_OUT_BLOCKS = 6_750;
export const LATER_LEAD_OUT_BLOCKS = 2_250;
/** 1 min. */
export const LEAD_IN_BLOCKS = 4_500;

/** Lead-out of the nth session, counted from 1. */
export const leadOutBlocks = (session: number): number =>
  session === 1 ? FIRST_LEAD_OUT_BLOCKS : LATER_LEAD_OUT_BLOCKS;

/** Lead-out of the nth session (counted from 1) and lead-in of the next: where the next program area begins. */
export const sessionGapBlocks = (session: number): number => leadOutBlocks(session) + LEAD_IN_BLOCKS;
