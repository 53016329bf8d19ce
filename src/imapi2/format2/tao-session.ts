import { RUN_OUT_BLOCKS } from '../../cd/geometry.ts';
import { type DiscState, incompleteTrack, nextWritableLbaOf } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { WriteSpeed } from '../../mmc/mode-pages/capabilities.ts';
import {
  cdTrackAtOnce,
  checkTableOfContents,
  checkTrack,
  DEFAULT_FIFO_BYTES,
  type Ending,
  type SentTrack,
  type TrackSource,
  trackBlocks,
  WriteSession,
} from '../../write/index.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import type { IDiscFormat2TrackAtOnceEventArgs } from '../interfaces/index.ts';
import { requireBlankMedium, requireSupportedMedium } from './medium-check.ts';
import { taoUpdate } from './tao-update.ts';
import { type EmitUpdate, UpdateReporter } from './update-reporter.ts';
import { applyWriteSpeed, type SpeedRequest, sectorsPerSecond } from './write-speed.ts';

export interface TaoSessionOptions {
  /** Empty if none was set, which is an error, but the last one that is checked. */
  readonly clientName: string;
  readonly ending: Ending;
  readonly bufferUnderrunFree: boolean;
  /** What setWriteSpeed was given last; the drive may have forgotten it when the previous disc left. */
  readonly speed: SpeedRequest | undefined;
}

export interface StepOptions {
  readonly emit: EmitUpdate<IDiscFormat2TrackAtOnceEventArgs>;
  /** Quick verification, with its event. */
  readonly verify: boolean;
}

/** From prepareMedia to releaseMedia: this program holds the drive, the tray is locked, and tracks may be added. */
export class TaoSession implements AsyncDisposable {
  readonly #shared: SharedDrive;
  readonly #writer: object;
  readonly #engine: WriteSession;
  readonly #ending: Ending;
  readonly #mediaType: IMAPI_MEDIA_PHYSICAL_TYPE;
  readonly #speeds: readonly WriteSpeed[];
  #currentSpeed: WriteSpeed | undefined;
  #nextStartLba: number;
  #freeSectors: number;
  /** Sectors of audio that the disc would hold as a single track. */
  readonly totalSectors: number;

  private constructor(
    { shared, writer, engine, mediaType }: Held,
    options: TaoSessionOptions,
    speeds: readonly WriteSpeed[],
    currentSpeed: WriteSpeed | undefined,
  ) {
    this.#shared = shared;
    this.#writer = writer;
    this.#engine = engine;
    this.#mediaType = mediaType;
    this.#ending = options.ending;
    this.#speeds = speeds;
    this.#currentSpeed = currentSpeed;
    this.#nextStartLba = engine.discBefore.nextWritableLba ?? 0;
    this.totalSectors = sectorsIn(engine.discBefore.freeBlocks ?? 0);
    this.#freeSectors = this.totalSectors;
  }

  /**
   * Takes the drive and checks the disc. Writes nothing; if anything fails, the drive is released.
   * @param writer stands for the TrackAtOnce, which nothing here may refer to: it is released when nobody refers to it
   * @param recorder the one that the drive is reached through
   * @throws RECORDER_LOCKED, device errors, MEDIA_IS_NOT_SUPPORTED, MEDIA_IS_NOT_BLANK, CLIENT_NAME_IS_NOT_VALID
   */
  static async open(
    shared: SharedDrive,
    writer: object,
    recorder: object,
    options: TaoSessionOptions,
  ): Promise<TaoSession> {
    shared.takeFor(writer, recorder, member);
    const { drive } = shared;
    try {
      let mediaType: IMAPI_MEDIA_PHYSICAL_TYPE = IMAPI_MEDIA_PHYSICAL_TYPE.IMAPI_MEDIA_TYPE_UNKNOWN;
      const engine = await WriteSession.open(drive, cdTrackAtOnce, {
        ...(options.clientName === '' ? {} : { owner: options.clientName }),
        ending: options.ending,
        bufferUnderrunFree: options.bufferUnderrunFree,
        checkMedium: async () => {
          mediaType = await requireSupportedMedium(shared, member);
          return requireBlankMedium(shared, options.clientName, member);
        },
      });
      try {
        if (options.speed !== undefined) await applyWriteSpeed(drive, options.speed);
        // Data that only answers questions during a write must not prevent the write.
        const speeds = await shared.writeSpeeds().catch(() => []);
        const currentSpeed = await shared.currentSpeed().catch(() => undefined);
        shared.sighting.claim(false, writer);
        return new TaoSession({ shared, writer, engine, mediaType }, options, speeds, currentSpeed);
      } catch (error) {
        await engine[Symbol.asyncDispose]().catch(() => {});
        throw error;
      }
    } catch (error) {
      await shared.release(writer).catch(() => {});
      throw error;
    }
  }

  /** For the warning about a writer that was abandoned. */
  get inWords(): string {
    const { length } = this.tracks;
    return `${this.#drive.path}, after ${length === 1 ? '1 track' : `${length} tracks`},`;
  }

  get tracks(): readonly SentTrack[] {
    return this.#engine.tracks;
  }

  /** Sectors that one more track may have; during a write, the value from before it. */
  get freeSectors(): number {
    return this.#freeSectors;
  }

