import { writeParametersPage } from '../../mmc/mode-pages/write-parameters.ts';
import { ScsiStatus } from '../../transport/sam.ts';
import type { Clock } from '../../transport/transport.ts';
import type { Behaviour } from '../behaviour.ts';
import { CheckCondition, illegalRequest, notReady } from '../check-condition.ts';
import { HostFailure } from '../connection/host-failure.ts';
import type { Call } from '../handlers/handler.ts';
import type { Disc } from '../media/disc.ts';
import { modePageDeclarations } from '../mode-pages/index.ts';
import { handlerOf } from '../models/cd-recorder.ts';
import { DEFAULT_IDENTITY, type DriveIdentity } from '../models/identity.ts';
import { forgetSessions, writeTypes } from '../write-types/index.ts';
import type { BlocksToWrite, TimedEffect, WriteParameters, WriteTypeStrategy } from '../write-types/write-type.ts';
import type { DriveBuffer } from './drive-buffer.ts';
import type { Initiator } from './initiator.ts';
import { ModePages } from './mode-pages.ts';
import { BusySense, type Operation } from './operation.ts';
import { POWER_ON, Presence } from './presence.ts';
import { type SpeedOptions, SpeedSettings } from './speeds.ts';
import type { Tray } from './tray.ts';
import { Work } from './work.ts';
import { WriteStream } from './write-stream.ts';

export interface BurnerOptions extends SpeedOptions {
  readonly clock: Clock;
  /** The disc that is in; undefined for none. */
  readonly disc?: Disc | undefined;
  readonly identity?: DriveIdentity;
  /** Size of the write buffer; 2 MiB unless given. */
  readonly bufferBytes?: number;
  /** The first command is answered 6/29/00, as after power-on. */
  readonly justPoweredOn?: boolean;
  /** Faults and bad habits, the outermost first. */
  readonly behaviours?: readonly Behaviour[];
}

/** What the drive answers to one command. */
export interface Answer {
  /** SAM status byte. */
  readonly status: number;
  readonly sense: Uint8Array;
  readonly data: Uint8Array;
}

const NOTHING = new Uint8Array();

const DEFAULT_BUFFER_BYTES = 2 * 1_024 * 1_024;

/** What a command costs besides what it does, and how fast data cross the cable (Ultra DMA/33). */
const COMMAND_MS = 0.05;
const CABLE_BYTES_PER_MS = 33_000;

/** The drive itself: takes commands of any number of initiators and answers them as MMC says. Every handler works on it. */
export class VirtualBurner {
  readonly clock: Clock;
  readonly identity: DriveIdentity;
  readonly speeds: SpeedSettings;
  /** Between WRITE and the disc: the buffer, and what happens when it runs dry. */
  readonly stream: WriteStream;
  readonly modePages: ModePages;
  /** Asked in this order for every command; may be changed at any time. */
  readonly behaviours: Behaviour[];
  readonly #presence: Presence;
  readonly #work: Work;
  #rehearsal: Disc | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #gone: HostFailure | undefined;

  constructor(options: BurnerOptions) {
    this.clock = options.clock;
    this.#work = new Work(options.clock);
    this.identity = options.identity ?? DEFAULT_IDENTITY;
    this.#presence = new Presence(options.disc, options.justPoweredOn ?? false);
    this.speeds = new SpeedSettings(options, () => this.tray.disc?.medium.writeSpeeds);
    this.stream = new WriteStream(this, options.bufferBytes ?? DEFAULT_BUFFER_BYTES);
    this.behaviours = [...(options.behaviours ?? [])];
    this.modePages = new ModePages(modePageDeclarations(this));
  }

  get tray(): Tray {
    return this.#presence.tray;
  }

  get buffer(): DriveBuffer {
    return this.stream.buffer;
  }

  /** A program that begins to talk to the drive. */
  connect(): Initiator {
    return this.#presence.connect();
  }

