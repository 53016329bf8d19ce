import { discInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { currentWriteSpeed, supportedWriteSpeeds } from '../../drive/write-speed.ts';
import { DiscStatus } from '../../mmc/commands/read-disc-information.ts';
import type { WriteSpeed } from '../../mmc/mode-pages/capabilities.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from './enums.ts';
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

  takeFor(writer: object): void {
    this.#writer = writer;
  }

  /** The writer has finished with the drive: deferred actions run now. */
  async release(writer: object): Promise<void> {
    if (this.#writer !== writer) return;
    this.#writer = undefined;
    this.sighting.forget();
    await everyOne(this.#whenIdle.splice(0));
  }

  /** Runs the action now, or when the writer that has the drive has finished with it. */
  async whenIdle(action: () => Promise<void>): Promise<void> {
    if (this.#writer === undefined) await action();
    else this.#whenIdle.push(action);
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
