import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { AUDIO_EXTENSIONS } from '../audio/audio-extensions.ts';
import { AudioFile } from '../audio/audio-file.ts';
import { AudioFormatError } from '../audio/audio-format-error.ts';
import { formatOf } from '../audio/locate-audio.ts';
import { openAudioFile } from '../audio/open-audio-file.ts';
import { decodeCueText } from '../image/cue-encoding.ts';
import { ImageError } from '../image/image-error.ts';
import { type Bytes, bytesOfFile, bytesOfTrack } from './bytes.ts';
import { JobError } from './job-error.ts';
import { namedFile } from './named-file.ts';
import { type OpenJobOptions, type SoundOptions, soundOptionsOf } from './options.ts';

/** Longer than any document about 99 tracks. */
const LONGEST_DOCUMENT_BYTES = 4_194_304;

/** All bytes of a document. @throws JobError if it is not a regular file, cannot be read or is too long for one */
export async function readDocument(path: string): Promise<Uint8Array> {
  const file = await openForDocument(path);
  try {
    if (file.sizeBytes > LONGEST_DOCUMENT_BYTES) {
      throw new JobError({
        path,
        reason: `it has ${file.sizeBytes} bytes, more than any document about a disc`,
        remedy: 'Check the name',
      });
    }
    return await file.readAt(0, LONGEST_DOCUMENT_BYTES);
  } finally {
    await file.close();
  }
}

async function openForDocument(path: string): Promise<AudioFile> {
  try {
    return await AudioFile.open(path);
  } catch (error) {
    if (!(error instanceof AudioFormatError)) throw error;
    throw new JobError({ path, reason: error.found, remedy: error.remedy.replace(/\.$/, ''), cause: error });
  }
}

/**
 * The text of a document, without a byte order mark.
 * @param warnings gets that its encoding was guessed
 * @throws JobError for an encoding that is not known, or that the bytes do not have
 */
export function decodeDocument(
  bytes: Uint8Array,
  path: string,
  { encoding }: Pick<OpenJobOptions, 'encoding'>,
  warnings: string[],
): string {
  try {
    const decoded = decodeCueText(bytes, basename(path), encoding);
    if (decoded.guessed) {
      warnings.push(
        `${basename(path)}: the text is not UTF-8, and was read as ${decoded.encoding}; if letters are wrong, give its encoding (--encoding)`,
      );
    }
    return decoded.text.replace(/^\ufeff/, '');
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new JobError({ path, reason: error.reason, remedy: 'Give its encoding (--encoding)', cause: error });
  }
}

export interface DocumentOptions {
  readonly documentPath: string;
  readonly outsideFolder: boolean;
  readonly warnings: string[];
  readonly sound?: SoundOptions | undefined;
}

/** The files that a document names, each opened once. */
export class DocumentFiles {
  readonly documentPath: string;
  readonly #options: DocumentOptions;
  readonly #opened = new Map<string, Bytes>();

  constructor(options: DocumentOptions) {
    this.documentPath = options.documentPath;
    this.#options = options;
  }

  pathOf(name: string, { sound, line }: { sound: boolean; line?: number }): Promise<string> {
    const { documentPath, outsideFolder, warnings } = this.#options;
    return namedFile(name, { documentPath, outsideFolder, warnings, sound, ...(line === undefined ? {} : { line }) });
  }

  /** Whether a file is sound in a format of its own, by its first bytes or by its name. */
  async isSound(name: string, { line }: { line?: number } = {}): Promise<boolean> {
    const path = await this.pathOf(name, { sound: true, ...(line === undefined ? {} : { line }) });
    return AUDIO_EXTENSIONS.includes(extname(path).toLowerCase()) || (await formatOfFile(path)) !== undefined;
  }

  /** The first of these files that is there, or one of another format with the name of the document. */
  async oneOf(names: readonly string[], of: string): Promise<{ readonly name: string; readonly sound: boolean }> {
    const there = await Promise.all(names.map((name) => isThere(name)));
    const name = names[there.indexOf(true)] ?? names[0] ?? of;
    const found = await this.pathOf(resolve(name), { sound: true });
    return { name: found, sound: await this.isSound(found) };
  }

  /** An audio file in any format that can be read. @throws AudioFormatError, JobError */
  async openSound(name: string, { line }: { line?: number } = {}): Promise<Bytes> {
    const path = await this.pathOf(name, { sound: true, ...(line === undefined ? {} : { line }) });
    return this.#once(`sound:${path}`, async () => {
      const track = await openAudioFile(path, this.#options.sound);
      this.#options.warnings.push(...(track.notes ?? []).map((note) => `${track.name}: ${note.replace(/\.$/, '')}`));
      return bytesOfTrack(track, path);
    });
  }

  /**
   * A file of blocks without a header.
   * @param onlySound refuse a file that is sound in a format of its own
   */
  async openBlocks(name: string, { onlySound, line }: { onlySound: boolean; line?: number }): Promise<Bytes> {
    const path = await this.pathOf(name, { sound: false, ...(line === undefined ? {} : { line }) });
    if (onlySound) await this.#requireHeaderless(path, name);
    return this.#once(`blocks:${path}`, () => bytesOfFile(path, basename(path)));
  }

  async close(): Promise<void> {
    for (const bytes of this.#opened.values()) await bytes.close();
  }

  async #once(key: string, open: () => Promise<Bytes>): Promise<Bytes> {
    const known = this.#opened.get(key);
    if (known !== undefined) return known;
    const bytes = await open();
    this.#opened.set(key, bytes);
    return bytes;
  }

  async #requireHeaderless(path: string, name: string): Promise<void> {
    const format = await formatOfFile(path);
    if (format === undefined) return;
    throw new JobError({
      path: this.documentPath,
      reason: `it says that "${name}" is sound without a header, but it is ${format}`,
      remedy: 'Correct the type of the file in the document, or use the file that belongs to it',
    });
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

async function formatOfFile(path: string): Promise<string | undefined> {
  const file = await AudioFile.open(path);
  try {
    return await formatOf(file);
  } finally {
    await file.close();
  }
}

/** The files of a document, as the options allow. */
export const filesOf = (documentPath: string, options: OpenJobOptions, warnings: string[]): DocumentFiles =>
  new DocumentFiles({
    documentPath,
    outsideFolder: options.outsideFolder ?? false,
    warnings,
    sound: soundOptionsOf(options),
  });
