import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES, RAW_SUB_CHANNEL_BYTES } from '../../cd/geometry.ts';
import type { CueTrackMode } from '../../image/cue-track-modes.ts';
import { TrackFormats } from '../../write/engine/track-format.ts';
import { type Cut, SWAPPED } from '../blockwise.ts';
import type { Bytes } from '../bytes.ts';
import { type BlockForm, blockForm, hasSubHeaders } from '../data-form.ts';
import type { DocumentFiles } from '../document.ts';
import type { TrackDraft } from '../finish-tracks.ts';
import { JobError } from '../job-error.ts';
import { lengthOf, type Piece, zeros } from '../pieces.ts';
import type { TocLength, TocMode, TocPart, TocPlace, TocTrack } from './toc-model.ts';

/** cdrdao's modes as those of CUE sheets, and whether their blocks begin with sub-headers if that is certain. */
const CUE_MODES: Readonly<Record<Exclude<TocMode, 'MODE0'>, readonly [CueTrackMode, boolean?]>> = {
  AUDIO: ['AUDIO'],
  MODE1: ['MODE1/2048'],
  MODE1_RAW: ['MODE1/2352'],
  MODE2: ['MODE2/2336', false],
  MODE2_RAW: ['MODE2/2352'],
  MODE2_FORM1: ['MODE2/2048'],
  MODE2_FORM2: ['MODE2/2324'],
  MODE2_FORM_MIX: ['MODE2/2336', true],
};

export interface TocTracksOptions {
  readonly path: string;
  readonly files: DocumentFiles;
  readonly warnings: string[];
}

/** Everything about a track but its codes and texts. */
export type PlacedToc = Pick<TrackDraft, 'name' | 'format' | 'pieces' | 'pregapBytes' | 'indexBytes'>;

/** What a track is made of. @throws JobError, AudioFormatError */
export async function placeTocTrack(track: TocTrack, number: number, options: TocTracksOptions): Promise<PlacedToc> {
  const opened = await openFiles(track, options);
  const form = await formOf(track, opened, options);
  if (form.lost !== undefined) options.warnings.push(`track ${number}: ${form.lost}`);
  const pieces: Piece[] = [];
  /** Where each part begins. */
  const starts: number[] = [];
  for (const [index, part] of track.parts.entries()) {
    starts.push(lengthOf(pieces));
    const piece = pieceOf(part, opened[index], { track, form, path: options.path });
    if (piece.lengthBytes > 0) pieces.push(piece);
  }
  starts.push(lengthOf(pieces));
  const { blockBytes } = form.format;
  const placeOf = (place: TocPlace): number =>
    'blocks' in place ? place.blocks * blockBytes : (starts[place.part] ?? 0);
  const start = track.start === undefined ? 0 : placeOf(track.start);
  // cdrdao rounds the pregap up to whole blocks.
  const pregapBytes = Math.ceil(start / blockBytes) * blockBytes;
  const ends = track.end === undefined ? [] : [placeOf(track.end)];
  const indexBytes = [...track.indexBlocks.map((blocks) => pregapBytes + blocks * blockBytes), ...ends];
  requireOrder(track, { pregapBytes, indexBytes, end: lengthOf(pieces) }, options.path);
  return { name: nameOf(track, number), format: form.format, pieces, pregapBytes, indexBytes };
}

interface Marks {
  readonly pregapBytes: number;
  readonly indexBytes: readonly number[];
  readonly end: number;
}

function requireOrder({ line, end: ending }: TocTrack, { pregapBytes, indexBytes, end }: Marks, path: string): void {
  const places = [pregapBytes, ...indexBytes];
  const inOrder = places.every((place, at) => place < end && (at === 0 || place > (places[at - 1] ?? 0)));
  if (inOrder) return;
  const reason = `START, INDEX${ending === undefined ? '' : ' and END'} are not in order within the track`;
  throw new JobError({ path, line, reason, remedy: 'Correct the TOC file' });
}

function nameOf({ parts }: TocTrack, number: number): string {
  const file = parts.find((part) => part.kind === 'audiofile' || part.kind === 'datafile');
  return file !== undefined && 'name' in file ? `track ${number} (${file.name})` : `track ${number}`;
}

interface OpenedFile {
  readonly bytes: Bytes;
  /** Sound in a format of its own, which is decoded. */
  readonly sound: boolean;
}

async function openFiles({ parts }: TocTrack, { files }: TocTracksOptions): Promise<(OpenedFile | undefined)[]> {
  const opened: (OpenedFile | undefined)[] = [];
  for (const part of parts) opened.push(await openFile(part, files));
  return opened;
}

