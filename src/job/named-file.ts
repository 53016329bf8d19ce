import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, parse, relative, resolve, sep, win32 } from 'node:path';
import { AUDIO_EXTENSIONS } from '../audio/audio-extensions.ts';
import { isNetworkName } from '../image/network-name.ts';
import { JobError } from './job-error.ts';

export interface NamedFileOptions {
  readonly documentPath: string;
  /** Of the document that names it. */
  readonly line?: number | undefined;
  /** Read files that are not in the document's folder, or in a folder in it. */
  readonly outsideFolder: boolean;
  /** Sound: a file of this name in another format will do. */
  readonly sound: boolean;
  readonly warnings: string[];
}

/**
 * The path of a file that a document names: relative to its folder, with slashes or backslashes. If there is none, one whose
 * name differs in upper and lower case, or sound in another format; that is said in a warning.
 * @throws JobError
 */
export async function namedFile(name: string, options: NamedFileOptions): Promise<string> {
  const { documentPath, outsideFolder, sound, warnings, line } = options;
  const folder = dirname(resolve(documentPath));
  if (isNetworkName(name)) throw onNetwork(name, documentPath, line);
  const target = targetOf(folder, name);
  const refuse = (reason: string, remedy: string) =>
    new JobError({ path: documentPath, ...(line === undefined ? {} : { line }), reason, remedy });
  const outside = () =>
    refuse(
      `it names a file outside its folder: ${name}`,
      'If you trust it, allow that with --outside-folder (option outsideFolder); otherwise move the file next to it',
    );
  if (!outsideFolder && isOutside(folder, target)) throw outside();
  const found = await existing(target, sound);
  if (found === undefined) throw refuse(`there is no file ${target}`, 'Check the name, and that the file is there');
  if (found !== target) warnings.push(`${basename(documentPath)}: "${name}" is not there; ${basename(found)} is used`);
  const real = await realpath(found);
  if (!outsideFolder && isOutside(await realpath(folder), real)) throw outside();
  return real;
}

/** A document never names files on other computers, whatever it may read. */
export const onNetwork = (name: string, path: string, line: number | undefined): JobError =>
  new JobError({
    path,
    ...(line === undefined ? {} : { line }),
    reason: `it names a file on another computer: ${name}`,
    remedy: 'Copy the file next to it, and name that',
  });

/** Backslashes of Windows are understood everywhere. */
function targetOf(folder: string, name: string): string {
  if (win32.isAbsolute(name) && !isAbsolute(name)) return name;
  return resolve(folder, sep === '/' && !name.startsWith('/') ? name.replaceAll('\\', '/') : name);
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) || !isAbsolute(path);
}

async function existing(target: string, sound: boolean): Promise<string | undefined> {
  if (await exists(target)) return target;
  const { dir, name, base } = parse(target);
  const entries = await readdir(dir).catch(() => []);
  const same = entries.filter((entry) => entry.toLowerCase() === base.toLowerCase());
  if (same[0] !== undefined) return same.length === 1 ? join(dir, same[0]) : undefined;
  const other = entries.filter((entry) => sound && isSoundCalled(entry, name, base));
  return other[0] !== undefined && other.length === 1 ? join(dir, other[0]) : undefined;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

function isSoundCalled(entry: string, name: string, base: string): boolean {
  const extension = extname(entry);
  if (!AUDIO_EXTENSIONS.includes(extension.toLowerCase())) return false;
  const stem = basename(entry, extension).toLowerCase();
  return stem === name.toLowerCase() || stem === base.toLowerCase();
}
