import { extname } from 'node:path';
import { AudioFormatError } from '../audio/audio-format-error.ts';
import type { FileContent, IdentifiedFile } from '../audio/content-kinds.ts';
import { identifyFile } from '../audio/unknown-content.ts';
import { JobError } from './job-error.ts';

/** What the name of a document promises. */
const PROMISES: ReadonlyMap<string, string> = new Map([
  ['.cue', 'a CUE sheet'],
  ['.toc', 'a TOC file of cdrdao'],
  ['.json', 'a job in JSON'],
  ['.m3u', 'a playlist (.m3u)'],
  ['.m3u8', 'a playlist (.m3u)'],
  ['.iso', 'an image of a file system'],
]);

/**
 * Refuses a document that is something else by its content, in words that say what: a picture that is named `.cue`.
 * @throws JobError
 */
export async function requireRightKind(path: string): Promise<void> {
  const extension = extname(path).toLowerCase();
  const promised = PROMISES.get(extension);
  if (promised === undefined) return;
  const content = await contentOf(path);
  if (content === undefined || fulfils(extension, content)) return;
  throw new JobError({
    path,
    reason: `it is ${content.name}, not ${promised}`,
    remedy: content.use.replace(/\.$/, ''),
  });
}

/** Undefined also for what cannot be read: its reader says why. */
async function contentOf(path: string): Promise<IdentifiedFile | undefined> {
  try {
    return await identifyFile(path);
  } catch (error) {
    if (error instanceof AudioFormatError) return undefined;
    throw error;
  }
}

function fulfils(extension: string, { kind, extension: own }: FileContent): boolean {
  if (extension === '.iso') return kind === 'file system' || kind === 'raw image';
  if (own !== undefined) return own === extension || (own === '.m3u8' && extension === '.m3u');
  return kind === 'text' || kind === 'texts' || (kind === 'playlist' && extension.startsWith('.m3u'));
}
