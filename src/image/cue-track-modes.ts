import {
  AUDIO_BLOCK_BYTES,
  FORM2_BLOCK_BYTES,
  FORM2_USER_DATA_BYTES,
  MODE2_BLOCK_BYTES,
  RAW_BLOCK_BYTES,
  SECTOR_BYTES,
  USER_DATA_BYTES,
} from '../cd/geometry.ts';

/**
 * How a track's blocks are stored in the file, and how many bytes each takes: the modes of CDRWIN, and those that other
 * programs have added (2448: with 96 bytes of sub-channel after the sector).
 */
export const CUE_TRACK_MODES = {
  AUDIO: AUDIO_BLOCK_BYTES,
  CDG: RAW_BLOCK_BYTES,
  'MODE1/2048': USER_DATA_BYTES,
  'MODE1/2352': SECTOR_BYTES,
  'MODE1/2448': RAW_BLOCK_BYTES,
  'MODE2/2048': USER_DATA_BYTES,
  'MODE2/2324': FORM2_USER_DATA_BYTES,
  'MODE2/2332': FORM2_BLOCK_BYTES,
  'MODE2/2336': MODE2_BLOCK_BYTES,
  'MODE2/2352': SECTOR_BYTES,
  'MODE2/2448': RAW_BLOCK_BYTES,
  'CDI/2336': MODE2_BLOCK_BYTES,
  'CDI/2352': SECTOR_BYTES,
} as const;
/** A mode that a TRACK line of a CUE sheet may have. */
export type CueTrackMode = keyof typeof CUE_TRACK_MODES;

/** Other names of these modes: those of cdrdao and chdman, and 2342, with which libcue means form 2. */
const ALIASES: ReadonlyMap<string, CueTrackMode> = new Map([
  ['MODE1', 'MODE1/2048'],
  ['MODE1_RAW', 'MODE1/2352'],
  ['MODE2', 'MODE2/2336'],
  ['MODE2_FORM1', 'MODE2/2048'],
  ['MODE2_FORM2', 'MODE2/2324'],
  ['MODE2_FORM_MIX', 'MODE2/2336'],
  ['MODE2_RAW', 'MODE2/2352'],
  ['MODE2/2342', 'MODE2/2324'],
]);

/** The mode of a TRACK line, in any spelling; undefined for one that is not known. */
export function cueTrackMode(text: string): CueTrackMode | undefined {
  const name = text.toUpperCase();
  return Object.hasOwn(CUE_TRACK_MODES, name) ? (name as CueTrackMode) : ALIASES.get(name);
}

/** Whether a track of this mode is played: audio, with or without graphics in its sub-channel. */
export const isAudioMode = (mode: CueTrackMode): boolean => mode === 'AUDIO' || mode === 'CDG';
