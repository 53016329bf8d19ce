import { type DiscState, readDiscState } from '../../../drive/disc-state.ts';
import type { Drive } from '../../../drive/drive.ts';
import { holdDrive, spinUp } from '../../../drive/hold-drive.ts';
import { release } from '../../../drive/release.ts';
import { watchForReset } from '../../../drive/reset-watch.ts';
import { sendOpcInformation } from '../../../mmc/commands/send-opc-information.ts';
import { DataBlockType, TrackMode } from '../../../mmc/mode-pages/write-parameters.ts';
import { isSense, SenseKey } from '../../../scsi/sense.ts';
import { SenseError } from '../../../scsi/sense-error.ts';
import type { SenseTriple } from '../../../transport/transport.ts';
import { finalizationOf } from '../../ending.ts';
import { BurnError, messageOf } from '../../engine/burn-error.ts';
import { type BurnSpeed, setSpeed } from '../../engine/burn-speed.ts';
import { closeSession } from '../../engine/close-session.ts';
import { closeTrackIfOpen, flush } from '../../engine/close-track.ts';
import type { BurnProgress } from '../../engine/progress.ts';
import type { TrackSource } from '../../engine/track-source.ts';
import { untilSettled } from '../../engine/until-settled.ts';
import { setTrackParameters } from '../../engine/write-parameters.ts';
import { nextTrackStart, type SentTrack, sendTrack } from '../../engine/write-track.ts';
import { endTracks } from '../../repair/repair-tracks.ts';
import { AFTER_RESET, checkTableOfContents, checkTrack, DISTRUST } from '../../verify/verify.ts';
import { checkMedium } from './medium-check.ts';
import { planTracks, type TrackPlan } from './plan.ts';

export interface SessionOptions {
  /** This program's name, shown to others that want the drive: at most 63 of `[A-Za-z0-9 .,:;_-]`. */
  readonly owner?: string;
  /** Leave the session open for what follows; see {@link finalizationOf}. Default false. */
  readonly doNotFinalizeMedia?: boolean;
  /** Go through everything with the laser off. Default false. */
  readonly testWrite?: boolean;
  /** Buffer-underrun protection (BUFE), where the drive has it. Default true. */
  readonly bufferUnderrunFree?: boolean;
  /** In units of 1,000 bytes a second; the drive's choice unless given. */
  readonly writeSpeedKBps?: number;
  /** Memory for audio read and not yet taken by the drive. Default 16 MiB. */
  readonly fifoBytes?: number;
  /** Send nothing that only a burn needs (power calibration), as for a session that may end without a track. Default false. */
  readonly skipCalibration?: boolean;
  /** Looks at the disc once the drive is held, and throws when it will not do. {@link checkMedium} unless given. */
  readonly checkMedium?: (drive: Drive) => Promise<DiscState>;
}

const DEFAULT_FIFO_BYTES = 16 * 1024 * 1024;

/**
 * Track-At-Once on one disc, from locking the drive to giving it back: {@link open}, {@link writeTrack} for each track,
 * {@link close}. `await using` gives tray and drive back on every exit.
 */
export class TrackAtOnceSession implements AsyncDisposable {
  readonly drive: Drive;
  /** The disc as it was found. */
  readonly discBefore: DiscState;
  /** The speed that was asked for, and the one that the drive says it writes with. */
  readonly writeSpeed: BurnSpeed;
  /** Whether buffer-underrun protection is asked for; may change between tracks. */
  bufferUnderrunFree: boolean;
  readonly #options: SessionOptions;
  readonly #held: AsyncDisposable;
  readonly #tracks: SentTrack[] = [];
  #calibrated: boolean;
  /** Behind the last block that the drive has taken. */
  #endOfWritten = 0;
  /** A track was begun and is not known to be closed. */
  #unsettled = false;

  private constructor(
    drive: Drive,
    { disc, writeSpeed }: { readonly disc: DiscState; readonly writeSpeed: BurnSpeed },
    options: SessionOptions,
    held: AsyncDisposable,
  ) {
    this.drive = drive;
    this.discBefore = disc;
    this.writeSpeed = writeSpeed;
    this.bufferUnderrunFree = options.bufferUnderrunFree ?? true;
    this.#options = options;
    this.#held = held;
    this.#calibrated = options.testWrite === true || options.skipCalibration === true;
  }

