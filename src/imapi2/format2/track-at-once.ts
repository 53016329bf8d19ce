import { MOST_TRACKS } from '../../cd/geometry.ts';
import { isOwnerName } from '../../transport/owner-name.ts';
import { trackBlocks } from '../../write/index.ts';
import { type IMAPI_MEDIA_PHYSICAL_TYPE, IMAPI_BURN_VERIFICATION_LEVEL as Level } from '../core/enums.ts';
import { UpdateListeners } from '../core/events.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bindingOf, type RecorderIdentity } from '../core/recorder-binding.ts';
import type {
  AudioTrackData,
  DDiscFormat2TrackAtOnceEventSource,
  DDiscFormat2TrackAtOnceEvents,
  IBurnVerification,
  IDiscFormat2TrackAtOnce,
  IDiscFormat2TrackAtOnceEventArgs,
  IDiscRecorder2,
} from '../interfaces/index.ts';
import { Activity } from './activity.ts';
import { audioSourceOf } from './audio-source.ts';
import { cancelled } from './cancelled.ts';
import { DiscFormat2 } from './disc-format2.ts';
import { endingOf, isLeaveOpen, type LeaveOpen } from './ending.ts';
import { expectedTableOfContents } from './expected-toc.ts';
import { TRACK_AT_ONCE_MEDIA } from './medium-check.ts';
import { type StepOptions, TaoSession } from './tao-session.ts';
import { requireTaoVerificationLevel } from './verification-level.ts';
import { applyWriteSpeed, FASTEST, type SpeedRequest, speedRequest } from './write-speed.ts';

/**
 * Writes audio CDs track by track, as IMAPI2's MsftDiscFormat2TrackAtOnce does. `await using` cancels a running track and
 * releases the drive; only {@link releaseMedia} closes the session.
 */
