import { checkedCatalogNumber, checkedIsrc } from '../../image/cue-identifiers.ts';
import { isAudio } from '../../write/engine/track-format.ts';
import { type DocumentFiles, decodeDocument, filesOf, readDocument } from '../document.ts';
import { finishData } from '../finish-data.ts';
import { finishTracks, type TrackDraft, type TrackNotes } from '../finish-tracks.ts';
import { jobOf } from '../job.ts';
import { JobError } from '../job-error.ts';
import type { DiscJob } from '../model.ts';
import type { OpenJobOptions } from '../options.ts';
import { parseToc } from './parse-toc.ts';
import type { Toc, TocTrack } from './toc-model.ts';
import { blocksOfToc } from './toc-texts.ts';
import { placeTocTrack } from './toc-tracks.ts';

/** A job from a TOC file of cdrdao. @throws JobError, AudioFormatError */
export async function openToc(path: string, options: OpenJobOptions): Promise<DiscJob> {
  const warnings: string[] = [];
  const toc = parseToc(decodeDocument(await readDocument(path), path, options, warnings), path);
  if (toc.type === 'CD_I') {
    throw new JobError({ path, reason: 'a CD-i cannot be written yet', remedy: 'Burn it with another program' });
  }
  const files = filesOf(path, options, warnings);
  return jobOf(files, async () => {
    const drafts = await draftsOf(toc, { path, files, warnings });
    noteType(toc, drafts, warnings);
    const tracks = await finishData(finishTracks(drafts, { path, join: false, warnings }), warnings);
    const catalogueNumber = catalogIn(toc, warnings);
    const cdText = blocksOfToc(toc, warnings);
    return {
      layout: 'exact',
      catalogueNumber,
      cdText,
      tracks,
      warnings,
    };
  });
}

interface DraftOptions {
  readonly path: string;
  readonly files: DocumentFiles;
  readonly warnings: string[];
}

async function draftsOf({ tracks }: Toc, options: DraftOptions): Promise<TrackDraft[]> {
  const drafts: TrackDraft[] = [];
  for (const [index, track] of tracks.entries()) {
    const number = index + 1;
    const placed = await placeTocTrack(track, number, options);
    const audio = isAudio(placed.format);
    drafts.push({ ...placed, number, session: 1, notes: notesOf(track, number, audio, options.warnings) });
  }
  return drafts;
}

function notesOf(track: TocTrack, number: number, audio: boolean, warnings: string[]): TrackNotes {
  const { value: isrc, doubt } = track.isrc === undefined ? {} : checkedIsrc(track.isrc);
  if (doubt !== undefined) warnings.push(`track ${number}: ${doubt}: ${track.isrc}`);
  const onlyAudio = track.preEmphasis || track.fourChannel;
  if (onlyAudio && !audio) warnings.push(`track ${number} is data: pre-emphasis and four channels are not kept`);
  return {
    ...(isrc === undefined ? {} : { isrc }),
    ...(track.preEmphasis && audio ? { preEmphasis: true } : {}),
    ...(track.copy ? { copyPermitted: true } : {}),
    ...(track.fourChannel && audio ? { fourChannel: true } : {}),
  };
}

function noteType({ type }: Toc, drafts: readonly TrackDraft[], warnings: string[]): void {
  const data = drafts.find(({ format }) => !isAudio(format));
  if (type === 'CD_DA' && data !== undefined) {
    warnings.push(
      `the TOC file says CD_DA, but track ${data.number} is ${data.format.name}: the disc is what its tracks are`,
    );
  }
}

function catalogIn({ catalog }: Toc, warnings: string[]): string | undefined {
  if (catalog === undefined) return undefined;
  const { value, doubt } = checkedCatalogNumber(catalog);
  if (doubt !== undefined) warnings.push(`${doubt}: ${catalog}`);
  return value;
}
