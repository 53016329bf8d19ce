import { MOST_TRACKS } from '../../cd/geometry.ts';
import { membersInJson } from '../../json-values.ts';
import type { TrackSource } from '../../write/index.ts';
import { type IMAPI_MEDIA_PHYSICAL_TYPE, IMAPI_BURN_VERIFICATION_LEVEL as Level } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bindingOf, type RecorderIdentity } from '../core/recorder-binding.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { isUnmeasured } from '../core/stream-data.ts';
import { variantBool } from '../core/variant-bool.ts';
import type {
  AudioTrackData,
  DDiscFormat2TrackAtOnceEventSource,
  IBurnVerification,
  IDiscFormat2TrackAtOnce,
  IDiscFormat2TrackAtOnceEventArgs,
} from '../interfaces/index.ts';
import { audioSourceOf, collectedAudio, fitting } from './audio-source.ts';
import { cancelled } from './cancelled.ts';
import { endingOf, isLeaveOpen, type LeaveOpen } from './ending.ts';
import { expectedTableOfContents, leadOutAfter } from './expected-toc.ts';
import { TRACK_AT_ONCE_MEDIA } from './medium-check.ts';
import { type PreparedSession, PreparedWriter } from './prepared-writer.ts';
import { type StepOptions, TaoSession } from './tao-session.ts';
import { requireTaoVerificationLevel } from './verification-level.ts';
import type { SpeedRequest } from './write-speed.ts';

/**
 * Writes audio CDs track by track, as IMAPI2's MsftDiscFormat2TrackAtOnce does. `await using` cancels a running track and
 * releases the drive; only {@link releaseMedia} closes the session. Like a COM object that nobody refers to any more, one
 * that is garbage while its disc is prepared releases the drive, with a warning of the process.
 * @example
 * ```ts
 * const recorder = new DiscRecorder2();
 * await recorder.initializeDiscRecorder('sim:');
 * const tao = new TrackAtOnce();
 * tao.recorder = recorder;
 * tao.clientName = 'my program';
 * await tao.prepareMedia();
 * await tao.addAudioTrack(await openAudioFile('one.wav'));
 * await tao.releaseMedia();
 * ```
 */
