import { type DiscState, readDiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { holdDrive, spinUp } from '../drive/hold-drive.ts';
import { release } from '../drive/release.ts';
import { watchForReset } from '../drive/reset-watch.ts';
import { membersInJson } from '../json-values.ts';
import { Operation } from '../operation/operation.ts';
import { requireTrackProperties } from './codes-request.ts';
import { requireDiscOptions } from './disc-options.ts';
import type { BurnError, BurnErrorDetails } from './engine/burn-error.ts';
import { type BurnSpeed, setSpeed } from './engine/burn-speed.ts';
import { calibrate } from './engine/calibrate.ts';
import { clearTestWrite } from './engine/clear-test-write.ts';
import { withinSent } from './engine/cut-off.ts';
import { firstUnsafe } from './engine/first-unsafe-lba.ts';
import type { BurnProgress } from './engine/progress.ts';
import { type Extent, notBegun, type SentTrack } from './engine/send-extent.ts';
import { type CutOff, closedOf, cutOffOf, type SentUnit, sendUnit, timedAs } from './engine/send-unit.ts';
import type { TrackSource } from './engine/track-source.ts';
import { beforeWriting, discAfter, type Place, withDisc } from './engine/with-disc.ts';
import { closingFailure, writeFailure } from './engine/write-failure.ts';
import { numberedFrom } from './first-track.ts';
import type { Recipe, TrackPlan, Unit, Verified, WriteJob } from './recipe.ts';
import { AFTER_FINISHING, makePlayable } from './remedies.ts';
import { endTracks } from './repair/repair-tracks.ts';
import { onlyOne, type VerifyTrackOptions, verifying, type WriteUnitOptions, writing } from './session-operations.ts';
import { DEFAULT_FIFO_BYTES, jobOptionsOf, type SessionOptions } from './session-options.ts';
import { requireSessionRequest, sessionFailure } from './session-request.ts';
import { AFTER_RESET } from './verify/check-track.ts';
import { withoutFalseResidue } from './verify/false-residue.ts';
import { SessionChecks } from './verify/session-checks.ts';
import { wholeDespiteFailure } from './verify/whole-despite-failure.ts';

/**
 * One session on one disc, from locking the drive to releasing it: {@link open}, {@link writeTrack} for each track,
 * {@link close}. `await using` releases tray and drive on every exit.
 */
export class WriteSession implements AsyncDisposable {
  readonly drive: Drive;
  readonly recipe: Recipe;
  /** The disc as it was found. */
  readonly discBefore: DiscState;
  /** The speed that was requested, and the one that the drive reports. */
  readonly writeSpeed: BurnSpeed;
  /** Whether buffer-underrun protection is asked for; may change between tracks. */
  bufferUnderrunFree: boolean;
  readonly #options: SessionOptions;
  readonly #testWrite: boolean;
  readonly #held: AsyncDisposable;
  readonly #tracks: SentTrack[] = [];
  readonly #checks: SessionChecks;
  #calibrated: boolean;
  #endOfWrittenLba = 0;
  #unsettled = false; // a track was begun and may not be closed
  #cutOff: CutOff | undefined; // the last unit
  #prepared: unknown; // of the last unit
  #released = false;

  private constructor(
    drive: Drive,
    recipe: Recipe,
    { disc, writeSpeed }: { readonly disc: DiscState; readonly writeSpeed: BurnSpeed },
    options: SessionOptions,
    held: AsyncDisposable,
  ) {
    this.drive = drive;
    this.#checks = new SessionChecks(drive, options.testWrite ? disc : undefined, recipe);
    this.recipe = recipe;
    this.discBefore = disc;
    this.writeSpeed = writeSpeed;
    this.bufferUnderrunFree = options.bufferUnderrunFree ?? true;
    this.#options = options;
    this.#testWrite = options.testWrite ?? false;
    this.#held = held;
    this.#calibrated = options.testWrite === true || options.skipCalibration === true;
  }

  /**
   * Takes exclusive access to the drive, locks the tray, spins up the disc, checks that it can be written and sets the
   * speed. Writes nothing. If anything fails, the drive is released.
   * @throws BurnError, SenseError, TransportError (kind `busy` when another program has the drive); the signal's reason
   */
  static async open(drive: Drive, recipe: Recipe, options: SessionOptions = {}): Promise<WriteSession> {
    requireSessionRequest(drive, recipe, options);
    const held = await holdDrive(drive, options.owner ?? 'discwright');
    try {
      await spinUp(drive, options.signal);
      drive.takeDeferredErrors();
      const disc = await (options.checkMedium ?? recipe.checkMedium)(drive);
      await requireDiscOptions(drive, disc, options);
      const state = { disc, writeSpeed: await setSpeed(drive, options.writeSpeedKBps) };
      return new WriteSession(drive, recipe, state, options, held);
    } catch (error) {
      await release(held, true);
      throw beforeWriting(error, { phase: 'preparing' });
    }
  }

  /** Tracks of this session that are on the disc, closed and read back, in order; includes what a failed write left. */
  get tracks(): readonly SentTrack[] {
    return this.#tracks;
  }

  /** Plans tracks onto the disc as it is now. Throws BurnError of phase `planning` unless all of them fit. */
  async plan(sources: readonly TrackSource[]): Promise<TrackPlan[]> {
    requireTrackProperties(sources);
    const atFirst = this.#testWrite || this.#untouched ? numberedFrom(this.#options.firstTrack, this) : undefined;
    return this.recipe.plan(sources, atFirst ?? (await readDiscState(this.drive)));
  }

  /**
   * Writes one track and closes it, then checks that it is on the disc. If the signal stops it, or its source fails, it
   * ends as a shorter track.
   * @returns what was written; `stopped` when the signal ended it
   * @throws BurnError, with the state that the disc is in
   */
  writeTrack(plan: TrackPlan, options: WriteUnitOptions = {}): Operation<BurnProgress, SentTrack> {
    return writing('WriteSession.writeTrack()', options, (signal) => onlyOne(this.#write([plan], signal)));
  }

  /** Writes what the recipe writes in one go. See {@link writeTrack}. @throws BurnError, with the state that the disc is in */
  write(unit: Unit<TrackPlan>, options: WriteUnitOptions = {}): Operation<BurnProgress, Unit<SentTrack>> {
    return writing('WriteSession.write()', options, (signal) => this.#write(unit, signal));
  }

  #write(unit: Unit<TrackPlan>, signal?: AbortSignal): AsyncGenerator<BurnProgress, Unit<SentTrack>> {
    return this.#withDisc(this.#writeUnit(unit, signal), () => ({
      phase: this.#unsettled ? 'closing the track' : 'preparing',
      track: unit[0].number,
    }));
  }

  async *#writeUnit(unit: Unit<TrackPlan>, signal?: AbortSignal): AsyncGenerator<BurnProgress, Unit<SentTrack>> {
    const { drive } = this;
    yield { phase: 'preparing', track: unit[0].number };
    const extents = yield* this.#prepare(unit, signal);
    if (extents === undefined)
      return unit.map((plan) => notBegun(plan, this.#endOfWrittenLba)) as unknown as Unit<SentTrack>;
    const begun = drive.clock.now();
    const describe = watchForReset(drive, AFTER_RESET);
    const generation = drive.mediumGeneration;
    const unitSent = yield* this.#send(extents, signal);
    const { accepted, gapBlocks } = unitSent;
    const hasFailed = accepted.some(({ failure }) => failure !== undefined);
    const nothingSent = gapBlocks === 0 && accepted.every(({ lengthBlocks }) => lengthBlocks === 0);
    if (nothingSent && !hasFailed) return accepted;
    this.#unsettled = true;
    this.#cutOff = cutOffOf(unitSent);
    yield* this.#end(accepted, hasFailed);
    const timed = timedAs(unitSent, drive.clock.now() - begun);
    const sent = this.#testWrite ? timed : yield* wholeDespiteFailure(drive, timed, unit, generation);
    const failed = sent.find(({ failure }) => failure !== undefined);
    if (failed !== undefined) throw await this.#failure(failed, unit, sent);
    this.#cutOff = cutOffOf({ ...unitSent, accepted: sent });
    const begunTracks = sent.filter(({ lengthBlocks }) => lengthBlocks > 0);
    await this.#checks.after(unit, begunTracks, describe);
    this.#settle(...begunTracks);
    return sent;
  }

  /** @returns undefined when the signal ended it: nothing of the unit was sent */
  async *#prepare(unit: Unit<TrackPlan>, signal?: AbortSignal): AsyncGenerator<BurnProgress, Unit<Extent> | undefined> {
    const job = this.#job(signal);
    try {
      this.#prepared = undefined;
      this.#prepared = yield* this.recipe.prepare(job, unit);
      return await this.recipe.extents(job, unit, this.#prepared);
    } catch (error) {
      if (signal?.aborted && error === signal.reason) return undefined;
      throw error;
    }
  }

  /**
   * Ends the session as {@link SessionOptions.ending} says. A track that a failed write left open is closed first.
   * Without tracks, no command that writes is sent.
   * @returns the disc as it is now
   * @throws BurnError, with the state that the disc is in
   */
  close(): Operation<BurnProgress, DiscState> {
    return new Operation('WriteSession.close()', () =>
      this.#withDisc(this.#finish(), () => ({ phase: 'closing the session' })),
    );
  }

  /** Reads a written track back and compares it with what was sent. Throws BurnError of phase `verifying`. */
  verify(sent: SentTrack, source: TrackSource, options: VerifyTrackOptions = {}): Operation<BurnProgress, Verified> {
    return verifying('WriteSession.verify()', options, (level) => {
      const place = () => ({ phase: 'verifying', track: sent.number }) as const;
      return this.#withDisc(this.recipe.verify(this.drive, sent, source, level), place, () => AFTER_FINISHING);
    });
  }

  /**
   * Once anything may be on the disc, every failure says where it happened and what state the disc is in. Before that, a
   * BurnError says that nothing is.
   */
  async *#withDisc<R>(
    steps: AsyncGenerator<BurnProgress, R>,
    place: () => Pick<BurnErrorDetails, 'phase' | 'track'>,
    remedy: Place['remedy'] = makePlayable,
  ): AsyncGenerator<BurnProgress, R> {
    try {
      return yield* withDisc(this.drive, steps, () =>
        this.#untouched || this.#testWrite ? undefined : { ...place(), remedy },
      );
    } catch (error) {
      throw sessionFailure(error, place(), { untouched: this.#untouched, testWrite: this.#testWrite });
    }
  }

  get #untouched(): boolean {
    return this.#tracks.length === 0 && !this.#unsettled;
  }

  async *#finish(): AsyncGenerator<BurnProgress, DiscState> {
    const repaired = this.#unsettled && !this.#testWrite && (yield* this.#repair());
    if (!repaired && this.#tracks.length === 0) return await readDiscState(this.drive, { everyTrack: true });
    return yield* this.#checks.atEnd(this.recipe.finish(this.#job(), this.#prepared));
  }

  /** Unlocks the tray and releases the drive, after a test write with Test Write cleared. Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    const clears = this.#testWrite && !this.#released;
    this.#released = true;
    try {
      if (clears) await clearTestWrite(this.drive);
    } finally {
      await this.#held[Symbol.asyncDispose]();
    }
  }

  /** The drive, and what is written, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['drive', 'discBefore', 'writeSpeed', 'bufferUnderrunFree', 'tracks']);
  }

  #job(signal?: AbortSignal): WriteJob {
    const { drive, discBefore, bufferUnderrunFree } = this;
    return {
      ...jobOptionsOf(this.#options),
      drive,
      discBefore,
      bufferUnderrunFree,
      tracks: this.#tracks,
      cutOff: this.#cutOff,
      endOfWrittenLba: this.#endOfWrittenLba,
      writeKBps: this.writeSpeed.usedKBps,
      signal,
      calibrate: () => this.#calibrate(signal),
    };
  }

  async #calibrate(signal?: AbortSignal): Promise<void> {
    if (!this.#calibrated) await calibrate(this.drive, signal);
    this.#calibrated = true;
  }

  async *#send(extents: Unit<Extent>, signal?: AbortSignal): AsyncGenerator<BurnProgress, SentUnit> {
    const fifoBytes = this.#options.fifoBytes ?? DEFAULT_FIFO_BYTES;
    const sent = yield* sendUnit(this.drive, extents, { fifoBytes, signal, leavesTrace: !this.#testWrite });
    if (sent.endLba !== undefined && !this.#testWrite) this.#endOfWrittenLba = sent.endLba;
    return sent;
  }

  async *#end(accepted: Unit<SentTrack>, failed: boolean): AsyncGenerator<BurnProgress, void> {
    const begun = accepted.filter(({ lengthBlocks }) => lengthBlocks > 0);
    try {
      yield* this.recipe.end(this.#job(), begun, this.#prepared);
    } catch (error) {
      if (failed) return; // the first failure is the one to report
      const disc = withinSent(this.recipe, await discAfter(this.drive, error), accepted);
      const { sent, lba } = await firstUnsafe(this.drive, accepted, accepted.at(-1) ?? accepted[0], disc);
      throw closingFailure(error, sent, { lba, disc });
    }
  }

  #settle(...sent: readonly SentTrack[]): void {
    this.#tracks.push(...sent);
    this.#unsettled = false;
  }

  /** Closes a track that was left open, if the drive allows it. Returns whether this session has anything on the disc. */
  async *#repair(): AsyncGenerator<BurnProgress, boolean> {
    const disc = await readDiscState(this.drive, { everyTrack: true });
    for await (const step of endTracks(this.drive, disc)) if (step.phase !== 'repairing') yield step;
    return disc.tracks.length > this.discBefore.tracks.length;
  }

  async #failure(counted: SentTrack, unit: Unit<TrackPlan>, all: readonly SentTrack[]): Promise<BurnError> {
    const failed = this.#testWrite ? counted : await withoutFalseResidue(this.drive, counted, unit);
    const disc = withinSent(this.recipe, await discAfter(this.drive, failed.failure), all);
    const { sent, lba } = await firstUnsafe(this.drive, all, failed, disc);
    const closed = closedOf([...all.slice(0, -1), failed], disc);
    if (closed.length > 0) this.#settle(...closed);
    const remedy = this.#cutOff && this.recipe.remedy?.(disc, { ...this.#cutOff, part: sent.part });
    return writeFailure(sent, { lba, disc, remedy });
  }
}
