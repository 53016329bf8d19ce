import { MOST_TRACKS, SHORTEST_TRACK_BLOCKS } from '../cd/geometry.ts';
import { isAudio, type TrackFormat } from '../write/engine/track-format.ts';
import { JobError } from './job-error.ts';
import type { JobTrack } from './model.ts';
import { lengthOf, openPieces, type Piece, splitPieces } from './pieces.ts';

/** What a document says about a track apart from its contents. */
export type TrackNotes = Pick<JobTrack, 'isrc' | 'preEmphasis' | 'copyPermitted' | 'fourChannel' | 'serialCopy'>;

/** A track before it is decided in which block each part begins. */
export interface TrackDraft {
  readonly number: number;
  readonly session: number;
  readonly name: string;
  readonly format: TrackFormat;
  /** Index 0 first. */
  readonly pieces: readonly Piece[];
  /** How much of the pieces is index 0. */
  readonly pregapBytes: number;
  /** Where INDEX 2, 3, ... are, from the start of the pieces. */
  readonly indexBytes: readonly number[];
  readonly notes: TrackNotes;
}

export interface FinishOptions {
  /** The document, for errors. */
  readonly path: string;
  /**
   * Sound that ends within a block is followed at once by the next file's, instead of up to 13 ms of silence: the next
   * track then begins in the block that both share.
   */
  readonly join: boolean;
  readonly warnings: string[];
}

/**
 * Gives every track whole blocks.
 * @throws JobError for no tracks, and for more than a disc has
 */
export function finishTracks(drafts: readonly TrackDraft[], options: FinishOptions): JobTrack[] {
  const { path, join, warnings } = options;
  requireNumbers(drafts, path);
  const early: number[] = [];
  let carried: Piece[] = [];
  const tracks = drafts.map((draft, index) => {
    const next = drafts[index + 1];
    const { blockBytes } = draft.format;
    const pieces = [...carried, ...draft.pieces];
    const rest = lengthOf(pieces) % blockBytes;
    const shifted = lengthOf(carried);
    const joins = join && rest > 0 && next !== undefined && isJoined(draft, next);
    const [own, left] = joins ? splitPieces(pieces, lengthOf(pieces) - rest) : [pieces, []];
    carried = left;
    if (joins) early.push(next.number);
    return trackOf(draft, own, { shifted, isFirst: drafts[index - 1]?.session !== draft.session });
  });
  if (early.length > 0) {
    warnings.push(
      `the files do not end with whole blocks of 588 samples, and follow each other without a gap: ${tracksInWords(early)} ${
        early.length === 1 ? 'begins' : 'begin'
      } with the end of the file before, less than 1/75 s`,
    );
  }
  warnings.push(...tracks.filter(isShort).map(shortInWords));
  return tracks;
}

const numbersInWords = (numbers: readonly number[]): string =>
  numbers.length > 5 ? `${numbers.slice(0, 4).join(', ')} ... ${numbers.at(-1)}` : numbers.join(', ');

const tracksInWords = (numbers: readonly number[]): string =>
  `${numbers.length === 1 ? 'track' : 'tracks'} ${numbersInWords(numbers)}`;

function requireNumbers(drafts: readonly TrackDraft[], path: string): void {
  const refuse = (reason: string, remedy: string) => new JobError({ path, reason, remedy });
  if (drafts.length === 0) throw refuse('it has no tracks', 'Give it at least one');
  const last = drafts.at(-1)?.number ?? 0;
  if (last > MOST_TRACKS) {
    throw refuse(`its last track would be track ${last}, but a disc ends at ${MOST_TRACKS}`, 'Burn fewer tracks');
  }
  const empty = drafts.find(({ pieces, pregapBytes }) => lengthOf(pieces) <= pregapBytes);
  if (empty !== undefined) {
    throw refuse(
      `track ${empty.number} has no blocks`,
      'Correct its positions: the file ends before it, or the next track begins there',
    );
  }
}

/** Whether the sound of one track goes on in the next without silence between them. */
function isJoined(track: TrackDraft, next: TrackDraft): boolean {
  const sound = isAudio(track.format) && isAudio(next.format) && track.session === next.session;
  return sound && track.pieces.at(-1)?.kind === 'file' && next.pieces[0]?.kind === 'file';
}

function trackOf(
  draft: TrackDraft,
  pieces: readonly Piece[],
  { shifted, isFirst }: { readonly shifted: number; readonly isFirst: boolean },
): JobTrack {
  const { number, session, name, format, notes } = draft;
  const { blockBytes } = format;
  const pregapBlocks = draft.pregapBytes === 0 ? 0 : Math.floor((shifted + draft.pregapBytes) / blockBytes);
  return {
    number,
    session,
    name,
    lengthBytes: lengthOf(pieces),
    repeatable: true,
    format,
    pregapBlocks,
    ...pathOf(draft),
    ...(isFirst && isAudio(format) && hasSound(pieces, pregapBlocks * blockBytes) ? { hiddenTrack: true } : {}),
    indexBlocks: draft.indexBytes.map((bytes) => Math.floor((shifted + bytes) / blockBytes) - pregapBlocks),
    ...notes,
    openReader: async () => openPieces(pieces),
  };
}

/** What is shared with the next track in a block does not count. */
function pathOf({ pieces }: TrackDraft): Pick<JobTrack, 'path'> {
  const paths = new Set(pieces.flatMap((piece) => (piece.kind === 'file' ? [piece.bytes.path] : [])));
  const [path] = paths;
  return paths.size === 1 && path !== undefined ? { path } : {};
}

/** Whether the first bytes of pieces are from a file. */
const hasSound = (pieces: readonly Piece[], bytes: number): boolean =>
  splitPieces(pieces, bytes)[0].some(({ kind }) => kind === 'file');

const blocksOf = ({ lengthBytes, format, pregapBlocks }: JobTrack): number =>
  Math.ceil(lengthBytes / (format?.blockBytes ?? 1)) - pregapBlocks;

const isShort = (track: JobTrack): boolean => blocksOf(track) < SHORTEST_TRACK_BLOCKS;

const shortInWords = (track: JobTrack): string =>
  `track ${track.number} has only ${blocksOf(track)} blocks: the standard's shortest track has ${SHORTEST_TRACK_BLOCKS} (4 s)`;
