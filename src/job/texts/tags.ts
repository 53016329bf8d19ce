import { basename } from 'node:path';
import type { CdTextTexts } from '../../cd/cd-text/index.ts';
import { isAudio } from '../../write/engine/track-format.ts';
import { JobError } from '../job-error.ts';
import type { DiscJob, JobTrack } from '../model.ts';
import { blockOfTexts, type TextsOfDisc } from './block-of-texts.ts';
import { noteOtherSessions } from './other-sessions.ts';
import { catalogueNumberOfTags, type IdentifierTags, isrcOfTags } from './tag-identifiers.ts';

/** What is used of the package music-metadata, and of what it finds in ID3v2, Vorbis comments, APE tags, MP4 and RIFF INFO. */
interface MusicMetadata {
  parseFile(
    path: string,
    options: { readonly duration: boolean; readonly skipCovers: boolean },
  ): Promise<{ readonly common: CommonTags }>;
}

interface CommonTags extends IdentifierTags {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly albumartist?: string;
  readonly composer?: readonly string[];
  readonly arranger?: readonly string[];
  readonly lyricist?: readonly string[];
  readonly writer?: readonly string[];
}

const PACKAGE: string = 'music-metadata';

async function loadPackage(path: string): Promise<MusicMetadata> {
  try {
    return (await import(PACKAGE)) as MusicMetadata;
  } catch (cause) {
    throw new JobError({
      path,
      reason: `the package that reads tags, ${PACKAGE}, is not installed`,
      remedy: `Install it: npm install ${PACKAGE}; or leave out --cd-text tags`,
      cause,
    });
  }
}

/**
 * The job with CD-TEXT from the tags of its files instead of its own: titles and performers, composers, arrangers and
 * songwriters, and the album's title and performer where all files have the same. ISRCs and the catalogue number of the tags
 * are used where the document has none.
 * @throws JobError for a job whose tracks are not files of their own, and without the package that reads tags
 */
export async function withTags(job: DiscJob): Promise<DiscJob> {
  const [first] = job.tracks;
  const isInFirst = ({ session }: JobTrack) => session === first?.session;
  const paths = pathsOf(job.tracks.filter(isInFirst));
  const { parseFile } = await loadPackage(paths[0] ?? '');
  const warnings = [...job.warnings];
  const read = async ({ path, format }: JobTrack): Promise<CommonTags> => {
    if (path === undefined || (format !== undefined && !isAudio(format))) return {};
    const found = await parseFile(path, { duration: false, skipCovers: true }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      warnings.push(`${basename(path)}: its tags cannot be read: ${reason.replace(/\.$/, '')}`);
      return undefined;
    });
    return found?.common ?? {};
  };
  const tagged: { readonly track: JobTrack; readonly tags: CommonTags }[] = [];
  for (const track of job.tracks)
    tagged.push({ track, tags: isInFirst(track) || isAlone(track, job) ? await read(track) : {} });
  const tags = tagged.flatMap((each) => (isInFirst(each.track) ? [each.tags] : []));
  const block = blockOfTexts({ firstTrack: first?.number ?? 1, ...textsOf(tags, warnings) }, warnings);
  if (block === undefined) warnings.push('the tags of the files have no texts for CD-TEXT');
  noteOtherSessions(
    tagged.map(({ track, tags: own }) => ({ ...track, hasTexts: Object.keys(textsOfTrack(own)).length > 0 })),
    warnings,
  );
  const catalogueNumber = job.catalogueNumber ?? catalogueNumberOfTags(tags, warnings);
  return {
    ...job,
    ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
    cdText: block === undefined ? [] : [block],
    tracks: tagged.map(({ track, tags: own }) => {
      const isrc = track.isrc ?? isrcOfTags(basename(track.path ?? track.name), own, warnings);
      return isrc === undefined ? track : { ...track, isrc };
    }),
    warnings,
  };
}

/** Whether all sound of its file is this track. */
const isAlone = ({ path }: JobTrack, { tracks }: DiscJob): boolean =>
  path !== undefined && tracks.filter((each) => each.path === path).length === 1;

function pathsOf(tracks: DiscJob['tracks']): string[] {
  const paths = tracks.flatMap(({ path }) => (path === undefined ? [] : [path]));
  if (paths.length === tracks.length && new Set(paths).size === paths.length) return paths;
  throw new JobError({
    path: paths[0] ?? tracks[0]?.name ?? '',
    reason: 'its tracks are not one file each, and only a file has tags of its own',
    remedy: "Use the document's texts, or a file of CD-TEXT (--cd-text FILE)",
  });
}

function textsOf(tags: readonly CommonTags[], warnings: string[]): Omit<TextsOfDisc, 'firstTrack'> {
  const albums = new Set(tags.flatMap(({ album = '' }) => (album === '' ? [] : [album])));
  if (albums.size > 1) {
    warnings.push(
      `the files are of ${albums.size} albums (${[...albums].slice(0, 3).join(', ')}${albums.size > 3 ? ', ...' : ''}): the disc gets no title`,
    );
  }
  const performer = same(tags.map(({ albumartist }) => albumartist)) ?? same(tags.map(({ artist }) => artist));
  const title = albums.size === 1 ? [...albums][0] : undefined;
  return { album: given({ title, performer }), tracks: tags.map(textsOfTrack) };
}

/** The one text that all of them are. */
function same(texts: readonly (string | undefined)[]): string | undefined {
  const [first] = texts;
  return texts.every((text) => text === first) ? first : undefined;
}

const joined = (names: readonly string[] = []): string => names.join(', ');

const textsOfTrack = ({ title, artist, composer, arranger, lyricist, writer }: CommonTags): CdTextTexts =>
  given({
    title,
    performer: artist,
    songwriter: joined(lyricist ?? writer),
    composer: joined(composer),
    arranger: joined(arranger),
  });

/** Without those that are empty. */
const given = (texts: Readonly<Record<string, string | undefined>>): CdTextTexts =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) =>
      text === undefined || text.trim() === '' ? [] : [[key, text.trim()]],
    ),
  );