async function openFile(part: TocPart, files: DocumentFiles): Promise<OpenedFile | undefined> {
  const { line } = part;
  if (part.kind === 'datafile') {
    return { bytes: await files.openBlocks(part.name, { onlySound: false, line }), sound: false };
  }
  if (part.kind !== 'audiofile') return undefined;
  const sound = await files.isSound(part.name, { line });
  if (!sound) return { bytes: await files.openBlocks(part.name, { onlySound: false, line }), sound };
  if (part.offsetBytes > 0) {
    throw new JobError({
      path: files.documentPath,
      line,
      reason: `an offset (#) is only for files without a header, not for "${part.name}"`,
      remedy: 'Use the start after it',
    });
  }
  return { bytes: await files.openSound(part.name, { line }), sound };
}

async function formOf(
  { mode, subChannel, parts, line }: TocTrack,
  opened: readonly (OpenedFile | undefined)[],
  { path }: TocTracksOptions,
): Promise<BlockForm> {
  if (mode === 'MODE0') {
    throw new JobError({ path, line, reason: 'a track of Mode 0 has no data', remedy: 'Leave it out' });
  }
  const [cueMode, certain] = CUE_MODES[mode];
  const first = opened.findIndex((file) => file !== undefined);
  const part = parts[first];
  const file = opened[first];
  const isXa =
    certain ??
    (file === undefined ||
      (await hasSubHeaders(
        cueMode,
        file.bytes,
        part === undefined || !('offsetBytes' in part) ? 0 : part.offsetBytes,
      )));
  const form = blockForm(cueMode, { isXa, path });
  return subChannel === undefined ? form : withSubChannel(form, mode);
}

/** The same blocks, with 96 bytes after each in the file that are not written. */
function withSubChannel({ format, fileBytes, cut }: BlockForm, mode: TocMode): BlockForm {
  const { fromByte, keptBytes } = cut ?? { fromByte: 0, keptBytes: fileBytes };
  const unitBytes = fileBytes + RAW_SUB_CHANNEL_BYTES;
  return {
    format,
    fileBytes: unitBytes,
    cut: { unitBytes, fromByte, keptBytes, swap: mode === 'AUDIO' },
    lost: 'the sub-channel in the file is not written',
  };
}

interface PieceOptions {
  readonly track: TocTrack;
  readonly form: BlockForm;
  readonly path: string;
}

function pieceOf(part: TocPart, opened: OpenedFile | undefined, options: PieceOptions): Piece {
  const { form, track, path } = options;
  if (part.kind === 'silence') return zeros(audioBytes(part.length));
  if (part.kind === 'zero') return zeros(zeroBytes(part.length, part.mode ?? track.mode, form));
  if (opened === undefined) throw new Error('a file of the TOC was not opened');
  const isAudioFile = part.kind === 'audiofile';
  const unit = isAudioFile ? CD_SAMPLE_BYTES : form.fileBytes;
  const startBytes = part.offsetBytes + (isAudioFile ? audioBytes(part.start) : 0);
  const left = opened.bytes.lengthBytes - startBytes;
  const wanted =
    part.length === undefined ? undefined : isAudioFile ? audioBytes(part.length) : dataBytes(part.length, form);
  if (left <= 0 || (wanted ?? 0) > left) {
    throw new JobError({
      path,
      line: part.line,
      reason: `"${part.name}" has only ${opened.bytes.lengthBytes} bytes${opened.sound ? ' of sound' : ''}, and ends before this`,
      remedy: 'Use the TOC file together with the files that belong to it, unchanged',
    });
  }
  const cut = isAudioFile ? audioCut(opened, part.swap) : dataCut(form);
  const fileBytes = wanted ?? left;
  // A part of a block is filled with zeros, as cdrdao does.
  const lengthBytes = cut === undefined ? fileBytes : Math.ceil(fileBytes / unit) * cut.keptBytes;
  return { kind: 'file', bytes: opened.bytes, startBytes, lengthBytes, ...(cut === undefined ? {} : { cut }) };
}

/** Files without a header have the high byte of each sample first; SWAP says that it is the other way round. */
const audioCut = ({ sound }: OpenedFile, swap: boolean): Cut | undefined => (sound === swap ? SWAPPED : undefined);

const dataCut = ({ format, cut }: BlockForm): Cut | undefined =>
  cut ?? (format.blockBytes === AUDIO_BLOCK_BYTES && format.name === TrackFormats.audio.name ? SWAPPED : undefined);

const audioBytes = (length: TocLength): number =>
  'blocks' in length ? length.blocks * AUDIO_BLOCK_BYTES : length.units * CD_SAMPLE_BYTES;

const dataBytes = (length: TocLength, { fileBytes }: BlockForm): number =>
  'blocks' in length ? length.blocks * fileBytes : length.units;

/** As many zeros as the blocks of this mode make in the track's own. */
function zeroBytes(length: TocLength, mode: TocMode, { format, fileBytes }: BlockForm): number {
  if ('blocks' in length) return length.blocks * format.blockBytes;
  const unit = mode === 'MODE0' ? fileBytes : blockForm(CUE_MODES[mode][0]).fileBytes;
  return Math.ceil(length.units / unit) * format.blockBytes;
}
