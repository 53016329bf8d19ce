import { AudioFormatError } from '../audio/audio-format-error.ts';
import { type OpenAudioFileOptions, openAudioFile } from '../audio/open-audio-file.ts';
import type { PcmTrack } from '../audio/pcm-track.ts';
import { MOST_TRACKS } from '../cd/geometry.ts';
import { TrackFormats } from '../write/engine/track-format.ts';
import { bytesOfTrack } from './bytes.ts';
import { finishTracks } from './finish-tracks.ts';
import { JobError } from './job-error.ts';
import type { DiscJob, JobTrack } from './model.ts';

export interface PlainFilesOptions {
  /** The document that lists them, for errors. */
  readonly path: string;
  readonly warnings?: readonly string[] | undefined;
  readonly sound?: OpenAudioFileOptions | undefined;
  /** Without a gap between them. */
  readonly gapless?: boolean | undefined;
}

/**
 * A job of audio files, a track each, with the pauses that the drive makes between tracks.
 * @throws AudioFormatError for one file that cannot be burned, AggregateError of those for several; JobError for too many
 */
export async function openPlainFiles(
  paths: readonly string[],
  { path, warnings = [], sound = {}, gapless = false }: PlainFilesOptions,
): Promise<DiscJob> {
  if (paths.length > MOST_TRACKS) {
    throw new JobError({
      path,
      reason: `${paths.length} files are too many: a disc holds ${MOST_TRACKS} tracks`,
      remedy: 'Burn fewer, or join some',
    });
  }
  const opened: OpenedFile[] = [];
  const errors: AudioFormatError[] = [];
  for (const each of paths) {
    try {
      opened.push({ ...(await openAudioFile(each, sound)), path: each });
    } catch (error) {
      if (!(error instanceof AudioFormatError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 1) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  if (errors[0] !== undefined) throw errors[0];
  const notes = opened.flatMap(({ name, notes: of = [] }) => of.map((note) => `${name}: ${note.replace(/\.$/, '')}`));
  if (gapless) return joined(opened, path, [...warnings, ...notes]);
  const close = async () => {};
  return {
    layout: 'paused',
    tracks: opened.map(asTrack),
    warnings: [...warnings, ...notes],
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A track that is a file. */
type OpenedFile = PcmTrack & { readonly path: string };

const asTrack = (track: OpenedFile, index: number): JobTrack => ({
  ...track,
  number: index + 1,
  session: 1,
  pregapBlocks: 0,
  indexBlocks: [],
});

/** One sound, with the tracks where the files begin. */
function joined(opened: readonly OpenedFile[], path: string, warnings: string[]): DiscJob {
  const all = opened.map((track) => bytesOfTrack(track, track.path));
  const drafts = all.map((bytes, index) => ({
    number: index + 1,
    session: 1,
    name: bytes.name,
    format: TrackFormats.audio,
    pieces: [{ kind: 'file' as const, bytes, startBytes: 0, lengthBytes: bytes.lengthBytes }],
    pregapBytes: 0,
    indexBytes: [],
    notes: {},
  }));
  const tracks = finishTracks(drafts, { path, join: true, warnings });
  const close = async () => {
    for (const bytes of all) await bytes.close();
  };
  return { layout: 'exact', tracks, warnings, close, [Symbol.asyncDispose]: close };
}
