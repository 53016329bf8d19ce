import { fileURLToPath } from 'node:url';
import { decodeDocument, readDocument } from './document.ts';
import { JobError } from './job-error.ts';
import type { DiscJob } from './model.ts';
import { namedFile, onNetwork } from './named-file.ts';
import { listOptionsOf, type OpenJobOptions } from './options.ts';
import { openPlainFiles } from './plain-files.ts';

export interface PlaylistEntry {
  readonly line: number;
  /** As the playlist has it: a path, or a `file:` URL. */
  readonly name: string;
}

/**
 * The entries of an M3U or M3U8 playlist. Comments, `#EXTINF` among them, are not kept.
 * @throws JobError for a playlist of streams, and for what is not text
 */
export function parsePlaylist(text: string, path: string): PlaylistEntry[] {
  if (text.includes('\0')) throw new JobError({ path, reason: 'it is not text', remedy: 'Use a playlist' });
  const entries = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line: index + 1, name: line.trim() }))
    .filter(({ name }) => name !== '' && !name.startsWith('#'));
  const stream = entries.find(({ name }) => /^[a-z][a-z0-9+.-]+:\/\//i.test(name) && !/^file:/i.test(name));
  if (stream !== undefined) {
    throw new JobError({
      path,
      line: stream.line,
      reason: `${stream.name} is not a file`,
      remedy: 'Save the sound to a file first, and name that',
    });
  }
  if (entries.length === 0) throw new JobError({ path, reason: 'it names no files', remedy: 'Use another playlist' });
  return entries;
}

/** @throws JobError, AudioFormatError, AggregateError of these */
export async function openPlaylist(path: string, options: OpenJobOptions): Promise<DiscJob> {
  const warnings: string[] = [];
  const { outsideFolder = false } = options;
  const bytes = await readDocument(path);
  const paths: string[] = [];
  for (const { line, name } of parsePlaylist(decodeDocument(bytes, path, options, warnings), path)) {
    const given = pathIn(name, path, line);
    paths.push(await namedFile(given, { documentPath: path, line, outsideFolder, sound: true, warnings }));
  }
  return openPlainFiles(paths, { path, warnings, ...listOptionsOf(options) });
}

function pathIn(name: string, path: string, line: number): string {
  if (!/^file:/i.test(name)) return name;
  try {
    const { hostname } = new URL(name);
    if (hostname !== '' && hostname !== 'localhost') throw onNetwork(name, path, line);
    return fileURLToPath(name);
  } catch (error) {
    if (error instanceof JobError) throw error;
    throw new JobError({ path, line, reason: `${name} does not name a file`, remedy: 'Give its path', cause: error });
  }
}