export class TrackAtOnce
  extends PreparedWriter<IDiscFormat2TrackAtOnce, IDiscFormat2TrackAtOnceEventArgs>
  implements IDiscFormat2TrackAtOnce, IBurnVerification, DDiscFormat2TrackAtOnceEventSource
{
  protected override readonly noRecorder = HResult.E_IMAPI_DF2TAO_NO_RECORDER_SPECIFIED;
  protected override readonly recorderNotSupported = HResult.E_IMAPI_DF2TAO_RECORDER_NOT_SUPPORTED;
  protected override readonly clientNameNotValid = HResult.E_IMAPI_DF2TAO_CLIENT_NAME_IS_NOT_VALID;
  protected override readonly writeInProgress = HResult.E_IMAPI_DF2TAO_WRITE_IN_PROGRESS;
  protected override readonly writeNotInProgress = HResult.E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS;
  protected override readonly mediaIsPrepared = HResult.E_IMAPI_DF2TAO_MEDIA_IS_PREPARED;
  protected override readonly mediaIsNotPrepared = HResult.E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED;
  #doNotFinalizeMedia = false;
  #leaveOpen: LeaveOpen = 'session';
  #verification: Level = Level.IMAPI_BURN_VERIFICATION_NONE;

  constructor() {
    super('TrackAtOnce');
  }

  addAudioTrack(data: AudioTrackData): Promise<void> {
    return this.call('addAudioTrack()', async (member) => {
      if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
      const session = this.#requireSession(member);
      this.requireNoWrite(member);
      if (session.tracks.length >= MOST_TRACKS) {
        throw new ImapiError(HResult.E_IMAPI_DF2TAO_TRACK_LIMIT_REACHED, { member });
      }
      const cancel = new AbortController();
      const { freeSectors } = session;
      const source = isUnmeasured(data)
        ? collectedAudio(data, freeSectors, cancel.signal, member)
        : fitting(audioSourceOf(data, member), freeSectors, member);
      this.cancel = cancel;
      const add = (from: TrackSource) => session.addTrack(from, cancel.signal, this.#steps);
      const sent = await this.activity.during('writing', () =>
        source instanceof Promise ? source.then(add) : add(source),
      );
      if (cancel.signal.aborted) throw cancelled(sent, member);
    });
  }

  cancelAddTrack(): void {
    this.cancelWriting('cancelAddTrack()');
  }

  get doNotFinalizeMedia(): boolean {
    return this.#doNotFinalizeMedia;
  }

  set doNotFinalizeMedia(value: boolean) {
    const member = 'doNotFinalizeMedia';
    const leavesOpen = variantBool(value, member);
    this.requireSettable(member);
    const binding = this.recorder === null ? undefined : bindingOf(this.recorder);
    if (binding?.shared.sighting.writtenByOthers(this.token)) {
      throw new ImapiError(HResult.E_IMAPI_DF2TAO_PROPERTY_FOR_BLANK_MEDIA_ONLY, { member });
    }
    this.#doNotFinalizeMedia = leavesOpen;
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
    this.requireSettable(member);
    if (!isLeaveOpen(value)) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: "Use 'session' or 'medium'." });
    }
    this.#leaveOpen = value;
  }

  get numberOfExistingTracks(): number {
    const session = this.#requireSession('numberOfExistingTracks');
    this.requireNoWrite('numberOfExistingTracks');
    return session.tracks.length;
  }

  get totalSectorsOnMedia(): number {
    return this.#requireSession('totalSectorsOnMedia').totalSectors;
  }

  get freeSectorsOnMedia(): number {
    return this.#requireSession('freeSectorsOnMedia').freeSectors;
  }

  get usedSectorsOnMedia(): number {
    const { totalSectors, freeSectors } = this.#requireSession('usedSectorsOnMedia');
    return totalSectors - freeSectors;
  }

  get expectedTableOfContents(): Uint8Array {
    const member = 'expectedTableOfContents';
    this.requireNoWrite(member);
    const { tracks } = this.#requireSession(member);
    if (tracks.length === 0) throw new ImapiError(HResult.E_IMAPI_DF2TAO_TABLE_OF_CONTENTS_EMPTY_DISC, { member });
    return expectedTableOfContents(tracks, leadOutAfter(tracks.at(-1)));
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

  protected override open(shared: SharedDrive, recorder: object): Promise<PreparedSession> {
    return TaoSession.open(shared, this.token, recorder, {
      clientName: this.clientName,
      ending: endingOf(this.#doNotFinalizeMedia, this.#leaveOpen),
      bufferUnderrunFree: !this.bufferUnderrunFreeDisabled,
      speed: this.speed,
    });
  }

  protected override release(): Promise<void> {
    return this.#requireSession('releaseMedia()').release(this.#steps);
  }

  protected override supports(identity: RecorderIdentity): boolean {
    return identity.trackAtOnce;
  }

  protected override async applySpeed(shared: SharedDrive, request: SpeedRequest): Promise<number> {
    return (this.session as TaoSession | undefined)?.setWriteSpeed(request) ?? super.applySpeed(shared, request);
  }

  get #steps(): StepOptions {
    return {
      emit: (progress) => this.notify(this, progress),
      verify: this.#verification === Level.IMAPI_BURN_VERIFICATION_QUICK,
    };
  }

  /** What {@link open} has made. */
  #requireSession(member: string): TaoSession {
    return this.requirePrepared(member) as TaoSession;
  }

  /** What it holds, as plain data, for logs. */
  override toJSON(): object {
    return {
      ...super.toJSON(),
      ...membersInJson(this, [
        'doNotFinalizeMedia',
        'leaveOpen',
        'bufferUnderrunFreeDisabled',
        'burnVerificationLevel',
        'numberOfExistingTracks',
      ]),
    };
  }
}
