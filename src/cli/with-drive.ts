import { statSync } from 'node:fs';
import { type Drive, listDrives, openDrive, TraceError } from '../index.ts';
import { openTraceFile, RecordingTransport } from '../trace/index.ts';
import { CliError, NoDriveError, UsageError } from './cli-error.ts';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';
import { orCancelled } from './interrupt.ts';
import { closeNoted, noteOpen } from './open-drives.ts';

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
      `Say which one:\n${choices.join('\n')}`,
      ExitCode.Refused,
    );
  }
  return only.path;
}

export interface WithDriveOptions {
  /** The action watches the signal itself and ends by itself. Else Ctrl-C breaks it off. */
  readonly graceful?: boolean;
}

/**
 * Opens the drive, with a trace if one is wanted, runs the action and closes both on every exit: the tray is unlocked and
 * the trace whole, whatever happened.
 */
export async function withDrive<T>(
  { globals, interrupt, output }: Context,
  action: (drive: Drive) => Promise<T>,
  { graceful = false }: WithDriveOptions = {},
): Promise<T> {
  const path = await drivePath(globals.device);
  const drive = await openTraced(path, globals.trace);
  noteOpen(drive);
  let result: T;
  try {
    interrupt.signal.throwIfAborted();
    const running = action(drive);
    result = await (graceful ? running : orCancelled(running, interrupt.signal));
  } catch (error) {
    // What went wrong first is what to report.
    await closeNoted(drive).catch((closing: unknown) => output.note(`discwright: ${messageOf(closing)}`));
    throw error;
  }
  await closeWhole(drive);
  return result;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Everything was done, but a trace that is not whole is a failure all the same: somebody asked for it. */
async function closeWhole(drive: Drive): Promise<void> {
  try {
    await closeNoted(drive);
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    throw new CliError(
      error.message,
      'The command itself succeeded. Make room for the trace, or name another file, and record again',
      ExitCode.Failed,
    );
  }
}

const REPLAYED = 'replay:';

/** Undefined for what is not there, or cannot be looked at. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** A recording of a real drive cannot be made again; a replay of it, recorded over it, would be all that is left. */
function requireAnotherFile(device: string, tracePath: string): void {
  if (!device.startsWith(REPLAYED)) return;
  const replayed = identityOf(device.slice(REPLAYED.length));
  if (replayed === undefined || replayed !== identityOf(tracePath)) return;
  throw new UsageError(
    `--trace: ${tracePath} is the trace that is replayed; it was left as it is`,
    'Name another file',
  );
}

async function openTraced(path: string, tracePath: string | undefined): Promise<Drive> {
  if (tracePath === undefined) return openDrive(path);
  requireAnotherFile(path, tracePath);
  const file = openTraceFile(tracePath);
  try {
    return await openDrive(
      path,
      (inner) => new RecordingTransport(inner, file.write, { onClosed: () => file.close() }),
    );
  } catch (error) {
    file.close();
    throw error;
  }
}