  /**
   * Takes the drive for this program, locks the tray, spins the disc up, checks that it can be written and sets the speed.
   * Writes nothing; whatever fails, the drive is given back.
   * @throws BurnError, SenseError, TransportError (kind `busy` when somebody else has the drive)
   */
  static async open(drive: Drive, options: SessionOptions = {}): Promise<TrackAtOnceSession> {
    const held = await holdDrive(drive, options.owner ?? 'discwright');
    try {
      await spinUp(drive);
      const disc = await (options.checkMedium ?? checkMedium)(drive);
      const writeSpeed = await setSpeed(drive, options.writeSpeedKBps);
      return new TrackAtOnceSession(drive, { disc, writeSpeed }, options, held);
    } catch (error) {
      await release(held, true);
      throw error;
    }
  }

  /** Tracks of this session that are on the disc, closed and read back, in order; what a failed write left included. */
  get tracks(): readonly SentTrack[] {
    return this.#tracks;
  }

  /** Plans tracks onto the disc as it is now. Throws BurnError of phase `planning` unless all of them fit. */
  async plan(sources: readonly TrackSource[]): Promise<TrackPlan[]> {
    if (this.#options.testWrite) return planTracks(sources, this.discBefore);
    const untouched = this.#tracks.length === 0 && !this.#unsettled;
    return planTracks(sources, untouched ? this.discBefore : await readDiscState(this.drive));
  }

  /**
   * Writes one track and closes it, then reads back that it is there. Stopped by the signal, or when its source fails, it
   * ends as a shorter track.
   * @returns what was written; `stopped` when the signal ended it
   * @throws BurnError, with the state that the disc is in
   */
  async *writeTrack(plan: TrackPlan, signal?: AbortSignal): AsyncGenerator<BurnProgress, SentTrack> {
    const { drive } = this;
    const { number } = plan;
    yield { phase: 'preparing', track: number };
    await this.#prepareTrack();
    const { startLba, freeBlocks } = await nextTrackStart(drive, number, this.#endOfWritten);
    if (freeBlocks < plan.lengthBlocks) {
      throw new BurnError({
        phase: 'preparing',
        track: number,
        reason: `it needs ${plan.lengthBlocks} blocks, the disc has ${freeBlocks} left`,
        remedy: 'Nothing of it was written. Leave it out, or take a longer disc',
      });
    }
    const fifoBytes = this.#options.fifoBytes ?? DEFAULT_FIFO_BYTES;
    const begun = drive.clock.now();
    const tell = watchForReset(drive, AFTER_RESET);
    const taken = yield* sendTrack(drive, plan, startLba, { fifoBytes, signal });
    if (taken.lengthBlocks === 0 && taken.failure === undefined) return taken;
    this.#unsettled = true;
    if (!this.#options.testWrite) this.#endOfWritten = startLba + taken.lengthBlocks;
    if (taken.lengthBlocks > 0) yield* this.#endTrack(taken);
    const sent = { ...taken, elapsedMs: drive.clock.now() - begun };
    if (sent.failure !== undefined) throw await this.#writeFailure(sent);
    if (!this.#options.testWrite) await checkTrack(drive, sent, tell);
    this.#settle(sent);
    return sent;
  }

  /**
   * Ends the session as `doNotFinalizeMedia` says: closes it, or leaves it open. A track that a failed write left open is
   * closed first. Without a track nothing is sent that writes.
   * @returns the disc as it is now
   */
  async *close(): AsyncGenerator<BurnProgress, DiscState> {
    const { testWrite = false, doNotFinalizeMedia = false } = this.#options;
    const { multiSession, closesSession } = finalizationOf(doNotFinalizeMedia);
    const hasTracks = (this.#unsettled && !testWrite && (yield* this.#mend())) || this.#tracks.length > 0;
    if (!hasTracks) return await readDiscState(this.drive);
    if (!closesSession) return await this.#discWithTracks();
    const disc = yield* closeSession(this.drive, multiSession, {
      testWrite,
      bufferUnderrunFree: this.bufferUnderrunFree,
    });
    if (!testWrite) await checkTableOfContents(this.drive, this.#tracks);
    return disc;
  }

  /** The disc as it is now, which must have the tracks that were written. */
  #discWithTracks(): Promise<DiscState> {
    return untilSettled(this.drive, async () => {
      const disc = await readDiscState(this.drive);
      const missing = this.#options.testWrite
        ? undefined
        : this.#tracks.find(({ number }) => !disc.tracks.some((track) => track.number === number));
      if (missing !== undefined) throw trackGone(missing.number, disc);
      return disc;
    });
  }

  /** Unlocks the tray and gives the drive back. Idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#held[Symbol.asyncDispose]();
  }

  async #prepareTrack(): Promise<void> {
    const { testWrite = false, doNotFinalizeMedia = false } = this.#options;
    await setTrackParameters(this.drive, {
      multiSession: finalizationOf(doNotFinalizeMedia).multiSession,
      trackMode: TrackMode.Audio,
      dataBlockType: DataBlockType.Raw,
      testWrite,
      bufferUnderrunFree: this.bufferUnderrunFree,
    });
    if (!this.#calibrated) await calibrate(this.drive);
    this.#calibrated = true;
  }

  async *#endTrack(sent: SentTrack): AsyncGenerator<BurnProgress, void> {
    try {
      yield* flush(this.drive, sent.number);
      if (!this.#options.testWrite) yield* closeTrackIfOpen(this.drive, sent.number);
    } catch (error) {
      if (sent.failure !== undefined) return; // the first failure is the one to report
      throw new BurnError({
        phase: 'closing the track',
        track: sent.number,
        reason: messageOf(error),
        disc: await this.#discNow(),
        remedy:
          'The audio was sent, but may not be safe. Look at the disc with `discwright info`, finish it with `discwright close`',
        cause: error,
      });
    }
  }

  #settle(sent: SentTrack): void {
    this.#tracks.push(sent);
    this.#unsettled = false;
  }

  /** Closes a track that was left open, if the drive will. Returns whether this session has anything on the disc. */
  async *#mend(): AsyncGenerator<BurnProgress, boolean> {
    const { tracks } = await readDiscState(this.drive);
    for await (const step of endTracks(this.drive, { tracks })) if (step.phase !== 'repairing') yield step;
    return tracks.length > this.discBefore.tracks.length;
  }

  async #writeFailure(sent: SentTrack): Promise<BurnError> {
    const disc = await this.#discNow();
    const left = disc?.tracks.find(({ number, open, damaged }) => number === sent.number && !open && !damaged);
    if (left !== undefined) this.#settle({ ...sent, lengthBlocks: Math.min(sent.lengthBlocks, left.lengthBlocks) });
    return new BurnError({
      phase: 'writing',
      track: sent.number,
      lba: sent.startLba + sent.audioBlocks,
      reason: messageOf(sent.failure),
      disc,
      remedy: isBufferFull(sent.failure)
        ? 'The way to the drive loses the reasons that it gives, so that a full buffer looks like a failure: connect it ' +
          'another way (directly, or by another adapter). What is on the disc can be made playable with `discwright close`'
        : disc?.status === 'blank'
          ? 'Nothing is on the disc: mend the cause, and burn again'
          : 'What is on the disc can be made playable with `discwright close`; for a whole copy take another disc',
      cause: sent.failure,
    });
  }

  #discNow(): Promise<DiscState | undefined> {
    return readDiscState(this.drive).catch(() => undefined);
  }
}

/** LONG WRITE IN PROGRESS is waited for by the transport; here it arrives only when the sense data came too late for that. */
const isBufferFull = (failure: unknown): boolean =>
  failure instanceof SenseError && isSense(failure.sense, SenseKey.NotReady, 0x04, 0x08);

const trackGone = (track: number, disc: DiscState): BurnError =>
  new BurnError({
    phase: 'verifying',
    track,
    reason: 'the drive reported success, but the disc does not have the track',
    disc,
    remedy: DISTRUST,
  });

/** What drives answer to SEND OPC INFORMATION and then write well. */
const HARMLESS_TO_CALIBRATION: readonly ((sense: SenseTriple) => boolean)[] = [
  ({ key }) => key === SenseKey.IllegalRequest,
  // Operator selected write permit.
  (sense) => isSense(sense, SenseKey.UnitAttention, 0x5a, 0x03),
  // Power calibration area almost full: it was done, and there is little room for another.
  (sense) => isSense(sense, SenseKey.MediumError, 0x73, 0x01),
];

/**
 * Has the laser's power calibrated. Drives without the command calibrate by themselves at the first WRITE, so its refusal
 * is no error; a calibration that fails is one, found before anything was written.
 */
async function calibrate(drive: Drive): Promise<void> {
  try {
    await drive.execute(sendOpcInformation({ doOpc: true }, []));
  } catch (error) {
    if (!(error instanceof SenseError)) throw error;
    if (HARMLESS_TO_CALIBRATION.some((isHarmless) => isHarmless(error.sense))) return;
    throw new BurnError({
      phase: 'calibrating',
      reason: error.message,
      remedy: 'Nothing was written. Clean the disc or take another one; write at another speed',
      cause: error,
    });
  }
}
