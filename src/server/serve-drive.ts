import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { VirtualClock } from '../simulator/clock.ts';
import type { WriteStatistics } from '../simulator/core.ts';
import { parseDriveSpec } from '../simulator/drive-spec.ts';
import { openSimulatedDrive } from '../simulator/open-simulated-drive.ts';
import { Scheme } from '../transport/scheme.ts';
import type { ScsiTransport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';
import { wallClock } from '../transport/wall-clock.ts';
import { MAX_TRANSFER_BYTES } from './protocol.ts';
import { type DriveGlance, ServedDrive } from './served-drive.ts';
import type { ServedNodes } from './served-nodes.ts';
import { claimSocketFile } from './socket-file.ts';
import { SocketServer } from './socket-server.ts';

/** The options of {@link serveDrive}. */
export interface ServeOptions {
  /** The simulated drive: `sim:` (a blank disc in memory) or `sim:PATH`, with options as `openDrive` accepts them. */
  readonly device: string;
  /** Where to create the unix socket, which only this user may use. */
  readonly socketPath?: string | undefined;
  /** Makes the drive a real `/dev/srN` and `/dev/sgN` of this machine. Linux, root. */
  readonly tcmu?: boolean | undefined;
  /** `virtual`: the drive takes no real time. `real`: it takes as long as a real one. Default: as `device` says. */
  readonly time?: 'virtual' | 'real' | undefined;
  /** Called with a line of text for each thing worth knowing while serving. */
  readonly onNote?: ((text: string) => void) | undefined;
  /**
   * Called for each program that connects, and for the kernel: what it returns stands between that program and the drive, such as
   * a `RecordingTransport`. It must pass everything on; it is closed when the program leaves.
   */
  readonly through?: ((program: ScsiTransport) => ScsiTransport) | undefined;
  /** Ends it until the drive is served; after that, close it. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<ServeOptions> = {
  device: true,
  socketPath: true,
  tcmu: 'switch',
  time: true,
  onNote: true,
  through: true,
  signal: true,
};

/** A drive that is being served. */
export interface ServingDrive extends AsyncDisposable {
  readonly socketPath: string | undefined;
  readonly nodes: ServedNodes | undefined;
  /** What has happened in the drive while writing. */
  readonly statistics: WriteStatistics;
  /** What the drive is doing at this moment. */
  look(): DriveGlance;
  /** Rejects when serving fails; never resolves. */
  readonly failure: Promise<never>;
  /** Finishes the commands in progress, saves the disc, and removes socket, nodes and target. Idempotent. */
  close(): Promise<void>;
}

/**
 * Serves a simulated drive to other programs: on a unix socket, as a device of this machine, or both.
 * @throws TransportError `unsupported` for a device that is not simulated and on a system that cannot serve one; `busy`
 * when the socket or the disc is in use; `denied`; OptionsError; the signal's reason
 */
export async function serveDrive(options: ServeOptions): Promise<ServingDrive> {
  requireKnownOptions('serveDrive()', options, OPTIONS);
  const { device, socketPath, tcmu = false, onNote = () => {}, signal } = options;
  signal?.throwIfAborted();
  if (!device.startsWith(Scheme.Simulated)) {
    throw new TransportError({
      kind: 'unsupported',
      path: device,
      operation: 'serve',
      reason: 'only simulated drives can be served',
      remedy: 'Name one: sim:my.disc, or sim: for a blank disc in memory',
    });
  }
  if (socketPath === undefined && !tcmu) throw new TypeError('neither socketPath nor tcmu is given');
  const spec = device.slice(Scheme.Simulated.length);
  const real = (options.time ?? parseDriveSpec(spec).time) === 'real';
  const target = tcmu ? await import('./tcmu/kernel-drive.ts') : undefined;
  await target?.requireTcmu();
  const unclaim = socketPath === undefined ? undefined : await claimSocketFile(socketPath);
  const undo = [async () => unclaim?.()];
  try {
    const drive = new ServedDrive(
      await openSimulatedDrive(spec, {
        maxTransferBytes: MAX_TRANSFER_BYTES,
        clock: real ? wallClock : new VirtualClock(),
      }),
      !real,
      options.through,
    );
    undo.push(() => drive.close());
    signal?.throwIfAborted();
    const socket =
      socketPath === undefined || unclaim === undefined
        ? undefined
        : await SocketServer.listen(socketPath, unclaim, drive, onNote);
    undo.push(async () => socket?.close());
    signal?.throwIfAborted();
    const kernel = await target?.KernelDrive.attach(drive, { realTime: real, note: onNote });
    return serving(drive, socketPath, socket, kernel);
  } catch (error) {
    for (const step of undo.toReversed()) await step().catch(() => {});
    throw error;
  }
}

/** A drive in the kernel, as {@link serving} sees it. */
interface Attached {
  readonly nodes: ServedNodes;
  readonly failure: Promise<never>;
  detach(): Promise<void>;
}

function serving(
  drive: ServedDrive,
  socketPath: string | undefined,
  socket: SocketServer | undefined,
  kernel: Attached | undefined,
): ServingDrive {
  let closed: Promise<void> | undefined;
  const shutDown = async (): Promise<void> => {
    socket?.stopListening();
    // The kernel still sends the drive commands while it releases it.
    await kernel?.detach();
    try {
      await drive.close();
    } finally {
      await socket?.close();
    }
  };
  const close = (): Promise<void> => {
    closed ??= shutDown();
    return closed;
  };
  return {
    socketPath,
    nodes: kernel?.nodes,
    get statistics() {
      return drive.drive.statistics;
    },
    look: () => drive.look(),
    failure: kernel?.failure ?? new Promise<never>(() => {}),
    close,
    [Symbol.asyncDispose]: close,
  };
}
