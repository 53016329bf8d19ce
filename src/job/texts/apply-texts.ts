import { extname } from 'node:path';
import type { CdTextBlock } from '../../cd/cd-text/index.ts';
import { MOST_LANGUAGES } from '../../cd/cd-text/pack.ts';
import { readDocument } from '../document.ts';
import { JobError } from '../job-error.ts';
import type { DiscJob } from '../model.ts';
import { fittingBlock } from './block-of-texts.ts';
import { isPackFile, parseCdTextFile } from './pack-file.ts';
import { parseTextSheet, type TextSheet } from './v07t.ts';

/**
 * The job with the CD-TEXT of these files instead of its own: packs (`.cdt`), or Sony's text sheets, each a language or
 * several. Catalogue number and ISRCs of a sheet are used where the document has none.
 * @throws JobError
 */
export async function withTexts(job: DiscJob, paths: readonly string[]): Promise<DiscJob> {
  const warnings = [...job.warnings];
  const sheets: TextSheet[] = [];
  for (const path of paths) sheets.push(await readTexts(path, warnings));
  const [first = ''] = paths;
  const blocks = sheets.flatMap((sheet) => sheet.blocks).map((block) => fitted(block, job, warnings));
  if (blocks.length > MOST_LANGUAGES) {
    throw new JobError({
      path: first,
      reason: `${blocks.length} languages are too many: CD-TEXT has room for ${MOST_LANGUAGES}`,
      remedy: 'Leave some out',
    });
  }
  const isrcs = new Map(sheets.flatMap((sheet) => [...sheet.isrcs]));
  const catalogueNumber = job.catalogueNumber ?? sheets.find((sheet) => sheet.catalogueNumber)?.catalogueNumber;
  return {
    ...job,
    ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
    cdText: blocks,
    tracks: job.tracks.map((track) => {
      const isrc = track.isrc ?? isrcs.get(track.number);
      return isrc === undefined ? track : { ...track, isrc };
    }),
    warnings,
  };
}

async function readTexts(path: string, warnings: string[]): Promise<TextSheet> {
  const bytes = withoutByteOrderMark(await readDocument(path));
  const [first = 0] = bytes;
  // Damaged packs are known by the type of the first one; a sheet begins with a word.
  const isPacks = extname(path).toLowerCase() === '.cdt' || isPackFile(bytes) || first >= 0x80 || first === 0;
  if (!isPacks) return parseTextSheet(bytes, path, warnings);
  return { blocks: parseCdTextFile(bytes, path, warnings), isrcs: new Map() };
}

/** Windows' editor writes one before UTF-8; no pack begins with these bytes. */
const withoutByteOrderMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/** With as many tracks as the job's first session has, numbered like them. */
function fitted(block: CdTextBlock, { tracks }: DiscJob, warnings: string[]): CdTextBlock {
  const [first] = tracks;
  const count = tracks.filter(({ session }) => session === first?.session).length;
  if (block.tracks.length !== count) {
    warnings.push(`the CD-TEXT has ${block.tracks.length} tracks, the disc ${count}`);
  }
  const firstTrack = first?.number ?? 1;
  if (block.firstTrack !== firstTrack) {
    warnings.push(`the CD-TEXT begins with track ${block.firstTrack}, the disc with track ${firstTrack}`);
  }
  const texts = Array.from({ length: count }, (_, index) => block.tracks[index] ?? {});
  return fittingBlock({ ...block, firstTrack, tracks: texts }, warnings);
}
