import { Scheme } from '../transport/scheme.ts';
import type { Clock, ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';
import { VirtualClock } from './clock.ts';
import { ExclusiveAccess } from './connection/exclusive-access.ts';
import { type ConnectOptions, SimulatedConnection } from './connection/simulated-connection.ts';
import { type BurnerOptions, VirtualBurner } from './drive/virtual-burner.ts';
import type { WriteStatistics } from './drive/write-stream.ts';
import { type Fault, faultBehaviour } from './faults/index.ts';
import { HostFailure } from './host-failure.ts';
import { Disc } from './media/disc.ts';
import { cdRecorder } from './models/cd-recorder.ts';
import type { DriveModel } from './models/drive-model.ts';

export interface SimulatedDriveOptions extends Partial<BurnerOptions> {
  /** The kind of drive: a CD recorder unless given. */
  readonly model?: DriveModel;
  /** What {@link ScsiTransport.path} says; `sim:` unless given. */
  readonly path?: string;
  /** 65,536 unless given, as many a real host adapter has it. */
  readonly maxTransferBytes?: number;
  /** What is to go wrong, and when; see {@link Fault}. They stand before the behaviours, the first outermost. */
  readonly faults?: readonly Fault[];
  /** Runs when the drive is closed, after its disc: to release the saved disc's lock, say. */
  readonly onClose?: () => Promise<void>;
}

const DEFAULT_MAX_TRANSFER_BYTES = 65_536;

/**
 * A CD recorder that exists only here, reached like a real one. Without options it has a blank 80-minute CD-R in it and
 * its time is virtual: minutes pass at once.
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
    const {
      path = Scheme.Simulated,
      maxTransferBytes = DEFAULT_MAX_TRANSFER_BYTES,
      clock = new VirtualClock(),
    } = options;
    const { model = cdRecorder, faults = [], behaviours = [] } = options;
    this.path = path;
    this.maxTransferBytes = maxTransferBytes;
    this.#onClose = options.onClose ?? (async () => {});
    this.burner = new VirtualBurner({
      ...options,
      model,
      clock,
      behaviours: [...faults.map((fault) => faultBehaviour(fault, clock.now())), ...behaviours],
      ...('disc' in options ? {} : { disc: Disc.blank() }),
    });
    this.#own = this.#connect();
  }

  get clock(): Clock {
    return this.burner.clock;
  }

  /** What writing has come to: links that the drive made, tracks that were ruined, WRITEs that found the buffer full. */
  get statistics(): WriteStatistics {
    return this.burner.stream.statistics;
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
   * A second program that talks to the same drive: with unit attentions of its own, kept off by exclusive access, waiting
   * while the drive is at another's command. Closing it leaves the drive as it is; closing the drive closes it.
   */
  connect(options: ConnectOptions = {}): ScsiTransport {
    return this.#connect(options);
  }

  /** What is under way comes to its end first: a drive does not stop because a program has left. */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Puts a disc in, as by hand: the drive loads it and reports a medium change. A disc that was in is taken out before. */
  async insert(disc: Disc): Promise<void> {
    await this.burner.insert(disc);
  }

  /** Takes the disc out, as by hand, whatever PREVENT says, and closes the empty tray. The caller has to close it. */
  async removeDisc(): Promise<Disc | undefined> {
    return this.burner.removeDisc();
  }

  /** The button at its front: opens or closes the tray, or only asks the programs for it while PREVENT holds it shut. */
  async pressButton(): Promise<void> {
    await this.burner.pressButton();
  }

  /** A hard reset: every program gets 6/29/00, settings are as after power-on, and what was being written is interrupted. */
  async reset(): Promise<void> {
    await this.burner.reset();
  }

  /** The power goes and comes back; see {@link VirtualBurner.losePower}. */
  async losePower(): Promise<void> {
    await this.burner.losePower();
  }

  /** From now on this may go wrong. Throws a ZodError for what is no fault. */
  inject(fault: Fault): void {
    this.burner.behaviours.unshift(faultBehaviour(fault, this.clock.now()));
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
}
