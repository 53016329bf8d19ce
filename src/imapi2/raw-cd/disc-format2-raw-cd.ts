import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import { membersInJson } from '../../json-values.ts';
import { rawBlockTypes } from '../../write/index.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import { IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as SectorType } from '../core/enums-formats.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bindingOf, type RecorderIdentity } from '../core/recorder-binding.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { measuredStream, type StreamData } from '../core/stream-data.ts';
import { TRACK_AT_ONCE_MEDIA } from '../format2/medium-check.ts';
import { type PreparedSession, PreparedWriter } from '../format2/prepared-writer.ts';
import type {
  DDiscFormat2RawCDEventSource,
  IDiscFormat2RawCD,
  IDiscFormat2RawCDEventArgs,
} from '../interfaces/index.ts';
import { RAW_IMAGE_START_LBA, sectorBytesOf } from './raw-image-stream.ts';
import { RawPreparedSession } from './raw-session.ts';
import { sectorTypesOf } from './sector-types.ts';

/**
 * Writes raw images as whole discs, as IMAPI2's MsftDiscFormat2RawCD does. `await using` releases the drive; one that is
 * garbage while its disc is prepared releases it too, with a warning of the process.
 */
export class DiscFormat2RawCD
  extends PreparedWriter<IDiscFormat2RawCD, IDiscFormat2RawCDEventArgs>
  implements IDiscFormat2RawCD, DDiscFormat2RawCDEventSource
{
  protected override readonly noRecorder = HResult.E_IMAPI_DF2RAW_NO_RECORDER_SPECIFIED;
  protected override readonly recorderNotSupported = HResult.E_IMAPI_DF2RAW_RECORDER_NOT_SUPPORTED;
  protected override readonly clientNameNotValid = HResult.E_IMAPI_DF2RAW_CLIENT_NAME_IS_NOT_VALID;
  protected override readonly writeInProgress = HResult.E_IMAPI_DF2RAW_WRITE_IN_PROGRESS;
  protected override readonly writeNotInProgress = HResult.E_IMAPI_DF2RAW_WRITE_NOT_IN_PROGRESS;
  protected override readonly mediaIsPrepared = HResult.E_IMAPI_DF2RAW_MEDIA_IS_PREPARED;
  protected override readonly mediaIsNotPrepared = HResult.E_IMAPI_DF2RAW_MEDIA_IS_NOT_PREPARED;
  #sectorType: SectorType = SectorType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED;

  constructor() {
    super('DiscFormat2RawCD');
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
    this.cancelWriting('cancelWrite()');
  }

  get startOfNextSession(): number {
    return this.#requireSession('startOfNextSession').startOfNextSession;
  }

  get lastPossibleStartOfLeadout(): number {
    return this.#requireSession('lastPossibleStartOfLeadout').lastPossibleStartOfLeadout;
  }

  get supportedSectorTypes(): Promise<readonly SectorType[]> {
    return this.call('supportedSectorTypes', async (member) => {
      const shared = this.requireDrive(member, this.noRecorder);
      const session = this.session as RawPreparedSession | undefined;
      if (session !== undefined) return session.sectorTypes;
      if (this.recorder === null || bindingOf(this.recorder)?.identity.raw !== true) return [];
      // Page 05h must not be changed under another writer.
      shared.takeFor(this.token, this.recorder, member);
      try {
        return await shared.ask(async () => sectorTypesOf(await rawBlockTypes(shared.drive)));
      } finally {
        await shared.release(this.token);
      }
    });
  }

  get requestedSectorType(): SectorType {
    this.#requireSession('requestedSectorType');
    return this.#sectorType;
  }

  set requestedSectorType(value: SectorType) {
    const member = 'requestedSectorType';
    this.requireNoWrite(member);
    const { sectorTypes } = this.#requireSession(member);
    if (!sectorTypes.includes(value)) {
      const remedy = `Use one of supportedSectorTypes: ${sectorTypes.join(', ')}.`;
      throw new ImapiError(HResult.E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED, { member, remedy });
    }
    this.#sectorType = value;
  }

  override get supportedMediaTypes(): readonly IMAPI_MEDIA_PHYSICAL_TYPE[] {
    return TRACK_AT_ONCE_MEDIA;
  }

  protected override open(shared: SharedDrive, recorder: object): Promise<PreparedSession> {
    return RawPreparedSession.open(shared, this.token, recorder, {
      clientName: this.clientName,
      bufferUnderrunFree: !this.bufferUnderrunFreeDisabled,
      speed: this.speed,
    });
  }

  protected override async release(session: PreparedSession): Promise<void> {
    await session[Symbol.asyncDispose]();
  }

  protected override supports(identity: RecorderIdentity): boolean {
    return identity.raw;
  }

  #write(name: string, data: StreamData, startLba: number | undefined): Promise<void> {
    return this.call(name, async (member) => {
      if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
      const sectorBytes = sectorBytesOf(this.#sectorType);
      const stream = measuredStream(data, 'the raw image');
      const session = this.#requireSession(member);
      this.requireNoWrite(member);
      if (startLba === undefined) throw new ImapiError(HResult.E_INVALIDARG, { member });
      if (stream === undefined || stream.lengthBytes === 0 || stream.lengthBytes % sectorBytes !== 0) {
        const remedy = `Give an image of sectors of ${sectorBytes} bytes, such as the result of createResultImage().`;
        throw new ImapiError(HResult.E_IMAPI_DF2RAW_STREAM_NOT_SUPPORTED, { member, remedy });
      }
      const cancel = new AbortController();
      this.cancel = cancel;
      const options = {
        sectorType: this.#sectorType,
        startLba,
        signal: cancel.signal,
        emit: (progress: IDiscFormat2RawCDEventArgs) => this.notify(this, progress),
      };
      await this.activity.during('writing', () => session.write(stream, options, member));
    });
  }

  /** What {@link open} has made. */
  #requireSession(member: string): RawPreparedSession {
    return this.requirePrepared(member) as RawPreparedSession;
  }

  /** What it holds, as plain data, for logs. */
  override toJSON(): object {
    return { ...super.toJSON(), ...membersInJson(this, ['requestedSectorType', 'bufferUnderrunFreeDisabled']) };
  }
}
