import { membersInJson } from '../../json-values.ts';
import { isOwnerName } from '../../transport/owner-name.ts';
import { type EventListener, EventListeners, type UpdateEvent } from '../core/events.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { variantBool } from '../core/variant-bool.ts';
import type { IDiscRecorder2 } from '../interfaces/index.ts';
import { Activity } from './activity.ts';
import { DiscFormat2 } from './disc-format2.ts';
import { applyWriteSpeed, FASTEST, type SpeedRequest, speedRequest } from './write-speed.ts';

/** What the writers of tracks, data and raw images have in common: recorder, client name, write speed and the event. */
export abstract class DiscFormatWriter<Writer, Progress> extends DiscFormat2 {
  #recorder: IDiscRecorder2 | null = null;
  #clientName = '';
  #speed: SpeedRequest | undefined;
  /** What stands for this object where nothing may refer to it. */
  protected readonly token = {};
  protected readonly activity = new Activity();
  /** Of the write that runs, or of the last one. */
  protected cancel: AbortController | undefined;
  readonly #listeners = new EventListeners<UpdateEvent<Writer, Progress>>('update');
  /** The result of put_ClientName for a name that cannot be used. */
  protected abstract readonly clientNameNotValid: number;

  /** Throws while a write runs. */
  protected abstract requireNoWrite(member: string): void;
  /** Throws while recorder and client name cannot be changed. */
  protected abstract requireSettable(member: string): void;

  override get recorder(): IDiscRecorder2 | null {
    return this.#recorder;
  }

  override set recorder(value: IDiscRecorder2 | null) {
    const member = 'recorder';
    this.requireSettable(member);
    const recorder = value ?? null;
    if (recorder !== null) this.requireSupported(recorder, member);
    this.#recorder = recorder;
  }

  get clientName(): string {
    return this.#clientName;
  }

  set clientName(value: string) {
    const member = 'clientName';
    if (!isOwnerName(value)) throw new ImapiError(this.clientNameNotValid, { member });
    this.requireSettable(member);
    this.#clientName = value;
  }

  setWriteSpeed(requestedSectorsPerSecond: number, rotationTypeIsPureCAV: boolean): Promise<number> {
    return this.call('setWriteSpeed()', async (member) => {
      const shared = this.requireDrive(member, HResult.E_IMAPI_RECORDER_REQUIRED);
      const pureCav = variantBool(rotationTypeIsPureCAV, member);
      const request = speedRequest(requestedSectorsPerSecond, pureCav, member);
      this.requireNoWrite(member);
      if (shared.writer !== undefined && shared.writer !== this.token) {
        throw new ImapiError(HResult.E_IMAPI_RECORDER_LOCKED, { member });
      }
      const hresult = await shared.ask(() => this.applySpeed(shared, request));
      this.#speed = request;
      return hresult;
    });
  }

  get requestedWriteSpeed(): number {
    return this.#speed?.sectorsPerSecond ?? FASTEST;
  }

  get requestedRotationTypeIsPureCAV(): boolean {
    return this.#speed?.pureCav ?? false;
  }

  on(event: 'update', listener: EventListener<[object: Writer, progress: Progress]>): this {
    this.#listeners.add(event, listener);
    return this;
  }

  off(event: 'update', listener: EventListener<[object: Writer, progress: Progress]>): this {
    this.#listeners.remove(event, listener);
    return this;
  }

  /** @param object this object, as listeners know it */
  protected notify(object: Writer, progress: Progress): void {
    this.#listeners.notify('update', object, progress);
  }

  /** What {@link setWriteSpeed} was given last; the drive may have forgotten it when the previous disc left. */
  protected get speed(): SpeedRequest | undefined {
    return this.#speed;
  }

  /** @returns a success HRESULT */
  protected applySpeed(shared: SharedDrive, request: SpeedRequest): Promise<number> {
    return applyWriteSpeed(shared.drive, request);
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['clientName', 'recorder', 'requestedWriteSpeed', 'requestedRotationTypeIsPureCAV']);
  }
}
