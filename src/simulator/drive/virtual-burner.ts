import type { FeatureDescriptor } from '../../mmc/features.ts';
import { ScsiStatus } from '../../transport/sam.ts';
import type { Clock } from '../../transport/transport.ts';
import type { Behaviour } from '../behaviour.ts';
import { CheckCondition, illegalRequest, notReady } from '../check-condition.ts';
import type { Answer, Call, DriveCore, DriveIdentity, Initiator, TimedEffect, Tray } from '../core.ts';
import type { Handler } from '../handlers/handler.ts';
import { HostFailure } from '../host-failure.ts';
import type { AnyDisc } from '../media/any-disc.ts';
import type { DriveModel } from '../models/drive-model.ts';
import type { DriveBuffer } from './drive-buffer.ts';
import { ModePages } from './mode-pages.ts';
import { BusySense, type Operation } from './operation.ts';
import { POWER_ON, Presence } from './presence.ts';
import { DiscRecorder } from './recorder.ts';
import { type SpeedOptions, SpeedSettings } from './speeds.ts';
import { Work } from './work.ts';
import { requireWritable } from './write-protection.ts';
import { WriteStream } from './write-stream.ts';

/** What the machine of a simulated drive is made of. Sizes are in bytes, speeds in kB/s. */
export interface BurnerOptions extends SpeedOptions {
  readonly clock: Clock;
  /** The disc in the drive; undefined for none. */
  readonly disc?: AnyDisc | undefined;
  readonly identity?: DriveIdentity | undefined;
  /** Size of the write buffer. Default: 2 MiB. */
  readonly bufferBytes?: number | undefined;
  /** The first command is answered 6/29/00, as after power-on. */
  readonly justPoweredOn?: boolean | undefined;
  /** Faults and bad habits, the outermost first. */
  readonly behaviours?: readonly Behaviour[] | undefined;
}

const NOTHING = new Uint8Array();

const DEFAULT_BUFFER_BYTES = 2 * 1_024 * 1_024;

/** The overhead of a command, and how fast data cross the cable unless the model says otherwise. */
const COMMAND_MS = 0.05;
const DEFAULT_CABLE_BYTES_PER_MS = 33_000;

/** The drive itself: accepts commands from any number of initiators and answers them through its model's handlers. */
export class VirtualBurner implements DriveCore {
  readonly clock: Clock;
  readonly identity: DriveIdentity;
  readonly speeds: SpeedSettings;
  /** Between WRITE and the disc: the buffer, and what happens when it runs dry. */
  readonly stream: WriteStream;
  readonly modePages: ModePages;
  readonly recorder: DiscRecorder;
  /** Called in this order for every command; may be changed at any time. */
  readonly behaviours: Behaviour[];
  readonly #handlers: ReadonlyMap<number, Handler>;
  readonly #features: DriveModel['features'];
  readonly #presence: Presence;
  readonly #cableBytesPerMs: number;
  readonly #work: Work;
  #tail: Promise<unknown> = Promise.resolve();
  #gone: HostFailure | undefined;

  constructor(options: BurnerOptions & { readonly model: DriveModel }) {
    const { clock, model, bufferBytes = DEFAULT_BUFFER_BYTES } = options;
    this.clock = clock;
    this.identity = options.identity ?? model.identity;
    this.behaviours = [...(options.behaviours ?? [])];
    this.#handlers = new Map(model.handlers.map((handler) => [handler.opcode, handler]));
    this.#features = model.features;
    this.#cableBytesPerMs = model.cableBytesPerMs ?? DEFAULT_CABLE_BYTES_PER_MS;
    this.#work = new Work(clock);
    this.#presence = new Presence(options.disc, options.justPoweredOn ?? false);
    this.speeds = new SpeedSettings(options, {
      ofDisc: () => this.tray.disc?.speeds,
      changed: () => this.stream.speedChanged(),
    });
    this.stream = new WriteStream(clock, this.speeds, bufferBytes);
    const { speeds, tray } = this;
    this.modePages = new ModePages(model.modePages({ speeds, tray, bufferBytes, writeTypes: model.writeTypes }));
    this.recorder = new DiscRecorder({
      clock,
      loader: this,
      speeds: this.speeds,
      modePages: this.modePages,
      stream: this.stream,
      writeTypes: new Map(model.writeTypes.map((strategy) => [strategy.writeType, strategy])),
    });
  }

  get buffer(): DriveBuffer {
    return this.stream.buffer;
  }

  features(): readonly FeatureDescriptor[] {
    return this.#features(this);
  }

  /** Connects a program. */
  connect(): Initiator {
    return this.#presence.connect();
  }

  /** Disconnects a program. */
  disconnect(initiator: Initiator): void {
    this.#presence.disconnect(initiator);
  }

