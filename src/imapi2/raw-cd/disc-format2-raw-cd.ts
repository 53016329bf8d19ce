import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import { IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as SectorType } from '../core/enums-formats.ts';
import { EventListeners, type UpdateEvent } from '../core/events.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bindingOf, type RecorderIdentity } from '../core/recorder-binding.ts';
import { measuredStream, type StreamData } from '../core/stream-data.ts';
import { variantBool } from '../core/variant-bool.ts';
import { AbandonedWriters, type Prepared } from '../format2/abandoned-writers.ts';
import { Activity } from '../format2/activity.ts';
import { DiscFormatWriter } from '../format2/disc-format-writer.ts';
import { TRACK_AT_ONCE_MEDIA } from '../format2/medium-check.ts';
import type {
  DDiscFormat2RawCDEventSource,
  DDiscFormat2RawCDEvents,
  IDiscFormat2RawCD,
  IDiscFormat2RawCDEventArgs,
} from '../interfaces/index.ts';
import { RAW_IMAGE_START_LBA, sectorBytesOf } from './raw-image-stream.ts';
import { RawPreparedSession } from './raw-session.ts';

const ALL_SECTOR_TYPES: readonly SectorType[] = Object.values(SectorType);

const abandoned = new AbandonedWriters();

/**
 * Writes raw images as whole discs, as IMAPI2's MsftDiscFormat2RawCD does. `await using` releases the drive; one that is
 * garbage while its disc is prepared releases it too, with a warning of the process.
 */