export class TrackAtOnce
  extends DiscFormat2
  implements IDiscFormat2TrackAtOnce, IBurnVerification, DDiscFormat2TrackAtOnceEventSource, AsyncDisposable
{
  protected override readonly noRecorder = HResult.E_IMAPI_DF2TAO_NO_RECORDER_SPECIFIED;
  protected override readonly recorderNotSupported = HResult.E_IMAPI_DF2TAO_RECORDER_NOT_SUPPORTED;
  #recorder: IDiscRecorder2 | null = null;
  #clientName = '';
  #doNotFinalizeMedia = false;
  #leaveOpen: LeaveOpen = 'session';
  #bufferUnderrunFreeDisabled = false;
  #speed: SpeedRequest | undefined;
  #verification: Level = Level.IMAPI_BURN_VERIFICATION_NONE;
  readonly #listeners = new UpdateListeners<IDiscFormat2TrackAtOnce, IDiscFormat2TrackAtOnceEventArgs>();
  /** From prepareMedia to releaseMedia. */
  #session: TaoSession | undefined;
  readonly #activity = new Activity();
  #cancel: AbortController | undefined;

  prepareMedia(): Promise<void> {
    return this.call('prepareMedia()', async (member) => {
      const shared = this.requireDrive(member, this.noRecorder);
      this.#requireUnprepared(member);
      const options = {
        clientName: this.#clientName,
        ending: endingOf(this.#doNotFinalizeMedia, this.#leaveOpen),
        bufferUnderrunFree: !this.#bufferUnderrunFreeDisabled,
        speed: this.#speed,
      };
      const open = () => shared.ask(() => TaoSession.open(shared, this, options));
      await this.#activity.during('preparing', open, (session) => {
        this.#session = session;
      });
    });
  }

  addAudioTrack(data: AudioTrackData): Promise<void> {
    return this.call('addAudioTrack()', async (member) => {
      if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
      const session = this.#requirePrepared(member);
      this.#requireNoWrite(member);
      if (session.tracks.length >= MOST_TRACKS) {
        throw new ImapiError(HResult.E_IMAPI_DF2TAO_TRACK_LIMIT_REACHED, { member });
      }
      const source = audioSourceOf(data, member);
      if (trackBlocks(source) > session.freeSectors) {
        const meaning = `the track has ${trackBlocks(source)} sectors, but the disc has room for ${session.freeSectors}`;
        throw new ImapiError(HResult.E_IMAPI_DF2TAO_NOT_ENOUGH_SPACE, { member, meaning });
      }
      const cancel = new AbortController();
      this.#cancel = cancel;
      const sent = await this.#activity.during('writing', () => session.addTrack(source, cancel.signal, this.#steps));
      if (cancel.signal.aborted) throw cancelled(sent, member);
    });
  }

  cancelAddTrack(): void {
    if (this.#activity.current !== 'writing') {
      throw new ImapiError(HResult.E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS, { member: 'cancelAddTrack()' });
    }
    this.#cancel?.abort();
  }

  releaseMedia(): Promise<void> {
    return this.call('releaseMedia()', async (member) => {
      this.#requireNoWrite(member);
      const session = this.#requirePrepared(member);
      const release = () => session.release(this.#steps);
      await this.#activity.during('releasing', release, () => {
        this.#session = undefined;
      });
    });
  }

  setWriteSpeed(requestedSectorsPerSecond: number, rotationTypeIsPureCAV: boolean): Promise<number> {
    return this.call('setWriteSpeed()', async (member) => {
      const shared = this.requireDrive(member, HResult.E_IMAPI_RECORDER_REQUIRED);
      const request = speedRequest(requestedSectorsPerSecond, rotationTypeIsPureCAV, member);
      this.#requireNoWrite(member);
      if (shared.writer !== undefined && shared.writer !== this) {
        throw new ImapiError(HResult.E_IMAPI_RECORDER_LOCKED, { member });
      }
      const session = this.#session;
      const hresult = await shared.ask(() => session?.setWriteSpeed(request) ?? applyWriteSpeed(shared.drive, request));
      this.#speed = request;
      return hresult;
    });
  }

  override get recorder(): IDiscRecorder2 | null {
    return this.#recorder;
  }

  override set recorder(value: IDiscRecorder2 | null) {
    const member = 'recorder';
    this.#requireNoWrite(member);
    this.#requireUnprepared(member);
    const recorder = value ?? null;
    if (recorder !== null) this.requireSupported(recorder, member);
    this.#recorder = recorder;
  }

  get clientName(): string {
    return this.#clientName;
  }

  set clientName(value: string) {
    const member = 'clientName';
    if (!isOwnerName(value)) throw new ImapiError(HResult.E_IMAPI_DF2TAO_CLIENT_NAME_IS_NOT_VALID, { member });
    this.#requireNoWrite(member);
    this.#requireUnprepared(member);
    this.#clientName = value;
  }

  get doNotFinalizeMedia(): boolean {
    return this.#doNotFinalizeMedia;
  }

  set doNotFinalizeMedia(value: boolean) {
    const member = 'doNotFinalizeMedia';
    this.#requireNoWrite(member);
    this.#requireUnprepared(member);
    const binding = this.#recorder === null ? undefined : bindingOf(this.#recorder);
    if (binding?.shared.sighting.writtenByOthers(this)) {
      throw new ImapiError(HResult.E_IMAPI_DF2TAO_PROPERTY_FOR_BLANK_MEDIA_ONLY, { member });
    }
    this.#doNotFinalizeMedia = Boolean(value);
  }

  /**
   * Not in IMAPI2: how far {@link doNotFinalizeMedia} goes when it is true. 'session', at first: the session stays open, for
   * more tracks. 'medium': {@link releaseMedia} closes the session with Multi-session 11b, so that the disc plays and another
   * session can follow, which programs that write data expect.
   * @throws when it is set: WRITE_IN_PROGRESS, MEDIA_IS_PREPARED, E_INVALIDARG
   */
  get leaveOpen(): LeaveOpen {
    return this.#leaveOpen;
  }

  set leaveOpen(value: LeaveOpen) {
    const member = 'leaveOpen';
    this.#requireNoWrite(member);
    this.#requireUnprepared(member);
    if (!isLeaveOpen(value)) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: "Use 'session' or 'medium'." });
    }
    this.#leaveOpen = value;
  }

  get bufferUnderrunFreeDisabled(): boolean {
    return this.#bufferUnderrunFreeDisabled;
  }

  set bufferUnderrunFreeDisabled(value: boolean) {
    const member = 'bufferUnderrunFreeDisabled';
    const session = this.#requirePrepared(member);
    this.#requireNoWrite(member);
    this.#bufferUnderrunFreeDisabled = Boolean(value);
    session.bufferUnderrunFree = !this.#bufferUnderrunFreeDisabled;
  }

  get numberOfExistingTracks(): number {
    const session = this.#requirePrepared('numberOfExistingTracks');
    this.#requireNoWrite('numberOfExistingTracks');
    return session.tracks.length;
  }

  get totalSectorsOnMedia(): number {
    return this.#requirePrepared('totalSectorsOnMedia').totalSectors;
  }

  get freeSectorsOnMedia(): number {
    return this.#requirePrepared('freeSectorsOnMedia').freeSectors;
  }

  get usedSectorsOnMedia(): number {
    const { totalSectors, freeSectors } = this.#requirePrepared('usedSectorsOnMedia');
    return totalSectors - freeSectors;
  }

  get expectedTableOfContents(): Uint8Array {
    const member = 'expectedTableOfContents';
    this.#requireNoWrite(member);
    const { tracks } = this.#requirePrepared(member);
    if (tracks.length === 0) throw new ImapiError(HResult.E_IMAPI_DF2TAO_TABLE_OF_CONTENTS_EMPTY_DISC, { member });
    return expectedTableOfContents(tracks);
  }

  get requestedWriteSpeed(): number {
    return this.#speed?.sectorsPerSecond ?? FASTEST;
  }

  get requestedRotationTypeIsPureCAV(): boolean {
    return this.#speed?.pureCav ?? false;
  }

  override get supportedMediaTypes(): readonly IMAPI_MEDIA_PHYSICAL_TYPE[] {
    return TRACK_AT_ONCE_MEDIA;
  }

  get burnVerificationLevel(): Level {
    return this.#verification;
  }

  /** Every track is read back at any level. QUICK checks again, also at the end of the session, and reports VERIFYING. */
  set burnVerificationLevel(value: Level) {
    this.#verification = requireTaoVerificationLevel(value, 'burnVerificationLevel');
  }

  on(_event: 'update', listener: DDiscFormat2TrackAtOnceEvents['update']): this {
    this.#listeners.add(listener);
    return this;
  }

  off(_event: 'update', listener: DDiscFormat2TrackAtOnceEvents['update']): this {
    this.#listeners.remove(listener);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cancel?.abort();
    await this.#activity.ended;
    const session = this.#session;
    this.#session = undefined;
    await session?.[Symbol.asyncDispose]();
  }

  protected override supports(identity: RecorderIdentity): boolean {
    return identity.trackAtOnce;
  }

  #requireNoWrite(member: string): void {
    if (this.#activity.current === 'writing' || this.#activity.current === 'releasing') {
      throw new ImapiError(HResult.E_IMAPI_DF2TAO_WRITE_IN_PROGRESS, { member });
    }
  }

  #requireUnprepared(member: string): void {
    if (this.#session !== undefined || this.#activity.current !== undefined) {
      throw new ImapiError(HResult.E_IMAPI_DF2TAO_MEDIA_IS_PREPARED, { member });
    }
  }

  #requirePrepared(member: string): TaoSession {
    if (this.#session !== undefined) return this.#session;
    throw new ImapiError(HResult.E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED, { member });
  }

  get #steps(): StepOptions {
    return {
      emit: (progress) => this.#listeners.notify(this, progress),
      verify: this.#verification === Level.IMAPI_BURN_VERIFICATION_QUICK,
    };
  }
}
