/** What stood in the way of an image. */
export type ImageErrorKind =
  /** The file is there already. */
  | 'exists'
  /** This kind of file cannot describe this disc. */
  | 'unsuitable-disc'
  /** No name that an image can have. */
  | 'bad-name'
  /** The file is not an image, or not a valid one. */
  | 'not-an-image'
  /** The disc cannot be read there. */
  | 'unreadable'
  /** The file system failed. */
  | 'file-system';

export interface ImageErrorDetails {
  readonly kind: ImageErrorKind;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** A disc could not be written to files, of which none is left that is not whole; or an image could not be read. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly kind: ImageErrorKind;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;

  constructor({ kind, reason, remedy, cause }: ImageErrorDetails) {
    super(`${reason}. ${remedy}`, { cause });
    this.kind = kind;
    this.reason = reason;
    this.remedy = remedy;
  }
}

export const fileSystemError = (path: string, cause: unknown): ImageError =>
  new ImageError({
    kind: 'file-system',
    reason: `${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'Check the path, your rights and the space left there',
    cause,
  });

export const notAnImage = (reason: string): ImageError =>
  new ImageError({ kind: 'not-an-image', reason, remedy: 'Use the sheet and the files as they were written together' });
