import { errorInJson } from '../json-values.ts';

/** Why a file system could not be made or read. */
export type FileSystemErrorKind =
  /** The tree, or an option, cannot be recorded in this format: nothing was written. */
  | 'unsuitable-tree'
  /** A file or folder that goes into the image cannot be read. */
  | 'source'
  /** A file changed after the image was laid out. */
  | 'changed'
  /** There is no file system of a kind that is read. */
  | 'not-found'
  /** The file system was made for another address than the one where it is: what it leads to is not its own. */
  | 'misplaced'
  /** The file system is damaged, or contradicts itself. */
  | 'damaged'
  /** The file system uses something that is not read. */
  | 'unsupported'
  /** A file or folder with this name is already there. */
  | 'exists'
  /** The target of an extraction, or the image file, cannot be written or read. */
  | 'file-system';

/** What a {@link FileSystemError} is made of. */
export interface FileSystemErrorDetails {
  readonly kind: FileSystemErrorKind;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;
  /** The file or folder that it is about: on this computer, or in the image. */
  readonly path?: string | undefined;
  /** The block that it is about. */
  readonly lba?: number | undefined;
  readonly cause?: unknown;
}

/** A file system could not be laid out, written or read. */
export class FileSystemError extends Error {
  override readonly name = 'FileSystemError';
  readonly kind: FileSystemErrorKind;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;
  readonly path: string | undefined;
  readonly lba: number | undefined;

  constructor({ kind, reason, remedy, path, lba, cause }: FileSystemErrorDetails) {
    super(`${reason}. ${remedy}`, { cause });
    this.kind = kind;
    this.reason = reason;
    this.remedy = remedy;
    this.path = path;
    this.lba = lba;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

export const damaged = (reason: string, lba?: number): FileSystemError =>
  new FileSystemError({
    kind: 'damaged',
    reason,
    remedy: 'The disc or image is damaged or incomplete: read it again, or from another copy',
    lba,
  });

/** @param shift by how many blocks it is before the place that it was made for */
export const misplaced = (kind: string, sessionStart: number, shift: number): FileSystemError =>
  new FileSystemError({
    kind: 'misplaced',
    reason:
      `the ${kind} file system was made for a session that begins at block ${sessionStart + shift}, and is in one that begins at block ` +
      `${sessionStart}: its addresses lead to other blocks`,
    remedy: `Of an image file, say where it belongs: it begins at block ${sessionStart + shift} of its disc. A disc that was burned like this cannot be read as it is`,
    lba: sessionStart,
  });