  set bufferUnderrunFree(value: boolean) {
    this.#engine.bufferUnderrunFree = value;
  }

  /** @returns a success HRESULT */
  async setWriteSpeed(request: SpeedRequest): Promise<number> {
    const hresult = await applyWriteSpeed(this.#drive, request);
    this.#currentSpeed = await this.#shared.currentSpeed();
    return hresult;
  }

  /**
   * Writes and closes one track, which must fit.
   * @returns what was sent: shorter, or nothing, when the signal stopped it
   */
  async addTrack(source: TrackSource, signal: AbortSignal, { emit, verify }: StepOptions): Promise<SentTrack> {
    this.#shared.whileWriting = this.#factsNow();
    try {
      const reporter = this.#reporter(this.tracks.length + 1, this.#nextStartLba, trackBlocks(source), 0, emit);
      const [plan] = await this.#engine.plan([source]);
      if (plan === undefined) throw new Error('the engine planned nothing');
      const sent = await reporter.follow(this.#engine.writeTrack(plan, { signal }));
      if (verify && sent.lengthBlocks > 0) {
        reporter.reportVerifying(sent);
        await checkTrack(this.#drive, sent);
      }
      reporter.end();
      return sent;
    } finally {
      await this.#count();
      this.#shared.whileWriting = undefined;
    }
  }

  /**
   * Ends the session as doNotFinalizeMedia says, and releases the drive even if that fails. Without a track it only
   * releases the drive.
   */
  async release({ emit, verify }: StepOptions): Promise<void> {
    this.#shared.whileWriting = this.#factsNow();
    try {
      const last = this.tracks.at(-1);
      const { startLba, lengthBlocks } = last ?? { startLba: this.#nextStartLba, lengthBlocks: 0 };
      const reporter = this.#reporter(last?.number ?? 1, startLba, lengthBlocks, lengthBlocks, emit);
      const disc = await reporter.follow(this.#engine.close());
      if (last !== undefined && verify) {
        reporter.reportVerifying(last);
        await this.#checkDisc(disc);
      }
      if (last !== undefined) reporter.end();
      // Some drives report a changed medium after CLOSE SESSION; the tray is still locked, so it is the same disc.
      this.#shared.sighting.claim(disc.status !== 'blank', this.#writer);
    } catch (error) {
      await this[Symbol.asyncDispose]().catch(() => {});
      throw error;
    }
    await this[Symbol.asyncDispose]();
  }

  /** Unlocks the tray and releases the drive; what is open on the disc stays open. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#engine[Symbol.asyncDispose]();
    } finally {
      this.#shared.whileWriting = undefined;
      await this.#shared.release(this.#writer);
    }
  }

  get #drive(): Drive {
    return this.#shared.drive;
  }

  #factsNow() {
    const mediaType = this.#mediaType;
    const speeds = this.#speeds;
    const currentSpeed = this.#currentSpeed;
    const blank = this.tracks.length === 0;
    return {
      mediaType: async () => mediaType,
      blank: async () => blank,
      writeSpeeds: async () => speeds,
      currentSpeed: async () => currentSpeed,
    };
  }

  #reporter(number: number, startLba: number, lengthBlocks: number, writtenBlocks: number, emit: StepOptions['emit']) {
    const speed = this.#currentSpeed === undefined ? undefined : sectorsPerSecond(this.#currentSpeed, this.#mediaType);
    const track = {
      startLba,
      lengthBlocks,
      writtenBlocks,
      sectorsPerSecond: speed,
      fifoBytes: DEFAULT_FIFO_BYTES,
    };
    return new UpdateReporter(this.#drive.clock, taoUpdate(number), track, emit);
  }

  async #checkDisc({ status }: DiscState): Promise<void> {
    if (this.#ending !== 'leave-open') await checkTableOfContents(this.#drive, this.tracks);
    if (this.#ending === 'finalize' || status === 'appendable') return;
    throw new ImapiError(HResult.E_IMAPI_BURN_VERIFICATION_FAILED, {
      member: 'releaseMedia()',
      meaning: `the disc was left open, but the drive reports that it is ${status}`,
    });
  }

  /** Asks the drive where the next track would go and how long it might be. */
  async #count(): Promise<void> {
    try {
      const next = await incompleteTrack(this.#drive);
      this.#freeSectors = next === undefined ? 0 : sectorsIn(next.freeBlocks);
      if (next !== undefined) this.#nextStartLba = nextWritableLbaOf(next);
      if (this.tracks.length > 0) this.#shared.sighting.claim(true, this.#writer);
    } catch {
      this.#freeSectors = 0; // a drive that cannot report the space now will not accept a track either
    }
  }
}

interface Held {
  readonly shared: SharedDrive;
  readonly writer: object;
  readonly engine: WriteSession;
  readonly mediaType: IMAPI_MEDIA_PHYSICAL_TYPE;
}

const member = 'prepareMedia()';

/**
 * "Sectors that can be used for writing audio": the two run-out blocks that end a track are none. MMC's free blocks are user
 * data blocks (MMC-5 6.27), but DiscImageStudio found that a track needs two more than it has: a track that filled them to
 * the last could be lost.
 */
const sectorsIn = (freeBlocks: number): number => Math.max(0, freeBlocks - RUN_OUT_BLOCKS);
