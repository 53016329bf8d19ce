import { DecodeError } from '../codec/index.ts';
import { errorInJson } from '../json-values.ts';
import { type Command, commandTitle } from './command.ts';
import { type CommandIdentity, identify } from './command-identity.ts';

const REMEDY =
  'Try again; if that does not help, connect the drive another way (another port or cable, without the hub or USB bridge) or use another drive';

/**
 * The drive reported success, but its reply does not have the form that the standard gives it: too short, or another page
 * than the one that was asked for. Its `name` is `DecodeError`, whose kind it is.
 */
export class ReplyError extends DecodeError {
  readonly command: CommandIdentity;
  /** What is wrong with the reply: `it needs 28 bytes, has 12`. */
  readonly reason: string;
  /** What to do next. */
  readonly remedy: string = REMEDY;

  constructor(command: Command, cause: DecodeError) {
    const reason = cause.message.replace(`${command.spec.name} reply: `, '').replace(/^needs /, 'it needs ');
    super(
      `${commandTitle(command.spec)}: the drive reported success, but its reply cannot be used: ${reason}. ${REMEDY}`,
    );
    this.cause = cause;
    this.command = identify(command);
    this.reason = reason;
  }

  /** The message, its details and its cause as plain data, for logs. */
  override toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

/** Runs a decoder over what a command was answered. @throws ReplyError instead of DecodeError */
export function decoding<R>(command: Command, decode: () => R): R {
  try {
    return decode();
  } catch (error) {
    throw error instanceof DecodeError && !(error instanceof ReplyError) ? new ReplyError(command, error) : error;
  }
}
