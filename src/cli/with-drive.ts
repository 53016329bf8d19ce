import { statSync } from 'node:fs';
import { type Drive, listDrives, openDrive, type ScsiTransport, TraceError } from '../index.ts';
import type { RecordingTransport } from '../trace/index.ts';
import { CliError, NoDriveError, ReportedFailure, UsageError } from './cli-error.ts';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { orCancelled } from './interrupt.ts';
import { closeNoted, noteOpen } from './open-drives.ts';
import type { GlobalOptions } from './options.ts';
import { verbosely } from './verbose.ts';

export const HOW_TO_GET_A_DRIVE =
  'Connect one, or use a simulated one, which needs no hardware: --device sim:my.disc (a blank CD-R, kept in that file)';

/** The drive that `--device` names, or the only one there is. @throws NoDriveError */
async function drivePath(device: string | undefined): Promise<string> {
  if (device !== undefined) return device;
  const drives = await listDrives();
  const [only] = drives;
  if (only === undefined) {
    throw new NoDriveError('this machine has no optical drive', HOW_TO_GET_A_DRIVE, ExitCode.NoDrive);
  }
  if (drives.length > 1) {
    const choices = drives.map(({ path, vendor, product }) => `  --device ${path}   ${vendor} ${product}`);
    throw new NoDriveError(
      `this machine has ${drives.length} optical drives`,
      `Choose one:\n${choices.join('\n')}`,
      ExitCode.Refused,
    );
  }
  return only.path;
}

export interface WithDriveOptions {
  /** The action watches the signal and ends in its own time. Otherwise Ctrl-C cancels it immediately. */
  readonly graceful?: boolean;
  /** The action changes the disc: refused, before anything is sent, for a saved disc that can only be read. */
  readonly writes?: boolean;
}

/**
 * Opens the drive, with a trace if one is wanted, runs the action and closes both on every exit: in any case the tray is
 * unlocked and the trace complete.
 */
export async function withDrive<T>(
  { globals, interrupt, output }: Context,
  action: (drive: Drive, readOnly?: ReadOnly) => Promise<T>,
  { graceful = false, writes = false }: WithDriveOptions = {},
): Promise<T> {
  const path = await drivePath(globals.device);
  const { drive, readOnly, recording } = await openTraced(
    path,
    globals,
    output.verbose ? await verbosely(output) : same,
  );
  noteOpen(drive);
  let result: T;
  try {
    interrupt.signal.throwIfAborted();
    if (writes && readOnly !== undefined) throw new CliError(`${path}: ${inWords(readOnly)}`, readOnly.remedy);
    const running = action(drive, readOnly);
    result = await (graceful ? running : orCancelled(running, interrupt.signal));
  } catch (error) {
    if (!(error instanceof ReportedFailure)) recording?.noteError(failureOf(error, ''));
    // The first error is the one to report.
    await closeNoted(drive).catch((closing: unknown) => output.alert(`discwright: ${messageOf(closing)}`));
    throw error;
  }
  await closeWithTrace(drive);
  return result;
}

const same = (transport: ScsiTransport): ScsiTransport => transport;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The command succeeded, but an incomplete trace is still a failure: the user asked for it. */
async function closeWithTrace(drive: Drive): Promise<void> {
  try {
    await closeNoted(drive);
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    throw new CliError(
      error.message,
      'The command itself succeeded. Free space for the trace, or name another file, and record again',
      ExitCode.Failed,
    );
  }
}

const REPLAYED = 'replay:';

/** Undefined if the file does not exist or cannot be inspected. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** A recording of a real drive cannot be repeated; recording a replay of it to the same file would destroy it. */
function requireAnotherFile(device: string, tracePath: string): void {
  if (!device.startsWith(REPLAYED)) return;
  const replayed = identityOf(device.slice(REPLAYED.length));
  if (replayed === undefined || replayed !== identityOf(tracePath)) return;
  throw new UsageError(`--trace: ${tracePath} is the trace being replayed; it was not changed`, 'Name another file');
}

/** Why a saved disc can only be read, and what to do about it. */
export interface ReadOnly {
  readonly reason: string;
  readonly remedy: string;
}

export const inWords = ({ reason }: ReadOnly): string => `the saved disc can only be read: ${reason}`;

interface Opened {
  readonly drive: Drive;
  readonly readOnly: ReadOnly | undefined;
  readonly recording?: RecordingTransport | undefined;
}

async function openTraced(
  path: string,
  { trace: tracePath, overwriteTrace = false, traceData = false }: GlobalOptions,
  through: (transport: ScsiTransport) => ScsiTransport,
): Promise<Opened> {
  let readOnly: ReadOnly | undefined;
  const note = (transport: ScsiTransport): ScsiTransport => {
    // Only a simulated drive has it.
    readOnly = (transport as { readonly readOnly?: ReadOnly }).readOnly;
    return through(transport);
  };
  if (tracePath === undefined) return { drive: await openDrive(path, { wrap: note }), readOnly };
  requireAnotherFile(path, tracePath);
  const { openTraceFile, RecordingTransport } = await import('../trace/index.ts');
  const file = openTraceFile(tracePath, { overwrite: overwriteTrace });
  let recording: RecordingTransport | undefined;
  try {
    const drive = await openDrive(path, {
      wrap: (inner) => {
        recording = new RecordingTransport(note(inner), file.write, {
          onClosed: () => file.close(),
          ...(traceData ? { readDataLimitBytes: Number.POSITIVE_INFINITY } : {}),
        });
        return recording;
      },
    });
    return { drive, readOnly, recording };
  } catch (error) {
    file.close();
    throw error;
  }
}
