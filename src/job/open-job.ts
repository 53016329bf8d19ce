import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { openDataImage, sheetOf } from './data-image.ts';
import { contentsOfFolder } from './folder.ts';
import { openInfs } from './inf/open-inf.ts';
import { JobError } from './job-error.ts';
import type { DiscJob } from './model.ts';
import { openCue } from './open-cue.ts';
import { listOptionsOf, type OpenJobOptions } from './options.ts';
import { openPlainFiles } from './plain-files.ts';
import { openPlaylist } from './playlist.ts';
import { requireRightKind } from './right-kind.ts';
import { withTexts } from './texts/apply-texts.ts';
import { withTags } from './texts/tags.ts';
import { openToc } from './toc/open-toc.ts';

const OPTIONS: OptionNames<OpenJobOptions> = {
  encoding: true,
  outsideFolder: 'switch',
  cdText: true,
  rawFormat: true,
  gapless: 'switch',
  dither: 'switch',
  downmix: 'switch',
  check: 'switch',
  signal: true,
};

type Open = (path: string, options: OpenJobOptions) => Promise<DiscJob>;

const DOCUMENTS: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['.cue', openCue],
  ['.toc', openToc],
  // Loaded on use: only this needs the validation of JSON.
  ['.json', async (path, options) => (await import('./json/open-json.ts')).openJson(path, options)],
  ['.m3u', openPlaylist],
  ['.m3u8', openPlaylist],
  ['.iso', openDataImage],
]);
/** Files of blocks that belong to a sheet. */
const IMAGES: ReadonlySet<string> = new Set(['.bin', '.img']);

/**
 * Opens what is to be burned: audio files, one a track; a folder of them; or one document that describes a disc: a CUE sheet,
 * a TOC file of cdrdao, a job in JSON, a playlist (`.m3u`, `.m3u8`), the `.bin` of a sheet, an image of a file system (`.iso`), or all `.inf` files of cdrtools. Everything
 * is checked, nothing is read as a whole.
 * @throws JobError, AudioFormatError, OptionsError; AggregateError of several AudioFormatErrors; the signal's reason
 * @example
 * ```ts
 * const job = await openJob(['one.wav', 'two.wav'], { gapless: true });
 * console.log(planJob(job).tracks.length, job.warnings);
 * await job.close();
 * ```
 */
export async function openJob(paths: string | readonly string[], options: OpenJobOptions = {}): Promise<DiscJob> {
  requireKnownOptions('openJob()', options, OPTIONS);
  options.signal?.throwIfAborted();
  const job = await openAll(typeof paths === 'string' ? [paths] : paths, options);
  try {
    options.signal?.throwIfAborted();
    if (options.cdText === undefined) return job;
    return options.cdText === 'tags' ? await withTags(job) : await withTexts(job, options.cdText);
  } catch (error) {
    await job.close();
    throw error;
  }
}

async function openAll(all: readonly string[], options: OpenJobOptions): Promise<DiscJob> {
  const [first = '', ...others] = all;
  if (options.rawFormat !== undefined) return openRaw(all, options);
  if (all.length > 0 && all.every((path) => extensionOf(path) === '.inf')) return openInfs(all, options);
  if (others.length === 0) return openOne(first, options);
  const document = all.find((path) => DOCUMENTS.has(extensionOf(path)) || extensionOf(path) === '.inf');
  if (document !== undefined) {
    throw new JobError({
      path: document,
      reason: 'a document describes a whole disc, and cannot be burned together with other files',
      remedy: 'Give it alone, or name the audio files',
    });
  }
  return openPlainFiles(all, { path: first, ...listOptionsOf(options) });
}

/** Whoever says that files have no header means files of sound, whatever they are called. */
async function openRaw(all: readonly string[], options: OpenJobOptions): Promise<DiscJob> {
  const [path = ''] = all;
  const document = all.find((each) => DOCUMENTS.has(extensionOf(each)));
  if (document !== undefined) {
    throw new JobError({
      path: document,
      reason: 'a document says itself how its files are stored, and cannot be audio without a header',
      remedy: 'Leave out --raw (option rawFormat), or name the audio files',
    });
  }
  return openPlainFiles(all, { path, ...listOptionsOf(options) });
}

const extensionOf = (path: string): string => extname(path).toLowerCase();

const PLAYLISTS: ReadonlySet<string> = new Set(['.m3u', '.m3u8']);

async function openOne(path: string, options: OpenJobOptions): Promise<DiscJob> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return openFolder(path, options);
  const open = DOCUMENTS.get(extensionOf(path));
  if (open !== undefined) await requireRightKind(path);
  // Whoever names a playlist means its files, wherever they are.
  if (PLAYLISTS.has(extensionOf(path))) return openPlaylist(path, { ...options, outsideFolder: true });
  if (open !== undefined) return open(path, options);
  const sheet = found?.isFile() && IMAGES.has(extensionOf(path)) ? await sheetOf(path) : undefined;
  return sheet === undefined ? openPlainFiles([path], { path, ...listOptionsOf(options) }) : openOne(sheet, options);
}

async function openFolder(path: string, options: OpenJobOptions): Promise<DiscJob> {
  const contents = await contentsOfFolder(path);
  if ('infs' in contents) return openInfs(contents.infs, options);
  if ('files' in contents) {
    return openPlainFiles(contents.files, { path, warnings: contents.warnings, ...listOptionsOf(options) });
  }
  const { document } = contents;
  return PLAYLISTS.has(extensionOf(document)) ? openPlaylist(document, options) : openOne(document, options);
}
