import { systemErrorInWords } from '../error-words.ts';
import { errorInJson } from '../json-values.ts';
/** Why an image could not be written or read. */
export type ImageErrorKind =
  /** The file already exists. */
  | 'exists'
  /** This kind of file cannot describe this disc. */
  | 'unsuitable-disc'
  /** Not a valid name for an image. */
  | 'bad-name'
  /** The file is not an image, or not a valid one. */
  | 'not-an-image'
  /** The sheet names a file that is not in its folder, and reading it was not asked for. */
  | 'outside-folder'
  /** A part of the disc cannot be read. */
  | 'unreadable'
  /** The drive, or the connection to it, failed while it was read: the cause says how. */
  | 'drive-failed'
  /** This machine cannot encode the wanted format. */
  | 'encoder'
  /** The file system failed. */
  | 'file-system';

/** What an {@link ImageError} is made of. */
export interface ImageErrorDetails {
  readonly kind: ImageErrorKind;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;
  readonly track?: number | undefined;
  readonly lba?: number | undefined;
  readonly exported?: readonly string[];
  readonly warnings?: readonly string[];
  readonly cause?: unknown;
}

/**
 * A disc could not be written to files, or not all of it, and no incomplete file is left; or an image could not be read.
 */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly kind: ImageErrorKind;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;
  /** The track that could not be read, or the one after the gap that could not; the first of several. */
  readonly track: number | undefined;
  /** The first block that could not be read. */
  readonly lba: number | undefined;
  /** The files of the tracks that could be exported, where each has its own. */
  readonly exported: readonly string[];
  /** What those files do not have as the disc does. */
  readonly warnings: readonly string[];

  constructor({ kind, reason, remedy, track, lba, exported = [], warnings = [], cause }: ImageErrorDetails) {
    super(`${reason}. ${remedy}`, { cause });
    this.kind = kind;
    this.reason = reason;
    this.remedy = remedy;
    this.track = track;
    this.lba = lba;
    this.exported = exported;
    this.warnings = warnings;
  }

  /** The same failure, with more details from a caller that knows more. */
  with(details: Partial<ImageErrorDetails>): ImageError {
    const { kind, reason, remedy, track, lba, exported, warnings, cause } = this;
    return new ImageError({ kind, reason, remedy, track, lba, exported, warnings, cause, ...details });
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

export const fileSystemError = (path: string, cause: unknown): ImageError =>
  new ImageError({
    kind: 'file-system',
    reason: `${path} cannot be written: ${systemErrorInWords(cause)}`,
    remedy: 'Check the path, your permissions and the free space',
    cause,
  });

export const notAnImage = (reason: string): ImageError =>
  new ImageError({
    kind: 'not-an-image',
    reason,
    remedy: 'Use the sheet together with the files that belong to it, unchanged',
  });
