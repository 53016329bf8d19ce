import { AudioFile } from '../audio/audio-file.ts';
import { openExtent } from '../audio/extent-reader.ts';
import type { PcmReader } from '../audio/pcm-reader.ts';
import type { PcmTrack } from '../audio/pcm-track.ts';

/** Bytes that can be read from any position, as often as needed. */
export interface Bytes {
  /** For messages. */
  readonly name: string;
  /** Of the file; undefined for what is not one. */
  readonly path?: string;
  readonly lengthBytes: number;
  openAt(startBytes: number): Promise<PcmReader>;
  /** Closes a reader that was kept for the next part. */
  close(): Promise<void>;
}

const nothingToClose = async (): Promise<void> => {};

/** All of a file as it is. @throws AudioFormatError if it cannot be read, then or later */
export async function bytesOfFile(path: string, name: string): Promise<Bytes> {
  const { state } = await inspect(path);
  return {
    name,
    path,
    lengthBytes: state.sizeBytes,
    openAt: (startBytes) => openExtent(path, { startBytes, lengthBytes: state.sizeBytes - startBytes }, state),
    close: nothingToClose,
  };
}

async function inspect(path: string): Promise<AudioFile> {
  const file = await AudioFile.open(path);
  await file.close();
  return file;
}

const SKIP_BYTES = 262_144;

/**
 * The PCM of an audio file. One that can be read only from its start, as a compressed one, keeps the reader of a part for the
 * next part: tracks that follow each other decode the file once.
 */
export function bytesOfTrack(track: PcmTrack, path?: string): Bytes {
  const { name, lengthBytes } = track;
  const named = path === undefined ? { name } : { name, path };
  if (track.openReaderAt !== undefined) {
    return { ...named, lengthBytes, openAt: track.openReaderAt, close: nothingToClose };
  }
  const kept = new KeptReader(track);
  return { ...named, lengthBytes, openAt: (startBytes) => kept.openAt(startBytes), close: () => kept.close() };
}

interface Opened {
  readonly reader: PcmReader;
  position: number;
}

class KeptReader {
  readonly #track: PcmTrack;
  #idle: Opened | undefined;

  constructor(track: PcmTrack) {
    this.#track = track;
  }

  async openAt(startBytes: number): Promise<PcmReader> {
    const opened = await this.#take(startBytes);
    try {
      const skipped = new Uint8Array(SKIP_BYTES);
      while (opened.position < startBytes) {
        const count = await opened.reader.read(skipped.subarray(0, startBytes - opened.position));
        if (count === 0) break;
        opened.position += count;
      }
    } catch (error) {
      await opened.reader.close();
      throw error;
    }
    return this.#readerOf(opened);
  }

  async close(): Promise<void> {
    const idle = this.#idle;
    this.#idle = undefined;
    await idle?.reader.close();
  }

  async #take(startBytes: number): Promise<Opened> {
    const idle = this.#idle;
    if (idle !== undefined && idle.position <= startBytes) {
      this.#idle = undefined;
      return idle;
    }
    return { reader: await this.#track.openReader(), position: 0 };
  }

  #readerOf(opened: Opened): PcmReader {
    const { reader } = opened;
    let closed = false;
    let failed = false;
    const counted = async (reading: Promise<number>): Promise<number> => {
      try {
        const count = await reading;
        opened.position += count;
        return count;
      } catch (error) {
        failed = true;
        throw error;
      }
    };
    return {
      read: (target) => counted(reader.read(target)),
      readSome: (target) => counted((reader.readSome ?? reader.read).call(reader, target)),
      close: async () => {
        if (closed) return;
        closed = true;
        const keep = !failed && this.#idle === undefined && opened.position < this.#track.lengthBytes;
        if (keep) this.#idle = opened;
        else await reader.close();
      },
    };
  }
}
