import { ExitCode } from './exit-codes.ts';

/** An error of the command line itself; all other errors come from the library. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  readonly remedy: string;
  readonly exitCode: ExitCode;

  constructor(reason: string, remedy: string, exitCode: ExitCode = ExitCode.Refused) {
    super(`${reason}. ${remedy}`);
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/** The arguments are invalid. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}

/** An option has a value that it cannot have. The help of its command says which it can have. */
export class OptionValueError extends Error {
  override readonly name = 'OptionValueError';
}

/** The user did not confirm. */
export class NotConfirmedError extends CliError {
  override readonly name = 'NotConfirmedError';
}

/** This machine has no drive, or more than one. */
export class NoDriveError extends CliError {
  override readonly name = 'NoDriveError';
}

/** Ctrl-C, or a signal from the system to end. */
export class CancelledError extends CliError {
  override readonly name = 'CancelledError';

  constructor(reason = 'Cancelled', remedy = 'The drive was released') {
    super(reason, remedy, ExitCode.Cancelled);
  }
}

/** Several files cannot be burned; each has its own message. */
export class BadFilesError extends CliError {
  override readonly name = 'BadFilesError';

  constructor(messages: readonly string[]) {
    super(messages.join('\n').replace(/\.$/, ''), 'Nothing was sent to the drive.');
  }
}

/** The disc and its state have already been reported. */
export class CancelledBurn extends CancelledError {
  readonly reported = true;
}

/** It has already been reported, as the result of the command. */
export class ReportedFailure extends CliError {
  override readonly name = 'ReportedFailure';

  constructor(exitCode: ExitCode = ExitCode.Failed) {
    super('It failed', 'See above', exitCode);
  }
}
