import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { isSoundOfFolder } from '../audio/audio-extensions.ts';
import { quote } from '../audio/conversion.ts';
import { JobError } from './job-error.ts';

/** What a folder is burned as: the document in it, the `.inf` files of all its audio files, or these in the order of their names. */
export type FolderContents =
  | { readonly document: string }
  | { readonly infs: readonly string[] }
  | { readonly files: readonly string[]; readonly warnings: readonly string[] };

const DOCUMENTS: readonly string[] = ['.json', '.cue', '.toc', '.m3u8', '.m3u'];
/** How a job in JSON is called in a folder, where other programs leave JSON files too. */
const JOB_NAME = 'job.json';

/** What lies next to music and is no music: covers, texts, logs, lists, checksums. Nobody expects it on the disc. */
const COMPANIONS: ReadonlySet<string> = new Set([
  ...['.jpg', '.jpeg', '.png', '.gif', '.bmp', '.webp', '.tif', '.tiff', '.pdf', '.ico'],
  ...['.txt', '.log', '.nfo', '.md', '.diz', '.html', '.htm', '.url', '.lrc', '.xml', '.json', '.ini', '.db'],
  ...['.cue', '.toc', '.m3u', '.m3u8', '.pls', '.xspf', '.wpl', '.inf', '.cdt', '.accurip'],
  ...['.md5', '.sfv', '.sha1', '.sha256', '.ffp', '.st5', '.par2', '.torrent'],
]);

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare;

/**
 * A folder with one document is that document; else it is its audio files, `2.wav` before `10.wav`, as their `.inf` files
 * describe them if each has one. Folders in it are not searched.
 * @throws JobError for several documents of a kind, and for a folder without either
 */
export async function contentsOfFolder(path: string): Promise<FolderContents> {
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort(byName);
  for (const extension of DOCUMENTS) {
    const found = names.filter((name) => isDocument(name, extension));
    if (found.length > 1) {
      throw new JobError({
        path,
        reason: `it has several documents: ${found.slice(0, 5).join(', ')}`,
        remedy: 'Name the one to burn',
      });
    }
    if (found[0] !== undefined) return { document: join(path, found[0]) };
  }
  const isSound = (name: string) => isSoundOfFolder(extname(name).toLowerCase());
  const files = names.filter(isSound);
  const infs = names.filter((name) => extname(name).toLowerCase() === '.inf');
  const described = new Set(infs.map(stemOf));
  if (infs.length > 0 && infs.length === files.length && files.every((name) => described.has(stemOf(name)))) {
    return { infs: infs.map((name) => join(path, name)) };
  }
  const leftOut = names.filter((name) => !isSound(name) && !COMPANIONS.has(extname(name).toLowerCase()));
  const warnings = [
    ...leftOut.map((name) => `"${name}" is left out: by its name it is not an audio file`),
    ...(infs.length === 0
      ? []
      : [
          `the .inf files are not used: there are ${infs.length} of them for ${files.length} audio files, and not one for each`,
        ]),
  ];
  if (files.length > 0) return { files: files.map((name) => join(path, name)), warnings };
  throw withoutAudio(path, entries);
}

function withoutAudio(path: string, entries: readonly Dirent[]): JobError {
  const folders = entries.filter((entry) => entry.isDirectory()).length;
  const others = entries.length - folders;
  const all = [
    ...(others === 0 ? [] : [counted(others, 'other file')]),
    ...(folders === 0 ? [] : [counted(folders, 'folder')]),
  ];
  return new JobError({
    path,
    reason: `the folder has no audio files${all.length === 0 ? ': it is empty' : `, only ${all.join(' and ')}`}`,
    remedy:
      all.length === 0
        ? 'Check the name, or name the files'
        : `Name the files, or a folder that has them. To store it on a data disc: \`discwright data ${quote(path)}\``,
  });
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const stemOf = (name: string): string => basename(name, extname(name)).toLowerCase();

const isDocument = (name: string, extension: string): boolean =>
  extension === '.json' ? name.toLowerCase() === JOB_NAME : extname(name).toLowerCase() === extension;
