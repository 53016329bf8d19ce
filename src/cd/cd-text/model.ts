import { bytes, optional, struct, u8, u16 } from '../../codec/index.ts';
import { MOST_LANGUAGES } from './pack.ts';

/** Kinds of packs (MMC-3 annex J). */
export const PackType = {
  Title: 0x80,
  Performer: 0x81,
  Songwriter: 0x82,
  Composer: 0x83,
  Arranger: 0x84,
  Message: 0x85,
  DiscId: 0x86,
  Genre: 0x87,
  TocInfo: 0x88,
  TocInfo2: 0x89,
  ClosedInfo: 0x8d,
  Code: 0x8e,
  SizeInfo: 0x8f,
} as const;

/** Character codes of a block. */
export const CharacterCode = { Iso8859: 0x00, Ascii: 0x01, MsJis: 0x80, Korean: 0x81, Mandarin: 0x82 } as const;
/** A value of the constant of the same name. */
export type CharacterCode = (typeof CharacterCode)[keyof typeof CharacterCode];

/** The texts of the album or of one track. Empty texts are left out. */
export interface CdTextTexts {
  readonly title?: string;
  readonly performer?: string;
  readonly songwriter?: string;
  readonly composer?: string;
  readonly arranger?: string;
  readonly message?: string;
  /** Not for the listener: players do not show it. */
  readonly closedInfo?: string;
  /** The album's UPC/EAN, a track's ISRC. */
  readonly code?: string;
}

/** The pack type of each text, in the order of the lead-in. */
export const TEXT_TYPES = {
  title: PackType.Title,
  performer: PackType.Performer,
  songwriter: PackType.Songwriter,
  composer: PackType.Composer,
  arranger: PackType.Arranger,
  message: PackType.Message,
  closedInfo: PackType.ClosedInfo,
  code: PackType.Code,
} as const satisfies Record<keyof CdTextTexts, number>;

/** One language of a disc's CD-TEXT. */
export interface CdTextBlock {
  /** EBU language code: 09h English, 08h German, 0Fh French, 69h Japanese; 0 unknown. */
  readonly language: number;
  readonly characterCode: CharacterCode;
  readonly firstTrack: number;
  readonly album: CdTextTexts;
  /** From the first track onward. */
  readonly tracks: readonly CdTextTexts[];
  /** The flags of the size packs; 0 unless given: the texts may be copied. */
  readonly copyProtection?: number;
  readonly discId?: string;
  /** A number of the CD-TEXT genre list, and free text. */
  readonly genre?: { readonly code: number; readonly text: string };
}

/** What the three packs of type 8Fh hold together. */
export const sizeInfo = struct(36, {
  characterCode: u8(0),
  firstTrack: u8(1),
  lastTrack: u8(2),
  copyProtection: optional(u8(3)),
  packCounts: bytes(4, 16), // of the types 80h to 8Fh in this block
  lastSequences: bytes(20, MOST_LANGUAGES), // of each block
  languages: bytes(28, MOST_LANGUAGES),
});

/** The number of the genre list at the beginning of the genre packs' text. */
export const genreCode = struct(2, { code: u16(0) });

/** Whether the text of a pack type is always ISO 8859-1, whatever the block's character code. */
export const isPlainType = (packType: number): boolean =>
  packType === PackType.Code || packType === PackType.DiscId || packType === PackType.ClosedInfo;
