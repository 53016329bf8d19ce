/** Modes of a track, as cdrdao calls them. */
export const TOC_MODES = [
  'AUDIO',
  'MODE0',
  'MODE1',
  'MODE1_RAW',
  'MODE2',
  'MODE2_RAW',
  'MODE2_FORM1',
  'MODE2_FORM2',
  'MODE2_FORM_MIX',
] as const;
export type TocMode = (typeof TOC_MODES)[number];

export const TOC_TYPES = ['CD_DA', 'CD_ROM', 'CD_ROM_XA', 'CD_I'] as const;
export type TocType = (typeof TOC_TYPES)[number];

/** Which sub-channel follows each block in the file. */
export type TocSubChannel = 'RW' | 'RW_RAW';

/** `MM:SS:FF` is in blocks; a number alone is in samples of an audio track, in bytes of a data track. */
export type TocLength = { readonly blocks: number } | { readonly units: number };

/** A statement about what a track is made of, and its line. */
export type TocPart = { readonly line: number } & (
  | ({ readonly kind: 'audiofile'; readonly name: string; readonly swap: boolean } & FileRange & {
        readonly start: TocLength;
      })
  | ({ readonly kind: 'datafile'; readonly name: string } & FileRange)
  | { readonly kind: 'silence'; readonly length: TocLength }
  | { readonly kind: 'zero'; readonly mode?: TocMode; readonly subChannel?: TocSubChannel; readonly length: TocLength }
);

interface FileRange {
  /** Where the data begins in the file. */
  readonly offsetBytes: number;
  /** To the end of the file unless given. */
  readonly length?: TocLength;
}

/** A place in a track: where the part with this number begins, or blocks from the start of the track's data. */
export type TocPlace = { readonly part: number } | { readonly blocks: number };

/** What a LANGUAGE block of CD-TEXT says, for the disc or for a track. */
export interface TocTexts {
  readonly texts: readonly TocText[];
  /** A character code of CD-TEXT, from ENCODING_... or SIZE_INFO. */
  readonly characterCode?: number;
}

export interface TocText {
  /** TITLE, PERFORMER, ..., GENRE, TOC_INFO1, ... */
  readonly item: string;
  readonly value: TocValue;
}

/** Text, or the bytes of `{ 0, 10, 255 }`. */
export type TocValue = { readonly text: string } | { readonly bytes: readonly number[] };

export interface TocTrack {
  readonly line: number;
  readonly mode: TocMode;
  readonly subChannel?: TocSubChannel;
  readonly isrc?: string;
  readonly copy: boolean;
  readonly preEmphasis: boolean;
  readonly fourChannel: boolean;
  /** By the number of the language. */
  readonly texts: ReadonlyMap<number, TocTexts>;
  readonly parts: readonly TocPart[];
  /** Where index 1 is. */
  readonly start?: TocPlace;
  /** Where the silence after the track begins, which gets an index of its own. */
  readonly end?: TocPlace;
  /** Where INDEX 2, 3, ... are, in blocks from index 1. */
  readonly indexBlocks: readonly number[];
}

/** What a TOC file says. */
export interface Toc {
  readonly type?: TocType;
  readonly catalog?: string;
  /** EBU codes by the number of the language. */
  readonly languages: ReadonlyMap<number, number>;
  readonly texts: ReadonlyMap<number, TocTexts>;
  readonly tracks: readonly TocTrack[];
}