  /**
   * Carries out one command, after all earlier ones of any program. Rejects only when something other than the drive
   * failed: the disc's file, the power, the cable.
   */
  execute(
    initiator: Initiator,
    cdb: Uint8Array,
    data: Uint8Array = NOTHING,
    memory?: Uint8Array<ArrayBuffer>,
  ): Promise<Answer> {
    return this.#inTurn(() => {
      // Behaviours may keep a reply.
      const own = this.behaviours.length === 0 ? memory : undefined;
      return this.#answer({ drive: this, initiator, cdb, data, memory: own });
    });
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

  async #carryOut(call: Call): Promise<Answer> {
    try {
      await this.#settle();
      const reply = await this.#run(call);
      await this.#work.spend(COMMAND_MS + (reply.length + call.data.length) / this.#cableBytesPerMs);
      return { status: ScsiStatus.Good, sense: NOTHING, data: reply };
    } catch (error) {
      if (!(error instanceof CheckCondition)) throw error;
      await this.#work.spend(COMMAND_MS);
      return { status: ScsiStatus.CheckCondition, sense: error.sense, data: NOTHING };
    }
  }

  async #run(call: Call): Promise<Uint8Array> {
    const { initiator, cdb } = call;
    const handler = this.#handlers.get(cdb[0] ?? -1);
    if (handler?.access !== 'always') {
      const attention = initiator.deferredErrors.shift() ?? initiator.unitAttentions.shift();
      if (attention !== undefined) throw attention;
    }
    // 5/20/00 invalid command operation code.
    if (handler === undefined) throw illegalRequest(0x20, 0x00, { fieldPointer: { in: 'cdb', byte: 0 } });
    if (handler.access === 'medium') this.requireReady();
    requireWritable(call);
    return handler.run(call);
  }

  async #settle(): Promise<void> {
    await this.#work.settle();
    await this.recorder.settle();
  }

  get operation(): Operation | undefined {
    return this.#work.operation;
  }

  perform(task: TimedEffect, immediate: boolean): Promise<void> {
    return this.#work.perform(task, immediate, BusySense.OperationInProgress);
  }

  delay(milliseconds: number): void {
    this.#work.delay(milliseconds);
  }

  /** Finishes what is in progress; the disc stays in. */
  async settleEverything(): Promise<void> {
    await this.#work.settleEverything();
  }

  get tray(): Tray {
    return this.#presence.tray;
  }

  get loadedDisc(): AnyDisc | undefined {
    return this.#presence.loadedDisc;
  }

  get disc(): AnyDisc {
    if (this.tray.open) throw notReady(0x3a, 0x02);
    if (this.tray.disc === undefined) throw notReady(0x3a, 0x01);
    return this.tray.disc;
  }

  requireReady(): void {
    if (this.operation !== undefined) throw this.operation.busy;
    void this.disc;
  }

  load(immediate: boolean): Promise<void> {
    return this.#work.perform(this.#presence.loading(), immediate, BusySense.BecomingReady);
  }

  eject(): void {
    this.tray.disc?.unload();
    this.#presence.openTray();
    this.recorder.endTestWrite();
    this.buffer.clear();
  }

  /** The button: opens or closes the tray, or only requests an eject from the programs while PREVENT keeps it closed. */
  async pressButton(): Promise<void> {
    if (this.tray.open) await this.load(true);
    else if (this.tray.locked || this.operation !== undefined) this.#presence.ejectRequested();
    else this.eject();
  }

  /** Takes the disc out by hand, whatever PREVENT says, and closes the empty tray. The caller must close the disc. */
  async removeDisc(): Promise<AnyDisc | undefined> {
    await this.settleEverything();
    this.eject();
    return this.#presence.exchange(undefined);
  }

  /** Puts a disc in by hand, after taking out and closing the one before, and lets the drive load it. */
  async insert(disc: AnyDisc): Promise<void> {
    await (await this.removeDisc())?.close();
    this.#presence.exchange(disc);
    await this.load(true);
  }

  async restart({ reload }: { readonly reload: boolean }): Promise<void> {
    await this.#settle();
    const { disc } = this.tray;
    const { loadedDisc } = this;
    const { lostBlocks, testWrite } = this.recorder.abandon();
    this.modePages.reset();
    this.speeds.reset();
    if (disc !== undefined) this.recorder.forgetSessions(disc);
    if (!testWrite) await disc?.interruptWriting(lostBlocks);
    await this.#work.interruptOperation();
    this.#presence.restart();
    if (reload && loadedDisc !== undefined) await this.load(true);
  }

  /** A hard reset from outside: a command in progress ends with 6/29/00. */
  reset(): Promise<void> {
    this.#work.failWaiting(POWER_ON, { permanently: false });
    return this.#inTurn(() => this.restart({ reload: false }));
  }

  /** The power fails and comes back. */
  losePower(): Promise<void> {
    this.#work.failWaiting(POWER_ON, { permanently: false });
    return this.#inTurn(() => this.restart({ reload: true }));
  }

  vanish(reason: string): void {
    this.#gone = new HostFailure('gone', reason);
  }

  /** The program is closing: whatever commands wait for, now or later, fails with the reason. */
  interrupt(reason: Error): void {
    this.#work.failWaiting(reason, { permanently: true });
  }
}
