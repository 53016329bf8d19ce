import type { ValuesOf } from '../codec/index.ts';
import { OptionsError } from '../known-options.ts';
import { type EventStatus, getEventStatusNotification } from '../mmc/commands/get-event-status-notification.ts';
import type { Command } from '../scsi/command.ts';
import { preventAllowMediumRemoval } from '../scsi/commands/prevent-allow-medium-removal.ts';
import { type CommandFailure, type ExecuteOptions, failureOf, issue } from '../scsi/execute.ts';
import { readWhole } from '../scsi/incomplete-transfer.ts';
import { type ModePage, PageControl } from '../scsi/mode-page.ts';
import { decoding } from '../scsi/reply-error.ts';
import { ChainBrokenError, SenseError } from '../scsi/sense-error.ts';
import { sendBatch } from '../transport/batch.ts';
import type { AnsweredReply, BatchReply, Clock, ScsiBatch, ScsiReply, ScsiTransport } from '../transport/transport.ts';
import { apply, ask } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import { closedError, namingCommand } from './connection-errors.ts';
import { heldDrives } from './held-drives.ts';
import { isDiscChange, isUnitAttention, reportsMediumChange, touchesMedium } from './medium-change.ts';
import { type MediumTouches, touchesOf } from './medium-touches.ts';
import { type ModePageReading, readModePage, selectingModePage } from './mode-page-reading.ts';
import { type WaitOptions, waiting } from './ready.ts';
import { WHILE_BUSY } from './while-working.ts';
import { withReason } from './with-reason.ts';

/**
 * A drive queues them and returns one per command: after power-on with a disc in it, one for the reset and one for the
 * disc.
 */
const MAX_UNIT_ATTENTIONS = 3;

/** The outcome of one command. */
export interface Attempt<R = ScsiReply> {
  readonly reply: R;
  /** Why the drive did not execute it; undefined when it did, and for a command that was skipped. */
  readonly failure: CommandFailure | undefined;
}

/** One optical drive: sends commands, reads and changes mode pages, waits until it is ready. Burning is not its concern. */
export class Drive implements AsyncDisposable {
  readonly transport: ScsiTransport;
  #mediumGeneration = 0;
  readonly #touches: MediumTouches;
  #removalLocks = 0;
  #exclusiveHolds = 0;
  #exclusiveOwner = '';
  #deferred: SenseError[] = [];
  #closed = false;

  /** @throws OptionsError for anything that is not a transport, such as a path */
  constructor(transport: ScsiTransport) {
    if (typeof transport?.send !== 'function') {
      throw new OptionsError('new Drive(): its argument is not a transport', "Use await openDrive('/dev/sr0')");
    }
    this.transport = transport;
    this.#touches = touchesOf(transport);
  }

  get path(): string {
    return this.transport.path;
  }

  /** True when nothing real can be lost: a simulated or a replayed drive. */
  get simulated(): boolean {
    return this.transport.simulated;
  }

  get clock(): Clock {
    return this.transport.clock;
  }

