import { CD_SAMPLE_BYTES } from '../cd/digital-audio.ts';
import type { CueIndex, CueSheet, CueSheetTrack } from '../image/cue-sheet-model.ts';
import { CUE_TRACK_MODES, isAudioMode } from '../image/cue-track-modes.ts';
import type { Bytes } from './bytes.ts';
import { type BlockForm, blockForm, hasSubHeaders } from './data-form.ts';
import type { TrackDraft, TrackNotes } from './finish-tracks.ts';
import { JobError } from './job-error.ts';
import { lengthOf, type Piece, zeros } from './pieces.ts';

export interface PlaceOptions {
  readonly path: string;
  readonly warnings: string[];
}

/** From an index to the next one in its file, or to the end of the file. */
interface Segment {
  readonly track: CueSheetTrack;
  readonly number: number;
  readonly bytes: Bytes;
  readonly startBytes: number;
  readonly fileBytes: number;
}

/**
 * The tracks of a CUE sheet as pieces of its files. What a file has before its first index belongs to the pause of the track
 * that begins there: before track 1 it is the hidden track.
 */
export async function placeCueTracks(
  sheet: CueSheet,
  files: ReadonlyMap<string, Bytes>,
  options: PlaceOptions,
): Promise<TrackDraft[]> {
  const segments = segmentsOf(sheet, files, options);
  const drafts: TrackDraft[] = [];
  for (const track of sheet.tracks) {
    const own = segments.filter((segment) => segment.track === track);
    drafts.push(draftOf(track, own, await formOf(track, own, sheet, options), options));
  }
  return drafts;
}

function segmentsOf({ tracks }: CueSheet, files: ReadonlyMap<string, Bytes>, options: PlaceOptions): Segment[] {
  const marks = tracks.flatMap((track) => track.indexes.map((index) => ({ track, index })));
  const segments: Segment[] = [];
  let end = 0;
  for (const [at, { track, index }] of marks.entries()) {
    const bytes = files.get(index.file);
    if (bytes === undefined) continue;
    const unit = CUE_TRACK_MODES[track.mode];
    const isFirst = marks[at - 1]?.index.file !== index.file || index.again;
    const startBytes = isFirst ? index.positionBlocks * unit : end;
    if (isFirst && !index.again && startBytes > 0 && startBytes <= bytes.lengthBytes) {
      if (index.number !== 1 || track !== tracks[0]) noteBefore(track, index, options);
      segments.push({ track, number: 0, bytes, startBytes: 0, fileBytes: startBytes });
    }
    const next = marks[at + 1]?.index;
    const left = bytes.lengthBytes - startBytes;
    const fileBytes =
      next?.file === index.file && !next.again
        ? (next.positionBlocks - index.positionBlocks) * unit
        : endOf(track, left, bytes, options);
    // The last block of a file may be incomplete, wherever an index is in it.
    if (left < 0 || fileBytes > left + (isAudioMode(track.mode) ? unit - 1 : 0)) throw tooShort(track, bytes, options);
    segments.push({ track, number: index.number, bytes, startBytes, fileBytes });
    end = startBytes + fileBytes;
  }
  return segments;
}

function noteBefore(track: CueSheetTrack, { file, positionBlocks }: CueIndex, { warnings }: PlaceOptions): void {
  warnings.push(
    `the first ${positionBlocks} blocks of "${file}" are before its first INDEX: they are written as the pause before track ${track.number}`,
  );
}

/** How much of the end of a file belongs to a track: whole samples of audio, whole blocks of data. */
function endOf(track: CueSheetTrack, left: number, { name }: Bytes, { warnings }: PlaceOptions): number {
  const unit = track.mode === 'AUDIO' ? CD_SAMPLE_BYTES : CUE_TRACK_MODES[track.mode];
  const rest = left % unit;
  if (rest > 0) {
    warnings.push(
      `the last ${rest} bytes of "${name}" are not ${track.mode === 'AUDIO' ? 'a whole sample' : 'a whole block'}, and are left out`,
    );
  }
  return left - rest;
}

const tooShort = ({ number }: CueSheetTrack, { name, lengthBytes }: Bytes, { path }: PlaceOptions): JobError =>
  new JobError({
    path,
    reason: `track ${number} is not where it says: "${name}" has only ${lengthBytes} bytes${name.endsWith('.bin') ? '' : ' of sound'}`,
    remedy: 'Use the sheet together with the files that belong to it, unchanged',
  });

async function formOf(
  track: CueSheetTrack,
  segments: readonly Segment[],
  { files }: CueSheet,
  { path, warnings }: PlaceOptions,
): Promise<BlockForm> {
  const start = segments.find(({ number }) => number === 1);
  const isXa = start === undefined || (await hasSubHeaders(track.mode, start.bytes, start.startBytes));
  const swapped = files.find(({ name }) => name === track.file)?.type === 'MOTOROLA';
  const form = blockForm(track.mode, { swapped, isXa, path });
  if (form.lost !== undefined) warnings.push(`track ${track.number}: ${form.lost}`);
  return form;
}

function draftOf(
  track: CueSheetTrack,
  segments: readonly Segment[],
  form: BlockForm,
  { path }: PlaceOptions,
): TrackDraft {
  const { format, fileBytes: unit, cut } = form;
  const { blockBytes } = format;
  const pieces: Piece[] = track.pregapBlocks > 0 ? [zeros(track.pregapBlocks * blockBytes)] : [];
  let pregapBytes = lengthOf(pieces);
  const indexBytes: number[] = [];
  for (const { number, bytes, startBytes, fileBytes } of segments) {
    if (number > 1) indexBytes.push(lengthOf(pieces));
    const lengthBytes = cut === undefined ? fileBytes : Math.ceil((fileBytes / unit) * blockBytes);
    const kept = format.name === 'audio' && track.mode === 'AUDIO' ? fileBytes : lengthBytes;
    if (kept > 0)
      pieces.push({ kind: 'file', bytes, startBytes, lengthBytes: kept, ...(cut === undefined ? {} : { cut }) });
    if (number === 0) pregapBytes += kept;
  }
  if (!segments.some(({ number, fileBytes }) => number >= 1 && fileBytes > 0)) {
    throw new JobError({
      path,
      reason: `track ${track.number} has no blocks: "${track.file}" ends before it, or the next track begins there`,
      remedy: 'Correct its positions',
    });
  }
  if (track.postgapBlocks > 0) pieces.push(zeros(track.postgapBlocks * blockBytes));
  const name = `track ${track.number} (${track.file})`;
  return {
    number: track.number,
    session: track.session,
    name,
    format,
    pieces,
    pregapBytes,
    indexBytes,
    notes: notesOf(track),
  };
}

function notesOf({ isrc, flags, mode }: CueSheetTrack): TrackNotes {
  const audio = isAudioMode(mode);
  return {
    ...(isrc === undefined ? {} : { isrc }),
    ...(flags.includes('PRE') && audio ? { preEmphasis: true } : {}),
    ...(flags.includes('DCP') ? { copyPermitted: true } : {}),
    ...(flags.includes('4CH') && audio ? { fourChannel: true } : {}),
    ...(flags.includes('SCMS') && audio ? { serialCopy: true } : {}),
  };
}
