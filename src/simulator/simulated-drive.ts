import { membersInJson } from '../json-values.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { Scheme } from '../transport/scheme.ts';
import type { Clock, ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';
import { VirtualClock } from './clock.ts';
import { ExclusiveAccess } from './connection/exclusive-access.ts';
import { type ConnectOptions, SimulatedConnection } from './connection/simulated-connection.ts';
import type { WriteStatistics } from './core.ts';
import { type BurnerOptions, VirtualBurner } from './drive/virtual-burner.ts';
import { type Fault, faultBehaviour } from './faults/index.ts';
import { HostFailure } from './host-failure.ts';
import type { AnyDisc } from './media/any-disc.ts';
import { BlockDisc } from './media/block-disc/block-disc.ts';
import type { ReadOnly } from './media/block-store.ts';
import { blankDisc } from './media/disc-of.ts';
import { bdRecorder } from './models/bd-recorder.ts';
import { cdRecorder } from './models/cd-recorder.ts';
import type { DriveModel } from './models/drive-model.ts';

/** What a {@link SimulatedDrive} is. Sizes are in bytes, speeds in kB/s. */
export interface SimulatedDriveOptions extends Partial<BurnerOptions> {
  /** The kind of drive. Default: a CD recorder, or with a DVD or BD in it a BD recorder. */
  readonly model?: DriveModel | undefined;
  /** {@link ScsiTransport.path}. Default: `sim:`. */
  readonly path?: string | undefined;
  /** Default: 65,536, as with many real host adapters. */
  readonly maxTransferBytes?: number | undefined;
  /** What goes wrong, and when; see {@link Fault}. They come before the behaviours, the first outermost. */
  readonly faults?: readonly Fault[] | undefined;
  /** Called when the drive is closed, after its disc: for example to release the saved disc's lock. */
  readonly onClose?: (() => Promise<void>) | undefined;
}

export const SIMULATED_DRIVE_OPTIONS: OptionNames<SimulatedDriveOptions> = {
  clock: true,
  identity: true,
  bufferBytes: true,
  justPoweredOn: 'switch',
  behaviours: true,
  writeSpeeds: true,
  readSpeeds: true,
  writeRotation: true,
  readRotation: true,
  model: true,
  maxTransferBytes: true,
  faults: true,
  disc: true,
  path: true,
  onClose: true,
};

const DEFAULT_MAX_TRANSFER_BYTES = 65_536;

/**
 * A CD recorder that exists only here, used like a real one. Without options it has a blank 80-minute CD-R in it and its
 * time is virtual: minutes pass immediately.
 * @example
 * ```ts
 * const faults = [{ at: { command: 'WRITE(10)', nth: 9 }, does: { sense: '3/0C/00' } }];
 * const drive = new Drive(new SimulatedDrive({ faults }));
 * ```
 */
export class SimulatedDrive implements ScsiTransport {
  readonly path: string;
  readonly maxTransferBytes: number;
  readonly simulated = true;
  readonly burner: VirtualBurner;
  readonly #exclusive = new ExclusiveAccess();
  readonly #connections: SimulatedConnection[] = [];
  readonly #own: SimulatedConnection;
  readonly #onClose: () => Promise<void>;
  #closed: Promise<void> | undefined;

  constructor(options: SimulatedDriveOptions = {}) {
    requireKnownOptions('SimulatedDrive', options, SIMULATED_DRIVE_OPTIONS);
    const {
      path = Scheme.Simulated,
      maxTransferBytes = DEFAULT_MAX_TRANSFER_BYTES,
      clock = new VirtualClock(),
    } = options;
    const disc = 'disc' in options ? options.disc : blankDisc();
    const { model = disc instanceof BlockDisc ? bdRecorder : cdRecorder, faults = [], behaviours = [] } = options;
    this.path = path;
    this.maxTransferBytes = maxTransferBytes;
    this.#onClose = options.onClose ?? (async () => {});
    this.burner = new VirtualBurner({
      ...options,
      model,
      clock,
      behaviours: [...faults.map((fault) => faultBehaviour(fault, { sinceMs: clock.now() })), ...behaviours],
      disc,
    });
    this.#own = this.#connect();
  }

  get clock(): Clock {
    return this.burner.clock;
  }

  /** Counts of what happened while writing: links, ruined tracks, and WRITEs that found the buffer full. */
  get statistics(): WriteStatistics {
    return this.burner.stream.statistics;
  }

  /** Why the saved disc in it can only be read, if so: its file is damaged or may not be written. */
  get readOnly(): ReadOnly | undefined {
    return this.burner.tray.disc?.readOnly;
  }

  send(request: ScsiRequest): Promise<ScsiReply> {
    return this.#own.send(request);
  }

  takeExclusive(owner: string): Promise<void> {
    return this.#own.takeExclusive(owner);
  }

  releaseExclusive(): Promise<void> {
    return this.#own.releaseExclusive();
  }

  /**
   * Connects a second program to the same drive: it has unit attentions of its own, is kept out by exclusive access, and
   * waits while the drive carries out another program's command. Closing it does not affect the drive; closing the drive
   * closes it.
   */
  connect(options: ConnectOptions = {}): ScsiTransport {
    return this.#connect(options);
  }

  /** What is in progress finishes first: a drive does not stop because a program has disconnected. */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Puts a disc in, as by hand: the drive loads it and reports a medium change. A disc already in it is taken out first. */
  async insert(disc: AnyDisc): Promise<void> {
    await this.burner.insert(disc);
  }

  /** Takes the disc out, as by hand, whatever PREVENT says, and closes the empty tray. The caller must close the disc. */
  async removeDisc(): Promise<AnyDisc | undefined> {
    return this.burner.removeDisc();
  }

  /** The button on its front: opens or closes the tray, or only requests an eject while PREVENT keeps it closed. */
  async pressButton(): Promise<void> {
    await this.burner.pressButton();
  }

  /** A hard reset: every program gets 6/29/00, settings are as after power-on, and what was being written is interrupted. */
  async reset(): Promise<void> {
    await this.burner.reset();
  }

  /** The power fails and comes back; see {@link VirtualBurner.losePower}. */
  async losePower(): Promise<void> {
    await this.burner.losePower();
  }

  /** Adds a fault from now on. Throws a ZodError for data that is not a fault. */
  inject(fault: Fault): void {
    this.burner.behaviours.unshift(faultBehaviour(fault, { sinceMs: this.clock.now() }));
  }

  #connect({ path = this.path, intrudes = false, callerTimesOut = false }: ConnectOptions = {}): SimulatedConnection {
    const { burner, maxTransferBytes } = this;
    const connection = new SimulatedConnection({
      burner,
      exclusive: this.#exclusive,
      maxTransferBytes,
      path,
      intrudes,
      callerTimesOut,
    });
    this.#connections.push(connection);
    return connection;
  }

  async #shutDown(): Promise<void> {
    this.burner.interrupt(new HostFailure('gone', 'the simulated drive has been closed'));
    await Promise.all(this.#connections.map((connection) => connection.close()));
    try {
      await this.burner.settleEverything();
    } finally {
      await this.burner.tray.disc?.close();
      await this.#onClose();
    }
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['path', 'simulated', 'maxTransferBytes', 'statistics', 'readOnly']);
  }
}
