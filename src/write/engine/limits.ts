import { CD_BYTES_PER_SECOND } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES, FIRST_LEAD_OUT_BLOCKS, LEAD_IN_BLOCKS, RUN_OUT_BLOCKS } from '../../cd/geometry.ts';

/**
 * What a step may take beyond the time that the disc needs at the speed in use: to spin up, calibrate and try again. Some
 * drives write lead-in and lead-out at 1x whatever their speed, which is 150 s of it. wodim gives a whole close as long.
 */
export const MARGIN_MS = 480_000;

/** More than the largest known buffer of a CD recorder, 8 MiB. */
const LARGEST_BUFFER_BLOCKS = 3_600;

const SLOWEST_KBPS = CD_BYTES_PER_SECOND / 1_000;

const limitMs = (blocks: number, writeKBps: number = SLOWEST_KBPS): number =>
  Math.ceil((blocks * AUDIO_BLOCK_BYTES) / Math.max(writeKBps, SLOWEST_KBPS) / 1_000) * 1_000 + MARGIN_MS;

/**
 * Longest wait for a flush and for the end of a track, in milliseconds: 8 to 9 minutes.
 * @param writeKBps the speed in use, in units of 1,000 bytes a second; 1x unless known
 */
export const endOfTrackLimitMs = (writeKBps?: number): number =>
  limitMs(LARGEST_BUFFER_BLOCKS + RUN_OUT_BLOCKS, writeKBps);

/** Longest wait for lead-in and lead-out, in milliseconds: 8 to 10.5 minutes. See {@link endOfTrackLimitMs}. */
export const closeSessionLimitMs = (writeKBps?: number): number =>
  limitMs(LEAD_IN_BLOCKS + FIRST_LEAD_OUT_BLOCKS, writeKBps);
