import type * as z from 'zod';
import type { CdTextBlock, CdTextTexts } from '../../cd/cd-text/index.ts';
import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { parseLength } from '../../cd/msf.ts';
import { isAudioMode } from '../../image/cue-track-modes.ts';
import { SWAPPED } from '../blockwise.ts';
import type { Bytes } from '../bytes.ts';
import { type BlockForm, blockForm, hasSubHeaders } from '../data-form.ts';
import { type DocumentFiles, decodeDocument, filesOf, readDocument } from '../document.ts';
import { finishData } from '../finish-data.ts';
import { finishTracks, type TrackDraft } from '../finish-tracks.ts';
import { jobOf } from '../job.ts';
import { JobError } from '../job-error.ts';
import type { DiscJob } from '../model.ts';
import type { OpenJobOptions } from '../options.ts';
import { lengthOf, type Piece, zeros } from '../pieces.ts';
import { blockOfTexts, fittingBlock } from '../texts/block-of-texts.ts';
import { noteOtherSessions } from '../texts/other-sessions.ts';
import { openCdTextFile } from '../texts/pack-file.ts';
import { type JobDocument, type JobDocumentBlock, type JobDocumentTrack, jobSchema } from './job-schema.ts';

/** A job from a JSON document. @throws JobError, AudioFormatError */
export async function openJson(path: string, options: OpenJobOptions): Promise<DiscJob> {
  const warnings: string[] = [];
  const document = parseJobDocument(decodeDocument(await readDocument(path), path, options, warnings), path);
  const { layout = 'exact', catalogueNumber } = document;
  const files = filesOf(path, options, warnings);
  return jobOf(files, async () => {
    const drafts = await draftsOf(document, { path, files, warnings });
    const tracks = await finishData(finishTracks(drafts, { path, join: layout === 'exact', warnings }), warnings);
    const cdText = await textsOf(document, files, warnings);
    return {
      layout,
      catalogueNumber,
      cdText,
      tracks,
      warnings,
    };
  });
}

