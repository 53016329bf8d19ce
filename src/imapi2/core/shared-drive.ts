import { discInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { currentWriteSpeed, supportedWriteSpeeds } from '../../drive/write-speed.ts';
import { DiscStatus } from '../../mmc/commands/read-disc-information.ts';
import type { WriteSpeed } from '../../mmc/mode-pages/capabilities.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from './enums.ts';
import { HResult } from './hresult.ts';
import { ImapiError } from './imapi-error.ts';
import { MediumSighting } from './medium-sighting.ts';
import { physicalMediaType } from './physical-media-type.ts';

/** How long the drive may take to recognize a disc after the tray closes. */
const LOAD_LIMIT_MS = 60_000;

/** What can be asked about the disc that is in the drive. */
export interface MediumFacts {
  mediaType(): Promise<IMAPI_MEDIA_PHYSICAL_TYPE>;
  /** Nothing has been written on it. */
  blank(): Promise<boolean>;
  /** Fastest first; empty when the drive reports none. */
  writeSpeeds(): Promise<readonly WriteSpeed[]>;
  currentSpeed(): Promise<WriteSpeed | undefined>;
}

/** Runs all of them, then throws the first failure, if any. */
async function everyOne(actions: readonly (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(actions.map((action) => action()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** What all recorders and writers of this program together know about one drive. */
export class SharedDrive implements MediumFacts {
  readonly drive: Drive;
  readonly sighting: MediumSighting;
  #writer: object | undefined;
  #writerRecorder: object | undefined;
  #holder: object | undefined;
  #holds = 0;
  readonly #whenIdle: (() => Promise<void>)[] = [];
  /** Answers during a write: no command may be sent between two WRITEs only because somebody is curious. */
  whileWriting: MediumFacts | undefined;

  private constructor(drive: Drive) {
    this.drive = drive;
    this.sighting = new MediumSighting(() => drive.mediumTouches);
  }

  static readonly #all = new WeakMap<Drive, SharedDrive>();

  static of(drive: Drive): SharedDrive {
    const known = SharedDrive.#all.get(drive);
    if (known !== undefined) return known;
    const fresh = new SharedDrive(drive);
    SharedDrive.#all.set(drive, fresh);
    return fresh;
  }

  /** The writer that has prepared the disc or is preparing it. There can be only one. */
  get writer(): object | undefined {
    return this.#writer;
  }

  /**
   * @param recorder the one that the writer reaches the drive through
   * @throws E_IMAPI_RECORDER_LOCKED when another writer, or another recorder of this program, has the drive
   */
  takeFor(writer: object, recorder: object, member: string): void {
    if (this.#writer !== undefined) {
      const remedy = 'Wait for the other writer to finish; call its releaseMedia() if it has that.';
      throw new ImapiError(HResult.E_IMAPI_RECORDER_LOCKED, { member, remedy });
    }
    if (this.heldByOther(recorder)) throw this.heldError(member);
    this.#writer = writer;
    this.#writerRecorder = recorder;
  }

  /** Whether another recorder of this program has exclusive access: the drive is shared, its exclusive access is not. */
  heldByOther(recorder: object): boolean {
    const holder = this.#holder ?? (this.#writer === undefined ? undefined : this.#writerRecorder);
    return holder !== undefined && holder !== recorder;
  }

  /**
   * Takes exclusive access for one recorder until the result is disposed. Calls are counted.
   * @throws E_IMAPI_RECORDER_LOCKED when another recorder of this program has it; TransportError
   */
  async holdFor(recorder: object, clientName: string, member: string): Promise<AsyncDisposable> {
    if (this.heldByOther(recorder)) throw this.heldError(member);
    this.#holder = recorder;
    this.#holds++;
    const release = () => {
      this.#holds--;
      if (this.#holds === 0) this.#holder = undefined;
    };
    try {
      const hold = await this.drive.exclusive(clientName);
      return {
        [Symbol.asyncDispose]: async () => {
          try {
            await hold[Symbol.asyncDispose]();
          } finally {
            release();
          }
        },
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  heldError(member: string): ImapiError {
    const { exclusiveOwner } = this.drive;
    return new ImapiError(HResult.E_IMAPI_RECORDER_LOCKED, {
      member,
      meaning: `another recorder of this program${exclusiveOwner === '' ? '' : `, '${exclusiveOwner}',`} has exclusive access to the drive`,
      remedy: 'Call its releaseExclusiveAccess() first.',
    });
  }

  /** The writer has finished with the drive: deferred actions run now. */
  async release(writer: object): Promise<void> {
    if (this.#writer !== writer) return;
    this.#writer = undefined;
    this.#writerRecorder = undefined;
    this.sighting.forget();
    await everyOne(this.#whenIdle.splice(0));
  }

  /** Whether a writer has the drive through this recorder. */
  hasWriterOf(recorder: object): boolean {
    return this.#writer !== undefined && this.#writerRecorder === recorder;
  }

  /** Runs the action now, or when the writer that has the drive through this recorder has finished with it. */
  async whenIdle(recorder: object, action: () => Promise<void>): Promise<void> {
    if (this.hasWriterOf(recorder)) this.#whenIdle.push(action);
    else await action();
  }

  /** The source for questions about the disc now. */
  get medium(): MediumFacts {
    return this.whileWriting ?? this;
  }

  async mediaType(): Promise<IMAPI_MEDIA_PHYSICAL_TYPE> {
    await this.#loaded();
    const mediaType = await physicalMediaType(this.drive);
    await this.#see().catch(() => {});
    return mediaType;
  }

  async blank(): Promise<boolean> {
    await this.#loaded();
    return this.#see();
  }

  writeSpeeds(): Promise<readonly WriteSpeed[]> {
    return supportedWriteSpeeds(this.drive);
  }

  currentSpeed(): Promise<WriteSpeed | undefined> {
    return currentWriteSpeed(this.drive);
  }

  /** Checks which disc is in; if the drive cannot say now, what was last seen stays as it was. */
  async look(): Promise<void> {
    if (this.whileWriting === undefined) await this.blank().catch(() => {});
  }

  /** Does what a member asks of the drive. If the disc may have been changed by then, it is read again. */
  async ask<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } finally {
      if (!this.sighting.current) await this.look();
    }
  }

  /** Waits for a disc that is being loaded. */
  #loaded(): Promise<void> {
    return this.drive.whenReady({ activity: 'loading the disc', limitMs: LOAD_LIMIT_MS });
  }

  async #see(): Promise<boolean> {
    const { discStatus } = await discInformation(this.drive);
    const blank = discStatus === DiscStatus.Blank;
    this.sighting.see(!blank);
    return blank;
  }
}
