import type { CueTrackMode } from './cue-track-modes.ts';

/** What a FILE line says that its file is. MOTOROLA is audio with the high byte of each sample first. */
export const CUE_FILE_TYPES = ['BINARY', 'MOTOROLA', 'WAVE', 'AIFF', 'MP3'] as const;
/** A type of file that a FILE line of a CUE sheet may name. */
export type CueFileType = (typeof CUE_FILE_TYPES)[number];

/** A FILE line of a CUE sheet. */
export interface CueFile {
  /** As the sheet has it. */
  readonly name: string;
  readonly type: CueFileType;
}

/** An INDEX line of a CUE sheet. */
export interface CueIndex {
  /** 0 is the pause before the track, 1 its start. */
  readonly number: number;
  /** The file in which it is, as named in the sheet: the pause may be at the end of the file before the track's. */
  readonly file: string;
  /** From the start of that file. */
  readonly positionBlocks: number;
  /** The sheet names the same file again, and begins anew in it: this index does not end the one before. */
  readonly again?: boolean;
}

/** Texts for CD-TEXT; empty ones are left out. */
export interface CueSheetTexts {
  readonly title?: string;
  readonly performer?: string;
  readonly songwriter?: string;
  readonly composer?: string;
  readonly arranger?: string;
  readonly message?: string;
}

/** What can be set for the digital audio of a track. */
export type CueFlag = 'DCP' | '4CH' | 'PRE' | 'SCMS';

/** A TRACK of a CUE sheet, with its lines. */
export interface CueSheetTrack extends CueSheetTexts {
  readonly number: number;
  /** 1 unless `REM SESSION` says otherwise. */
  readonly session: number;
  readonly mode: CueTrackMode;
  /** The file in which it begins (INDEX 01), as named in the sheet. */
  readonly file: string;
  readonly indexes: readonly CueIndex[];
  readonly flags: readonly CueFlag[];
  /** 12 characters in upper case, without hyphens. */
  readonly isrc?: string;
  /** Pauses before and after the track that are not in the file. */
  readonly pregapBlocks: number;
  readonly postgapBlocks: number;
}

/** A CUE sheet: its files, its tracks and its texts. */
export interface CueSheet extends CueSheetTexts {
  /** 13 digits, from CATALOG or UPC_EAN. */
  readonly catalog?: string;
  /** The file with the disc's CD-TEXT packs. */
  readonly cdTextFile?: string;
  readonly files: readonly CueFile[];
  readonly tracks: readonly CueSheetTrack[];
  /** How the bytes of the sheet were read: a name of the Encoding Standard. Undefined when it was given as text. */
  readonly encoding?: string;
  /** What was guessed, doubted, or not kept; each begins with the sheet's name and the line. */
  readonly warnings: readonly string[];
}

export type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