  /** What it is and what this program holds of it, as plain data, for logs. */
  toJSON(): object {
    const { path, simulated, exclusiveOwner } = this;
    return { path, simulated, exclusiveOwner, locksTray: this.#removalLocks > 0, closed: this.#closed };
  }

  /** Counts every sign that the medium was changed or removed: two equal readings mean the same disc. */
  get mediumGeneration(): number {
    return this.#mediumGeneration;
  }

  /**
   * Counts everything after which the disc may be another or may have changed: {@link mediumGeneration}, commands that write or move the
   * tray, and events that report a disc, of any Drive object of this process on this device. Equal readings: the disc is unchanged.
   */
  get mediumTouches(): number {
    return this.#touches.count;
  }

  /** Deferred errors since the last call: earlier WRITEs that failed after the drive had answered GOOD. */
  takeDeferredErrors(): readonly SenseError[] {
    const taken = this.#deferred;
    this.#deferred = [];
    return taken;
  }

  /**
   * Sends a command and decodes its reply. Unit attentions (reset, medium changed) are noted and the command is sent again,
   * unless it writes; blocks that did not all arrive are read again in smaller parts.
   * @throws SenseError, StatusError, IncompleteTransferError, TransportError, ReplyError, ChainBrokenError; the signal's reason
   */
  execute<R>(command: Command<R>, options: ExecuteOptions = {}): Promise<R> {
    return readWhole(command, (part) => this.#executeOnce(part, options));
  }

  async #executeOnce<R>(command: Command<R>, options: ExecuteOptions): Promise<R> {
    const patient = { ...options, resend: options.resend ?? WHILE_BUSY };
    // When a command that writes meets a unit attention, the burn is lost.
    const repeatable = command.spec.effect === 'reads' && options.chain === undefined;
    for (let attentions = 0; ; attentions++) {
      const { reply, failure } = await this.attempt(command, patient);
      if (failure === undefined) {
        if (reply.outcome === 'skipped') throw new ChainBrokenError(command);
        const decoded = decoding(command, () => command.decodeReply(reply.data));
        if (command.spec.opcode === getEventStatusNotification.spec.opcode) this.#noteEvent(decoded as EventStatus);
        return decoded;
      }
      const transient = failure instanceof SenseError && isUnitAttention(failure) && !failure.sense.deferred;
      if (!transient || !repeatable || attentions === MAX_UNIT_ATTENTIONS) throw failure;
    }
  }

  /**
   * Sends a command once and resolves with its outcome, for callers that keep a queue of commands: nothing is decoded,
   * and the command is sent again only as `options.resend` says.
   * @throws TransportError; the signal's reason
   */
  async attempt(command: Command, options: ExecuteOptions = {}): Promise<Attempt> {
    this.#requireOpen();
    options.signal?.throwIfAborted();
    if (touchesMedium(command)) this.#touches.count++;
    const reply = await issue(this.transport, command, options).catch((error: unknown) => {
      throw namingCommand(error, command);
    });
    return { reply, failure: reply.outcome === 'skipped' ? undefined : await this.#failureOf(command, reply) };
  }

  /**
   * {@link attempt} for a batch of commands: resolves once all have succeeded, or one has not.
   * @param failed makes the command that was refused, once one was
   * @throws TransportError
   */
  async attemptBatch(batch: ScsiBatch, failed: (reply: BatchReply) => Command): Promise<Attempt<BatchReply>> {
    this.#requireOpen();
    this.#touches.count++;
    const reply = await sendBatch(this.transport, batch);
    const { refused } = reply;
    return { reply, failure: refused === undefined ? undefined : await this.#failureOf(failed(reply), refused) };
  }

  async #failureOf(command: Command, reply: AnsweredReply): Promise<CommandFailure | undefined> {
    const refusal = failureOf(command, reply);
    if (refusal === undefined) return undefined;
    const failure = await withReason(this.transport, refusal, command);
    if (failure instanceof SenseError && failure.sense.deferred) this.#deferred.push(failure);
    if (failure instanceof SenseError && reportsMediumChange(failure)) this.#noteChange();
    return failure;
  }

  /**
   * Reads one mode page with MODE SENSE(10).
   * @throws SenseError 5/24/00 when the drive has no such page; ReplyError when the reply does not contain it
   */
  modePage<F extends Readonly<Record<string, any>>>(
    page: ModePage<F>,
    control: PageControl = PageControl.Current,
  ): Promise<ModePageReading<F>> {
    return readModePage(this, page, control);
  }

  /**
   * Changes fields of a mode page: reads it, replaces the fields, sends it back, reads it again.
   * @returns the page as the drive now has it; compare it with the changes
   * @throws SenseError 5/24/00 when the drive has no such page, 5/26/00 when it refuses a field; TransportError, ReplyError
   */
  async changeModePage<F extends Readonly<Record<string, any>>>(
    page: ModePage<F>,
    changes: Partial<ValuesOf<F>>,
  ): Promise<ModePageReading<F>> {
    const { bytes } = await this.modePage(page);
    await this.selectModePage(page.edit(bytes, changes));
    return this.modePage(page);
  }

  /**
   * Sends one whole mode page with MODE SELECT(10), PF set, not saved. A page may be sent twice, so that a lost answer
   * does no harm; a refusal is believed at once.
   * @throws SenseError 5/26/00 when the drive refuses a field; TransportError
   */
  async selectModePage(bytes: Uint8Array): Promise<void> {
    await apply(this, selectingModePage(bytes));
  }

  /** Waits as `waitUntilReady` does. @throws StillBusyError, SenseError, TransportError, OptionsError; the signal's reason */
  async whenReady(options: WaitOptions): Promise<void> {
    const steps = waiting(this, options);
    while (!(await steps.next()).done);
  }

  /**
   * Locks the tray until the result is disposed. Locks are counted: disposing the last one unlocks the tray. A drive
   * that cannot lock (5/20/00, 5/24/00) is left unlocked.
   * @throws SenseError, TransportError
   */
  async preventRemoval(): Promise<AsyncDisposable> {
    if (this.#removalLocks === 0) {
      heldDrives.add(this);
      try {
        await ask(this, preventAllowMediumRemoval({ prevent: true }));
      } catch (error) {
        // The drive may have locked the tray in spite of its answer.
        await this.execute(preventAllowMediumRemoval({ prevent: false })).catch(() => {});
        this.#noteRelease();
        if (isRefusal(error)) return { [Symbol.asyncDispose]: async () => {} };
        throw error;
      }
    }
    this.#removalLocks++;
    let held = true;
    return {
      [Symbol.asyncDispose]: async () => {
        if (!held) return;
        held = false;
        // If this fails, the lock still counts, and close tries again.
        if (this.#removalLocks === 1) await ask(this, preventAllowMediumRemoval({ prevent: false }));
        this.#removalLocks--;
        this.#noteRelease();
      },
    };
  }

  /**
   * Keeps other programs away from the drive until the result is disposed of. Holds are counted: disposing the last one
   * releases the drive. See {@link ScsiTransport.takeExclusive}.
   * @throws TransportError `busy` when another program has the drive or its disc is mounted; RangeError for an unusable name
   */
  async exclusive(owner: string): Promise<AsyncDisposable> {
    this.#requireOpen();
    await this.transport.takeExclusive(owner);
    if (this.#exclusiveHolds === 0) this.#exclusiveOwner = owner;
    this.#exclusiveHolds++;
    heldDrives.add(this);
    let held = true;
    return {
      [Symbol.asyncDispose]: async () => {
        if (!held) return;
        held = false;
        this.#exclusiveHolds--;
        this.#noteRelease();
        if (this.#exclusiveHolds > 0) return;
        this.#exclusiveOwner = '';
        await this.transport.releaseExclusive();
      },
    };
  }

  /** The name under which {@link exclusive} was first called; empty while nobody holds the drive through this object. */
  get exclusiveOwner(): string {
    return this.#exclusiveOwner;
  }

  /** Unlocks the tray if this object still locks it, releases exclusive access and closes every handle. Idempotent. */
  async close(): Promise<void> {
    heldDrives.delete(this);
    if (this.#removalLocks > 0) {
      this.#removalLocks = 0;
      await this.execute(preventAllowMediumRemoval({ prevent: false })).catch(() => {});
    }
    this.#closed = true;
    await this.transport.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** {@link close} before it returns, where the transport can do that: see {@link ScsiTransport.endNow}. */
  endNow(limitMs: number): boolean {
    const unlocked = heldDrives.delete(this) ? [preventAllowMediumRemoval({ prevent: false }).cdb] : [];
    return this.transport.endNow?.(unlocked, limitMs) ?? false;
  }

  /** The transports' own errors after that do not say who closed them. */
  #requireOpen(): void {
    if (this.#closed) throw closedError(this.path);
  }

  #noteRelease(): void {
    if (this.#removalLocks === 0 && this.#exclusiveHolds === 0) heldDrives.delete(this);
  }

  #noteEvent(status: EventStatus): void {
    if (isDiscChange(status)) this.#noteChange();
  }

  #noteChange(): void {
    this.#mediumGeneration++;
    this.#touches.count++;
  }
}
