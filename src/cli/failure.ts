import { CommanderError } from 'commander';
import {
  AudioFormatError,
  BurnError,
  type BurnErrorCode,
  type DiscState,
  ImageError,
  JobError,
  SourceError,
  TraceError,
  TransportError,
} from '../index.ts';
import { CliError, OptionValueError } from './cli-error.ts';
import { warningsInWords } from './disc-words.ts';
import { ExitCode } from './exit-codes.ts';

/** An error as people and scripts see it. */
export interface Failure {
  readonly name: string;
  /** What kind of TransportError or ImageError it is. */
  readonly kind?: string;
  /** What kind of BurnError it is. */
  readonly code?: BurnErrorCode;
  /** The first block that is not safely on the disc, or that could not be read. */
  readonly lba?: number;
  /** The track that it is about. */
  readonly track?: number;
  /** What the burn was doing. */
  readonly phase?: string;
  /** What failed, and why. */
  readonly message: string;
  /** What to do next. */
  readonly remedy?: string;
  /** The operating system's error: `ENOENT (2)`, and its number. */
  readonly osCode?: string;
  readonly errno?: number;
  /** The disc as it was found after the failure. */
  readonly disc?: DiscState;
  /** The files that were exported nevertheless, and what they do not have as the disc does. */
  readonly exported?: readonly string[];
  readonly warnings?: readonly string[];
  readonly exitCode: ExitCode;
}

/** Nothing was written. The class itself is loaded only by the commands that need it. */
const HARMLESS_FILE_SYSTEM_ERRORS: ReadonlySet<string | undefined> = new Set([
  'unsuitable-tree',
  'source',
  'exists',
  'not-found',
]);

const HARMLESS_IMAGE_ERRORS: ReadonlySet<string> = new Set(['exists', 'bad-name', 'unsuitable-disc']);

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CliError) return error.exitCode;
  const isRefused = error instanceof AudioFormatError || error instanceof JobError || error instanceof TraceError;
  if (isUsageError(error) || isRefused) {
    return ExitCode.Refused;
  }
  if (error instanceof TransportError) return ExitCode.NoDrive;
  if (error instanceof Error && error.name === 'FileSystemError') {
    return HARMLESS_FILE_SYSTEM_ERRORS.has(textOf(error, 'kind')) ? ExitCode.Refused : ExitCode.Failed;
  }
  if (error instanceof ImageError) {
    if (error.cause instanceof TransportError) return ExitCode.NoDrive;
    return HARMLESS_IMAGE_ERRORS.has(error.kind) ? ExitCode.Refused : ExitCode.Failed;
  }
  if (error instanceof BurnError) {
    if (error.phase === 'planning') return ExitCode.Refused;
    const looked = !(error.cause instanceof TransportError || error.cause instanceof SourceError);
    return error.phase === 'verifying' && looked ? ExitCode.VerificationFailed : ExitCode.Failed;
  }
  return ExitCode.Failed;
}

const textOf = (error: Error, key: 'kind' | 'phase' | 'remedy'): string | undefined => {
  const value = (error as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The message without the remedy that the library's errors end with. */
export function withoutRemedy(message: string, remedy: string | undefined): string {
  if (remedy === undefined || !message.endsWith(remedy)) return message;
  return message.slice(0, -remedy.length).replace(/[.\s]+$/, '');
}

const placeOf = ({ track, lba }: { readonly track: number | undefined; readonly lba: number | undefined }) => ({
  ...(track === undefined ? {} : { track }),
  ...(lba === undefined ? {} : { lba }),
});

function factsOf(error: Error): Partial<Failure> {
  if (error instanceof BurnError) {
    const { code, disc } = error;
    return { code, ...placeOf(error), ...(disc === undefined ? {} : { disc }) };
  }
  if (error instanceof ImageError) {
    const { exported, warnings } = error;
    return { ...placeOf(error), ...(exported.length === 0 ? {} : { exported, warnings }) };
  }
  if (!(error instanceof TransportError)) return {};
  const { osCode, errno } = error;
  return { ...(osCode === undefined ? {} : { osCode }), ...(errno === undefined ? {} : { errno }) };
}

const isUsageError = (error: unknown): boolean => error instanceof CommanderError || error instanceof OptionValueError;

/** Commander's own text for a command line without a command is not fit for people to read. */
function usageOf(error: Error): string {
  if (error instanceof CommanderError && error.code === 'commander.help') return 'no command was given';
  return error.message.replace(/^error: /, '');
}

/** @param usage how to get help, for invalid arguments */
export function failureOf(error: unknown, usage: string): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), exitCode: ExitCode.Failed };
  const isUsage = isUsageError(error);
  const message = isUsage ? usageOf(error) : error.message;
  const remedy = isUsage ? usage : textOf(error, 'remedy');
  const kind = textOf(error, 'kind');
  const phase = textOf(error, 'phase');
  return {
    name: isUsage ? 'UsageError' : error.name,
    ...(kind === undefined ? {} : { kind }),
    ...(phase === undefined ? {} : { phase }),
    message: withoutRemedy(message, remedy),
    ...(remedy === undefined ? {} : { remedy }),
    ...factsOf(error),
    exitCode: exitCodeOf(error),
  };
}

/** A few lines for a terminal: what failed, then what to do next. */
export const failureInWords = ({ message, remedy, warnings = [] }: Failure): string =>
  [...warningsInWords(warnings), `discwright: ${message}`, ...(remedy === undefined ? [] : [remedy])].join('\n');
