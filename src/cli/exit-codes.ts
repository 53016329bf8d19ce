/** The exit codes of the process. Documented in `--help` and in docs/command-line.md. */
export const ExitCode = {
  Done: 0,
  /** The drive, the disc or a file failed during the command. */
  Failed: 1,
  /** Refused before any command was sent that writes. */
  Refused: 2,
  /** No drive, or no connection to it. */
  NoDrive: 3,
  /** What is on the disc is not what was sent. */
  VerificationFailed: 4,
  /** Ctrl-C, as shells report it: 128 plus the number of SIGINT. */
  Cancelled: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What each exit code means, in words: for `--help` and the man pages. */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  [ExitCode.Done]: 'done',
  [ExitCode.Failed]:
    'the drive, the disc or a file failed during the command; the message says what state the disc is in',
  [ExitCode.Refused]:
    'refused: wrong usage, a file that cannot be burned or does not fit, a disc that cannot be written, no confirmation; nothing that writes was sent to the drive',
  [ExitCode.NoDrive]: 'there is no drive, or it cannot be opened or reached',
  [ExitCode.VerificationFailed]: 'verification failed: what is on the disc is not what was sent',
  [ExitCode.Cancelled]: 'cancelled by Ctrl-C; a disc that was being written is usable',
};
