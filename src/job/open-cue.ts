import { basename } from 'node:path';
import type { CdTextBlock, CdTextTexts } from '../cd/cd-text/index.ts';
import type { CueFile, CueSheet, CueSheetTexts, CueSheetTrack } from '../image/cue-sheet-model.ts';
import { isAudioMode } from '../image/cue-track-modes.ts';
import { ImageError } from '../image/image-error.ts';
import { parseCueSheet } from '../image/parse-cue-sheet.ts';
import type { Bytes } from './bytes.ts';
import { placeCueTracks } from './cue-tracks.ts';
import { type DocumentFiles, filesOf, readDocument } from './document.ts';
import { finishData } from './finish-data.ts';
import { finishTracks } from './finish-tracks.ts';
import { jobOf } from './job.ts';
import { JobError } from './job-error.ts';
import type { DiscJob } from './model.ts';
import type { OpenJobOptions } from './options.ts';
import { blockOfTexts } from './texts/block-of-texts.ts';
import { noteOtherSessions } from './texts/other-sessions.ts';
import { openCdTextFile } from './texts/pack-file.ts';

/** A job from a CUE sheet of any dialect. @throws JobError, AudioFormatError */
export async function openCue(path: string, options: OpenJobOptions): Promise<DiscJob> {
  const sheet = parse(await readDocument(path), path, options);
  const warnings = [...sheet.warnings];
  const files = filesOf(path, options, warnings);
  return jobOf(files, async () => {
    const opened = new Map<string, Bytes>();
    for (const file of filesInUse(sheet)) opened.set(file.name, await openFile(files, file, sheet));
    const drafts = await placeCueTracks(sheet, opened, { path, warnings });
    const tracks = await finishData(finishTracks(drafts, { path, join: true, warnings }), warnings);
    const { catalog } = sheet;
    const cdText = await textsOf(sheet, files, warnings);
    return {
      layout: 'exact',
      catalogueNumber: catalog,
      cdText,
      tracks,
      warnings,
    };
  });
}

function parse(bytes: Uint8Array, path: string, { encoding }: OpenJobOptions): CueSheet {
  try {
    return parseCueSheet(bytes, { name: basename(path), ...(encoding === undefined ? {} : { encoding }) });
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new JobError({ path, reason: error.reason, remedy: 'Correct the sheet', cause: error });
  }
}

function filesInUse({ files, tracks }: CueSheet): CueFile[] {
  const used = new Set(tracks.flatMap(({ indexes }) => indexes.map(({ file }) => file)));
  return files.filter(({ name }) => used.has(name));
}

/** BINARY and MOTOROLA are blocks without a header; anything else is sound, whatever the sheet calls its format. */
async function openFile(files: DocumentFiles, { name, type }: CueFile, { tracks }: CueSheet): Promise<Bytes> {
  const modes = tracks.filter((track) => track.indexes.some(({ file }) => file === name)).map(({ mode }) => mode);
  const sound = modes.every((mode) => mode === 'AUDIO');
  if (type === 'BINARY' || type === 'MOTOROLA') return files.openBlocks(name, { onlySound: modes.every(isAudioMode) });
  if (sound) return files.openSound(name);
  throw new JobError({
    path: files.documentPath,
    reason: `it says that the ${type} file "${name}" has a track that is not audio`,
    remedy: 'Correct the FILE or the TRACK line of the sheet',
  });
}

async function textsOf(sheet: CueSheet, files: DocumentFiles, warnings: string[]) {
  const inSheet = texts(sheet, warnings);
  if (sheet.cdTextFile === undefined) return inSheet;
  const packs = await openCdTextFile(await files.pathOf(sheet.cdTextFile, { sound: false }), warnings);
  if (packs.length > 0 && inSheet.length > 0 && !inSheet.every((block) => hasTexts(block, packs))) {
    warnings.push(`the CD-TEXT is that of "${sheet.cdTextFile}"; the texts in the sheet are not used`);
  }
  return packs.length > 0 ? packs : inSheet;
}

/** Whether one of the languages has all these texts. */
const hasTexts = (block: CdTextBlock, among: readonly CdTextBlock[]): boolean =>
  among.some((each) => {
    const same = block.tracks.every((own, index) => hasAll(each.tracks[index] ?? {}, own));
    return each.firstTrack === block.firstTrack && hasAll(each.album, block.album) && same;
  });

const hasAll = (all: CdTextTexts, some: CdTextTexts): boolean =>
  Object.entries(some).every(([name, text]) => all[name as keyof CdTextTexts] === text);

/** The lead-in of the first session has the texts. */
function texts(sheet: CueSheet, warnings: string[]) {
  const [first] = sheet.tracks;
  noteOtherSessions(
    sheet.tracks.map((track) => ({ ...track, hasTexts: Object.keys(onlyTexts(track)).length > 0 })),
    warnings,
  );
  const tracks = sheet.tracks.filter(({ session }) => session === first?.session);
  const block = blockOfTexts(
    { firstTrack: first?.number ?? 1, album: onlyTexts(sheet), tracks: tracks.map(onlyTexts) },
    warnings,
  );
  return block === undefined ? [] : [block];
}

function onlyTexts(from: CueSheetTexts | CueSheetTrack): CdTextTexts {
  const { title, performer, songwriter, composer, arranger, message } = from;
  const all = { title, performer, songwriter, composer, arranger, message };
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== undefined)) as CdTextTexts;
}