/** @throws JobError that names the property */
export function parseJobDocument(text: string, path: string): JobDocument {
  const refuse = (reason: string, cause?: unknown) =>
    new JobError({ path, reason, remedy: 'Correct the document: docs/job.schema.json says what it may have', cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const parsed = jobSchema.safeParse(value);
  if (!parsed.success) throw refuse(issueInWords(parsed.error), parsed.error);
  const document = parsed.data;
  const numbers = document.tracks.length + (document.firstTrack ?? 1) - 1;
  if (numbers > 99) throw refuse(`its last track would be track ${numbers}, but a disc ends at 99`);
  if (document.cdText !== undefined && document.cdTextFile !== undefined) {
    throw refuse('it has both cdText and cdTextFile');
  }
  return document;
}

function issueInWords({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.map(String).join('.') ?? '';
  const isMissing = issue?.code === 'invalid_type' && issue.message.endsWith('received undefined');
  if (place === 'type' && !isMissing) return 'it is not a job of discwright: its "type" is not "discwright job"';
  const found = issue?.message.replace(/^Invalid input: /, '') ?? 'it is not a job';
  return `${place === '' ? '' : `${place}: `}${isMissing ? 'it is missing' : found}`;
}

interface DraftOptions {
  readonly path: string;
  readonly files: DocumentFiles;
  readonly warnings: string[];
}

async function draftsOf({ tracks, firstTrack = 1 }: JobDocument, options: DraftOptions): Promise<TrackDraft[]> {
  const drafts: TrackDraft[] = [];
  let session = 1;
  for (const [index, track] of tracks.entries()) {
    const number = firstTrack + index;
    const next = track.session ?? session;
    if (next !== session && next !== session + (index === 0 ? 0 : 1)) {
      throw refuseTrack(options, number, `session ${next} does not follow session ${session}`);
    }
    session = next;
    drafts.push(await draftOf(track, { number, session }, options));
  }
  return drafts;
}

const refuseTrack = ({ path }: DraftOptions, number: number, reason: string): JobError =>
  new JobError({ path, reason: `track ${number}: ${reason}`, remedy: 'Correct the document' });

async function draftOf(
  track: JobDocumentTrack,
  place: { readonly number: number; readonly session: number },
  options: DraftOptions,
): Promise<TrackDraft> {
  const { mode = 'AUDIO', pregap, indexes = [], isrc, copyPermitted } = track;
  const { number } = place;
  const opened: (Bytes | undefined)[] = [];
  for (const piece of track.pieces) opened.push(await openFile(piece, mode, options.files));
  const first = opened.find((bytes) => bytes !== undefined);
  const isXa = first === undefined || (await hasSubHeaders(mode, first, 0));
  const form = blockForm(mode, { isXa, path: options.path });
  if (form.lost !== undefined) options.warnings.push(`track ${number}: ${form.lost}`);
  const pieces = track.pieces.map((piece, index) => pieceOf(piece, opened[index], { form, number, options }));
  const { blockBytes } = form.format;
  const pregapBytes = pregap === undefined ? 0 : parseLength(pregap) * blockBytes;
  const indexBytes = indexes.map((text) => pregapBytes + parseLength(text) * blockBytes);
  const marks = [pregapBytes, ...indexBytes];
  if (!marks.every((at, index) => at < lengthOf(pieces) && (index === 0 || at > (marks[index - 1] ?? 0)))) {
    throw refuseTrack(options, number, 'pregap and indexes are not in order within the track');
  }
  const audio = isAudioMode(mode);
  const { preEmphasis, fourChannel, serialCopy } = track;
  if (!audio && (preEmphasis || fourChannel || serialCopy)) {
    throw refuseTrack(options, number, 'only audio has preEmphasis, fourChannel or serialCopy');
  }
  return {
    ...place,
    name: first === undefined ? `track ${number}` : `track ${number} (${first.name})`,
    format: form.format,
    pieces: pieces.filter(({ lengthBytes }) => lengthBytes > 0),
    pregapBytes,
    indexBytes,
    notes: {
      ...(isrc === undefined ? {} : { isrc }),
      ...(preEmphasis ? { preEmphasis } : {}),
      ...(copyPermitted ? { copyPermitted } : {}),
      ...(fourChannel ? { fourChannel } : {}),
      ...(serialCopy ? { serialCopy } : {}),
    },
  };
}

type DocumentPiece = JobDocumentTrack['pieces'][number];

function openFile(
  piece: DocumentPiece,
  mode: JobDocumentTrack['mode'],
  files: DocumentFiles,
): Promise<Bytes> | undefined {
  if ('silence' in piece) return undefined;
  const blocks = piece.headerless !== undefined || mode !== 'AUDIO';
  return blocks ? files.openBlocks(piece.file, { onlySound: false }) : files.openSound(piece.file);
}

interface PieceOptions {
  readonly form: BlockForm;
  readonly number: number;
  readonly options: DraftOptions;
}

function pieceOf(piece: DocumentPiece, bytes: Bytes | undefined, { form, number, options }: PieceOptions): Piece {
  const isSound = form.format.name === 'audio' && form.fileBytes === AUDIO_BLOCK_BYTES;
  /** In bytes of the file; samples are only of audio. */
  const inFile = (length: string | number): number => {
    if (typeof length === 'string') return parseLength(length) * form.fileBytes;
    if (length > 0 && !isSound) throw refuseTrack(options, number, 'only audio is measured in samples: give MM:SS:FF');
    return length * CD_SAMPLE_BYTES;
  };
  const kept = (fileBytes: number): number =>
    isSound ? fileBytes : Math.ceil(fileBytes / form.fileBytes) * form.format.blockBytes;
  if ('silence' in piece) return zeros(kept(inFile(piece.silence)));
  if (bytes === undefined) throw new Error('a file of the job was not opened');
  const startBytes = inFile(piece.start ?? 0);
  const left = bytes.lengthBytes - startBytes;
  const wanted = piece.length === undefined ? left - (isSound ? left % CD_SAMPLE_BYTES : 0) : inFile(piece.length);
  if (left <= 0 || wanted > left) {
    throw refuseTrack(options, number, `"${bytes.name}" has only ${bytes.lengthBytes} bytes, and ends before this`);
  }
  const cut = form.cut ?? (piece.headerless === 'big' ? SWAPPED : undefined);
  return { kind: 'file', bytes, startBytes, lengthBytes: kept(wanted), ...(cut === undefined ? {} : { cut }) };
}

/** Of each track: that of the track before, or 1, unless given. */
function sessionsOf(tracks: JobDocument['tracks']): number[] {
  const sessions: number[] = [];
  for (const { session } of tracks) sessions.push(session ?? sessions.at(-1) ?? 1);
  return sessions;
}

async function textsOf(document: JobDocument, files: DocumentFiles, warnings: string[]): Promise<CdTextBlock[]> {
  const { cdText = [], cdTextFile, firstTrack = 1, tracks } = document;
  if (cdTextFile !== undefined) {
    return [...(await openCdTextFile(await files.pathOf(cdTextFile, { sound: false }), warnings))];
  }
  const sessions = sessionsOf(tracks);
  const count = sessions.filter((session) => session === sessions[0]).length;
  const hasTexts = (index: number) => cdText.some((block) => Object.keys(block.tracks?.[index] ?? {}).length > 0);
  noteOtherSessions(
    sessions.map((session, index) => ({
      number: firstTrack + index,
      session,
      hasTexts: hasTexts(index),
    })),
    warnings,
  );
  return cdText.flatMap((block) => blockOf(block, { firstTrack, count, all: tracks.length }, warnings));
}

function blockOf(
  block: JobDocumentBlock,
  { firstTrack, count, all }: { readonly firstTrack: number; readonly count: number; readonly all: number },
  warnings: string[],
): CdTextBlock[] {
  const { language, characterCode, copyProtection, discId, genre } = block;
  const given = block.tracks ?? [];
  if (given.length > all) warnings.push(`the CD-TEXT has ${given.length} tracks, the disc ${all}`);
  const tracks = Array.from({ length: count }, (_, index) => (given[index] ?? {}) as CdTextTexts);
  const texts = { firstTrack, album: (block.album ?? {}) as CdTextTexts, tracks };
  const more = {
    ...(copyProtection === undefined ? {} : { copyProtection }),
    ...(discId === undefined ? {} : { discId }),
    ...(genre === undefined ? {} : { genre }),
  };
  if (characterCode !== undefined) return [fittingBlock({ ...texts, language, characterCode, ...more }, warnings)];
  const chosen = blockOfTexts(texts, warnings, language);
  return chosen === undefined ? [] : [{ ...chosen, ...more }];
}
