import { errorInJson } from '../json-values.ts';

/** What a {@link JobError} is made of. */
export interface JobErrorDetails {
  /** The document, or the file that it names. */
  readonly path: string;
  /** Of the document, counted from 1. */
  readonly line?: number;
  readonly reason: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

/** A document cannot be burned: it is not what its name says, names what is not there, or asks for what no CD has. */
export class JobError extends Error {
  override readonly name = 'JobError';
  readonly path: string;
  readonly line: number | undefined;
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string;

  constructor({ path, line, reason, remedy, cause }: JobErrorDetails) {
    const place = line === undefined ? path : `${path}, line ${line}`;
    super(`${place}: ${reason}. ${remedy}`, cause === undefined ? undefined : { cause });
    this.path = path;
    this.line = line;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}
