import { errorInJson } from '../json-values.ts';

/** What an {@link AudioFormatError} is made of. */
export interface AudioFormatErrorDetails {
  /** The file as it was given, or the name of a track that does not come from a file. */
  readonly path: string;
  /** What was found instead of audio for a CD, as the rest of the sentence `PATH: ...`. */
  readonly found: string;
  /** What to do next, as whole sentences. */
  readonly remedy: string;
  readonly cause?: unknown;
}

/** Not, or no longer, audio that can be written to a CD. The message names the file, what it is and what to do. */
export class AudioFormatError extends Error {
  override readonly name = 'AudioFormatError';
  /** The file as it was given, or the name of a track that does not come from a file. */
  readonly path: string;
  /** What was found instead. */
  readonly found: string;
  /** What to do next; for a file in another format, the command that converts it. */
  readonly remedy: string;

  constructor(details: AudioFormatErrorDetails) {
    super(
      `${details.path}: ${details.found}. ${details.remedy}`,
      'cause' in details ? { cause: details.cause } : undefined,
    );
    this.path = details.path;
    this.found = details.found;
    this.remedy = details.remedy;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}
