import { AudioFile } from '../audio-file.ts';
import { openExtent } from '../extent-reader.ts';
import { type PcmTrack, readInChunks } from '../pcm-track.ts';
import { toTemporaryFile } from './temporary-file.ts';

/** The options of {@link spoolTrack}. */
export interface SpoolOptions {
  /** Where the temporary file is made. Default: the system's folder for temporary files. */
  readonly folder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A track in a temporary file, which is removed when it is disposed of, and when the process ends. */
export interface SpooledTrack extends PcmTrack, AsyncDisposable {}

/** What is read of a track, apart from that: pregap, indexes and codes stay as they are. */
type Spoolable = Pick<PcmTrack, 'name' | 'openReader' | 'lengthBytes'>;

/**
 * Reads a track to its end into a temporary file: then its length is known, and it can be read again.
 * @throws AudioFormatError if there is no room for it; whatever its source throws; the signal's reason
 */
export async function spoolTrack<Track extends Spoolable>(
  track: Track,
  { folder, signal }: SpoolOptions = {},
): Promise<Track & SpooledTrack> {
  const file = await toTemporaryFile(track.name, readInChunks(track), { parent: folder, signal });
  const { path } = file;
  const { state } = await inspect(path);
  const { sizeBytes: lengthBytes } = state;
  const openReaderAt = (startBytes: number) =>
    openExtent(path, { startBytes, lengthBytes: Math.max(0, lengthBytes - startBytes) }, state);
  const spooled: Track & SpooledTrack = {
    ...track,
    lengthBytes,
    repeatable: true,
    open: () => readInChunks(spooled),
    openReader: () => openReaderAt(0),
    openReaderAt,
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
  return spooled;
}

async function inspect(path: string): Promise<AudioFile> {
  const file = await AudioFile.open(path);
  await file.close();
  return file;
}