  /** The program has left. */
  disconnect(initiator: Initiator): void {
    this.#presence.disconnect(initiator);
  }

  /**
   * One command, after those that came before it, whoever sent them. Rejects only when something other than the drive
   * failed: the file that the disc is kept in, the power, the cable.
   */
  execute(initiator: Initiator, cdb: Uint8Array, data: Uint8Array = NOTHING): Promise<Answer> {
    return this.#inTurn(() => this.#answer({ burner: this, initiator, cdb, data }));
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(action);
    this.#tail = turn.catch(() => {});
    return turn;
  }

  async #answer(call: Call): Promise<Answer> {
    if (this.#gone !== undefined) throw this.#gone;
    return this.behaviours.reduceRight<(call: Call) => Promise<Answer>>(
      (next, behaviour) => (call) => behaviour.answer(call, (altered = call) => next(altered)),
      (call) => this.#carryOut(call),
    )(call);
  }

  async #carryOut({ initiator, cdb, data }: Call): Promise<Answer> {
    try {
      await this.#settle();
      const reply = await this.#run(initiator, cdb, data);
      await this.#work.spend(COMMAND_MS + (reply.length + data.length) / CABLE_BYTES_PER_MS);
      return { status: ScsiStatus.Good, sense: NOTHING, data: reply };
    } catch (error) {
      if (!(error instanceof CheckCondition)) throw error;
      await this.#work.spend(COMMAND_MS);
      return { status: ScsiStatus.CheckCondition, sense: error.sense, data: NOTHING };
    }
  }

  async #run(initiator: Initiator, cdb: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
    const handler = handlerOf(cdb[0] ?? -1);
    if (handler?.access !== 'always') {
      const attention = initiator.deferredErrors.shift() ?? initiator.unitAttentions.shift();
      if (attention !== undefined) throw attention;
    }
    // 5/20/00 invalid command operation code.
    if (handler === undefined) throw illegalRequest(0x20, 0x00, { fieldPointer: { in: 'cdb', byte: 0 } });
    if (handler.access === 'medium') this.requireReady();
    return handler.run({ burner: this, initiator, cdb, data });
  }

  /** The disc. Throws 2/3A/xx without one. */
  get disc(): Disc {
    if (this.tray.open) throw notReady(0x3a, 0x02);
    if (this.tray.disc === undefined) throw notReady(0x3a, 0x01);
    return this.tray.disc;
  }

  /** What WRITE writes on: the disc, or while the Write Parameters page says Test Write something that forgets. */
  get recordingDisc(): Disc {
    const disc = this.disc;
    if (!this.writeParameters.testWrite) {
      this.#rehearsal = undefined;
      return disc;
    }
    this.#rehearsal ??= disc.rehearsal();
    return this.#rehearsal;
  }

  get writeParameters(): WriteParameters {
    return this.modePages.values(writeParametersPage);
  }

  get writeType(): WriteTypeStrategy {
    const strategy = writeTypes.get(this.writeParameters.writeType);
    // 5/64/00 illegal mode for this track.
    if (strategy === undefined) throw illegalRequest(0x64, 0x00);
    return strategy;
  }

  /** The operation that keeps the drive busy, if one does. */
  get operation(): Operation | undefined {
    return this.#work.operation;
  }

  /** Throws 2/3A/xx without a disc and 2/04/xx while the drive is busy. */
  requireReady(): void {
    if (this.operation !== undefined) throw this.operation.busy;
    void this.disc;
  }

  /** Forgets a test write: addresses are as on the disc again. */
  endRehearsal(): void {
    this.#rehearsal = undefined;
  }

  /** Has something last its time: in the background if the command is immediate, else until it is over. */
  perform(task: TimedEffect, immediate: boolean, busySense: BusySense = BusySense.OperationInProgress): Promise<void> {
    return this.#work.perform(task, immediate, busySense);
  }

  /** Time that the command in hand takes besides: it is answered later by as much. */
  delay(milliseconds: number): void {
    this.#work.delay(milliseconds);
  }

  /** For write types: takes blocks into the buffer. Throws 2/04/08, nothing taken, when they do not fit. */
  takeBlocks(blocks: BlocksToWrite): void {
    this.stream.take(blocks);
  }

  /** What ends the writing that is under way, by SYNCHRONIZE CACHE or by closing: the buffer may run empty now. */
  flush(): TimedEffect {
    this.buffer.finish();
    return this.writeType.flush(this);
  }

  /** Closes the tray with what lies in it. Every initiator learns of a disc with its next command. */
  loading(): TimedEffect {
    return this.#presence.loading();
  }

  /** Opens the tray. A test write is forgotten; what the buffer held is on the disc by then. */
  eject(): void {
    this.#presence.openTray();
    this.#rehearsal = undefined;
    this.buffer.clear();
  }

  /** The button: opens or closes the tray, or only asks the programs for it while PREVENT holds it shut. */
  async pressButton(): Promise<void> {
    if (this.tray.open) await this.perform(this.loading(), true, BusySense.BecomingReady);
    else if (this.tray.locked || this.operation !== undefined) this.#presence.ejectWished();
    else this.eject();
  }

  /** Takes the disc out by hand, whatever PREVENT says, and closes the empty tray. The caller has to close the disc. */
  async removeDisc(): Promise<Disc | undefined> {
    await this.settleEverything();
    this.eject();
    const { disc } = this.tray;
    this.tray.disc = undefined;
    this.tray.open = false;
    return disc;
  }

  /** Puts a disc in by hand, after the one that was in has been taken out and closed, and has the drive load it. */
  async insert(disc: Disc): Promise<void> {
    await (await this.removeDisc())?.close();
    this.tray.disc = disc;
    await this.perform(this.loading(), true, BusySense.BecomingReady);
  }

  /** What is under way comes to its end; the disc stays in. */
  async settleEverything(): Promise<void> {
    await this.#work.settleEverything();
  }

  /**
   * Begins anew, for behaviours to call within a command: what the buffer held never reaches the disc, a track or session
   * that was being written is left as it is, settings are as after power-on, the tray is unlocked, everybody is told 6/29/00.
   * @param reload the disc is looked at anew too, as when the power was gone
   */
  async restart({ reload }: { readonly reload: boolean }): Promise<void> {
    await this.#settle();
    const lostBlocks = this.stream.abandon();
    const { disc, open } = this.tray;
    const rehearsed = this.writeParameters.testWrite;
    this.modePages.reset();
    this.speeds.reset();
    this.stream.speedChanged();
    this.#rehearsal = undefined;
    if (disc !== undefined) forgetSessions(disc);
    if (disc?.openTrack !== undefined && !rehearsed) await disc.breakOff(lostBlocks);
    await this.#work.breakOff();
    this.#presence.restart();
    if (reload && disc !== undefined && !open) await this.perform(this.loading(), true, BusySense.BecomingReady);
  }

  /** A hard reset from outside: a command in hand ends with 6/29/00. */
  reset(): Promise<void> {
    this.#work.interrupt(POWER_ON, { forGood: false });
    return this.#inTurn(() => this.restart({ reload: false }));
  }

  /** The power goes and comes back. */
  losePower(): Promise<void> {
    this.#work.interrupt(POWER_ON, { forGood: false });
    return this.#inTurn(() => this.restart({ reload: true }));
  }

  /** No command reaches the drive any more: it has been unplugged. What it does it does to the end. */
  vanish(reason: string): void {
    this.#gone = new HostFailure('gone', reason);
  }

  /** The program leaves: whatever a command in hand waits for fails with the reason. */
  interrupt(reason: Error): void {
    this.#work.interrupt(reason, { forGood: true });
  }

  async #settle(): Promise<void> {
    await this.#work.settle();
    await this.stream.settle();
  }
}