export class DiscFormat2RawCD
  extends DiscFormatWriter
  implements IDiscFormat2RawCD, DDiscFormat2RawCDEventSource, AsyncDisposable
{
  protected override readonly noRecorder = HResult.E_IMAPI_DF2RAW_NO_RECORDER_SPECIFIED;
  protected override readonly recorderNotSupported = HResult.E_IMAPI_DF2RAW_RECORDER_NOT_SUPPORTED;
  protected override readonly clientNameNotValid = HResult.E_IMAPI_DF2RAW_CLIENT_NAME_IS_NOT_VALID;
  #bufferUnderrunFreeDisabled = false;
  #sectorType: SectorType = SectorType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED;
  readonly #prepared: Prepared<RawPreparedSession> = abandoned.watch(this, 'DiscFormat2RawCD');
  readonly #listeners = new EventListeners<UpdateEvent<IDiscFormat2RawCD, IDiscFormat2RawCDEventArgs>>('update');
  readonly #activity = new Activity();
  #cancel: AbortController | undefined;

  get #session(): RawPreparedSession | undefined {
    return this.#prepared.session;
  }

  set #session(session: RawPreparedSession | undefined) {
    this.#prepared.session = session;
  }

  prepareMedia(): Promise<void> {
    return this.call('prepareMedia()', async (member) => {
      const shared = this.requireDrive(member, this.noRecorder);
      this.#requireUnprepared(member);
      const recorder = this.recorder ?? {};
      const options = { clientName: this.clientName, speed: this.speed };
      const open = () => shared.ask(() => RawPreparedSession.open(shared, this.token, recorder, options));
      await this.#activity.during('preparing', open, (session) => {
        this.#session = session;
      });
    });
  }

  writeMedia(data: StreamData): Promise<void> {
    return this.#write('writeMedia()', data, RAW_IMAGE_START_LBA);
  }

  writeMedia2(data: StreamData, streamLeadInSectors: number): Promise<void> {
    const sectors: unknown = streamLeadInSectors;
    const start =
      Number.isSafeInteger(sectors) && streamLeadInSectors > 0 ? -PREGAP_BLOCKS - streamLeadInSectors : undefined;
    return this.#write('writeMedia2()', data, start);
  }

  cancelWrite(): void {
    if (this.#activity.current !== 'writing') {
      throw new ImapiError(HResult.E_IMAPI_DF2RAW_WRITE_NOT_IN_PROGRESS, { member: 'cancelWrite()' });
    }
    this.#cancel?.abort();
  }

  releaseMedia(): Promise<void> {
    return this.call('releaseMedia()', async (member) => {
      this.requireNoWrite(member);
      const session = this.#requirePrepared(member);
      await this.#activity.during(
        'releasing',
        async () => session[Symbol.asyncDispose](),
        () => {
          this.#session = undefined;
        },
      );
    });
  }

  get bufferUnderrunFreeDisabled(): boolean {
    return this.#bufferUnderrunFreeDisabled;
  }

  set bufferUnderrunFreeDisabled(value: boolean) {
    const member = 'bufferUnderrunFreeDisabled';
    const disabled = variantBool(value, member);
    this.#requirePrepared(member);
    this.requireNoWrite(member);
    this.#bufferUnderrunFreeDisabled = disabled;
  }

  get startOfNextSession(): number {
    return this.#requirePrepared('startOfNextSession').startOfNextSession;
  }

  get lastPossibleStartOfLeadout(): number {
    return this.#requirePrepared('lastPossibleStartOfLeadout').lastPossibleStartOfLeadout;
  }

  get supportedSectorTypes(): Promise<readonly SectorType[]> {
    return this.call('supportedSectorTypes', async (member) => {
      this.requireDrive(member, this.noRecorder);
      const raw = this.recorder !== null && bindingOf(this.recorder)?.identity.raw === true;
      return raw ? ALL_SECTOR_TYPES : [];
    });
  }

  get requestedSectorType(): SectorType {
    this.#requirePrepared('requestedSectorType');
    return this.#sectorType;
  }

  set requestedSectorType(value: SectorType) {
    const member = 'requestedSectorType';
    this.requireNoWrite(member);
    this.#requirePrepared(member);
    if (!ALL_SECTOR_TYPES.includes(value)) {
      throw new ImapiError(HResult.E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED, { member });
    }
    this.#sectorType = value;
  }

  override get supportedMediaTypes(): readonly IMAPI_MEDIA_PHYSICAL_TYPE[] {
    return TRACK_AT_ONCE_MEDIA;
  }

  on(event: 'update', listener: DDiscFormat2RawCDEvents['update']): this {
    this.#listeners.add(event, listener);
    return this;
  }

  off(event: 'update', listener: DDiscFormat2RawCDEvents['update']): this {
    this.#listeners.remove(event, listener);
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
    return identity.raw;
  }

  protected override requireSettable(member: string): void {
    this.requireNoWrite(member);
    this.#requireUnprepared(member);
  }

  protected override requireNoWrite(member: string): void {
    if (this.#activity.current === 'writing' || this.#activity.current === 'releasing') {
      throw new ImapiError(HResult.E_IMAPI_DF2RAW_WRITE_IN_PROGRESS, { member });
    }
  }

  #write(name: string, data: StreamData, startLba: number | undefined): Promise<void> {
    return this.call(name, async (member) => {
      if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
      const sectorBytes = sectorBytesOf(this.#sectorType);
      const stream = measuredStream(data, 'the raw image');
      const session = this.#requirePrepared(member);
      this.requireNoWrite(member);
      if (startLba === undefined) throw new ImapiError(HResult.E_INVALIDARG, { member });
      if (stream === undefined || stream.lengthBytes === 0 || stream.lengthBytes % sectorBytes !== 0) {
        const remedy = `Give an image of sectors of ${sectorBytes} bytes, such as the result of createResultImage().`;
        throw new ImapiError(HResult.E_IMAPI_DF2RAW_STREAM_NOT_SUPPORTED, { member, remedy });
      }
      const cancel = new AbortController();
      this.#cancel = cancel;
      const options = {
        sectorBytes,
        startLba,
        bufferUnderrunFree: !this.#bufferUnderrunFreeDisabled,
        signal: cancel.signal,
        emit: (progress: IDiscFormat2RawCDEventArgs) => this.#listeners.notify('update', this, progress),
      };
      await this.#activity.during('writing', () => session.write(stream, options, member));
    });
  }

  #requireUnprepared(member: string): void {
    if (this.#session !== undefined || this.#activity.current !== undefined) {
      throw new ImapiError(HResult.E_IMAPI_DF2RAW_MEDIA_IS_PREPARED, { member });
    }
  }

  #requirePrepared(member: string): RawPreparedSession {
    if (this.#session !== undefined) return this.#session;
    throw new ImapiError(HResult.E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED, { member });
  }
}
