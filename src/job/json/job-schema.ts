import * as z from 'zod';
import { MOST_LANGUAGES } from '../../cd/cd-text/pack.ts';
import { HIGHEST_INDEX, MOST_TRACKS } from '../../cd/geometry.ts';
import { CUE_TRACK_MODES, type CueTrackMode } from '../../image/cue-track-modes.ts';

const time = z.string().regex(/^\d{1,3}:[0-5]\d:(?:[0-6]\d|7[0-4])$/, 'a time is MM:SS:FF, with frames to 74');
const length = z.union([time, z.int().min(0).max(2_000_000_000)]);

const filePiece = z.strictObject({
  /** Relative to the folder of the document. */
  file: z.string().min(1),
  /** `MM:SS:FF`, or samples; 0 unless given. */
  start: length.optional(),
  /** To the end of the file unless given. */
  length: length.optional(),
  /** Without a header: blocks of the track's mode. Of audio, with the low or the high byte of each sample first. */
  headerless: z.enum(['little', 'big']).optional(),
});
const silencePiece = z.strictObject({ silence: length });

const isrc = z.string().regex(/^[A-Z0-9]{5}\d{7}$/, 'an ISRC has five letters or digits and seven digits');

const track = z.strictObject({
  /** Number of the session; that of the track before, or 1, unless given. */
  session: z.int().min(1).max(MOST_TRACKS).optional(),
  /** As in a CUE sheet; AUDIO unless given. */
  mode: z.enum(Object.keys(CUE_TRACK_MODES) as [CueTrackMode, ...CueTrackMode[]]).optional(),
  /** What it is made of, in order; index 0 first. */
  pieces: z.array(z.union([filePiece, silencePiece])).min(1),
  /** How much of the pieces is index 0. */
  pregap: time.optional(),
  /** INDEX 2, 3, ..., counted from index 1. */
  indexes: z
    .array(time)
    .max(HIGHEST_INDEX - 1)
    .optional(),
  isrc: isrc.optional(),
  preEmphasis: z.boolean().optional(),
  copyPermitted: z.boolean().optional(),
  fourChannel: z.boolean().optional(),
  serialCopy: z.boolean().optional(),
});

const texts = z.strictObject({
  title: z.string().optional(),
  performer: z.string().optional(),
  songwriter: z.string().optional(),
  composer: z.string().optional(),
  arranger: z.string().optional(),
  message: z.string().optional(),
  closedInfo: z.string().optional(),
  /** UPC/EAN of the album, ISRC of a track, as CD-TEXT. */
  code: z.string().optional(),
});

const block = z.strictObject({
  /** Code of EBU Tech 3264: 9 English, 8 German, 105 Japanese. */
  language: z.int().min(0).max(255),
  /** 0 ISO 8859-1, 1 ASCII, 128 MS-JIS, 129 Korean, 130 Mandarin; one that has the letters unless given. */
  characterCode: z.union([z.literal(0), z.literal(1), z.literal(128), z.literal(129), z.literal(130)]).optional(),
  copyProtection: z.int().min(0).max(255).optional(),
  album: texts.optional(),
  /** From the first track onward. */
  tracks: z.array(texts).max(MOST_TRACKS).optional(),
  discId: z.string().optional(),
  genre: z.strictObject({ code: z.int().min(0).max(0xffff), text: z.string() }).optional(),
});

/** A job as JSON. Properties that do not exist are refused. */
export const jobSchema = z.strictObject({
  type: z.literal('discwright job'),
  version: z.literal(1),
  /** `exact`: tracks follow each other as they are; `paused`: with the 2 s between them that the drive makes. */
  layout: z.enum(['exact', 'paused']).optional(),
  catalogueNumber: z
    .string()
    .regex(/^\d{13}$/, 'a catalogue number has 13 digits')
    .optional(),
  /** Number of the first track; 1 unless given. */
  firstTrack: z.int().min(1).max(MOST_TRACKS).optional(),
  cdText: z.array(block).max(MOST_LANGUAGES).optional(),
  /** A file of packs instead. */
  cdTextFile: z.string().min(1).optional(),
  tracks: z.array(track).min(1).max(MOST_TRACKS),
});

export type JobDocument = z.infer<typeof jobSchema>;
export type JobDocumentTrack = JobDocument['tracks'][number];
export type JobDocumentBlock = NonNullable<JobDocument['cdText']>[number];
