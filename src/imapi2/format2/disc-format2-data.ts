import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { membersInJson } from '../../json-values.ts';
import { type IMAPI_MEDIA_PHYSICAL_TYPE, IMAPI_BURN_VERIFICATION_LEVEL as Level } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { RecorderIdentity } from '../core/recorder-binding.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import {
  type ByteStream,
  collect,
  isUnmeasured,
  measuredStream,
  type StreamData,
  TooLongError,
} from '../core/stream-data.ts';
import { variantBool } from '../core/variant-bool.ts';
import type {
  DDiscFormat2DataEventSource,
  IBurnVerification,
  IDiscFormat2Data,
  IDiscFormat2DataEventArgs,
  IMultisession,
} from '../interfaces/index.ts';
import { DATA_MEDIA, type DataMedium, dataMedium } from './data-medium.ts';
import { freeSectors, nextAddress, previousEnd, previousStart, totalSectors } from './data-space.ts';
import { mediaStatus } from './data-status.ts';
import { writeData } from './data-write.ts';
import { DiscFormatWriter } from './disc-format-writer.ts';
import { MultisessionRandomWrite } from './multisession-random-write.ts';
import { MultisessionSequential } from './multisession-sequential.ts';
import { writeProtection } from './write-protection.ts';

const NAME = 'the data';
/** More than any CD has, so that a stream that never ends does: it is read into memory. */
const MOST_BYTES = 1_000_000_000;

interface Switches {
  bufferUnderrunFreeDisabled: boolean;
  postgapAlreadyInImage: boolean;
  forceMediaToBeClosed: boolean;
  disableConsumerDvdCompatibilityMode: boolean;
  forceOverwrite: boolean;
}

/** Writes images as sessions of data, as IMAPI2's MsftDiscFormat2Data does: to CDs, and to every DVD and BD that can be written. */
export class DiscFormat2Data
  extends DiscFormatWriter<IDiscFormat2Data, IDiscFormat2DataEventArgs>
  implements IDiscFormat2Data, IBurnVerification, DDiscFormat2DataEventSource
{
  protected override readonly noRecorder = HResult.E_IMAPI_RECORDER_REQUIRED;
  protected override readonly recorderNotSupported = HResult.E_IMAPI_DF2DATA_RECORDER_NOT_SUPPORTED;
  protected override readonly clientNameNotValid = HResult.E_IMAPI_DF2DATA_CLIENT_NAME_IS_NOT_VALID;
  readonly #switches: Switches = {
    bufferUnderrunFreeDisabled: false,
    postgapAlreadyInImage: false,
    forceMediaToBeClosed: false,
    disableConsumerDvdCompatibilityMode: false,
    forceOverwrite: false,
  };
  #verification: Level = Level.IMAPI_BURN_VERIFICATION_NONE;

  get bufferUnderrunFreeDisabled(): boolean {
    return this.#switches.bufferUnderrunFreeDisabled;
  }

  set bufferUnderrunFreeDisabled(value: boolean) {
    this.#set('bufferUnderrunFreeDisabled', value);
  }

  get postgapAlreadyInImage(): boolean {
    return this.#switches.postgapAlreadyInImage;
  }

  set postgapAlreadyInImage(value: boolean) {
    this.#set('postgapAlreadyInImage', value);
  }

  get forceMediaToBeClosed(): boolean {
    return this.#switches.forceMediaToBeClosed;
  }

  set forceMediaToBeClosed(value: boolean) {
    this.#set('forceMediaToBeClosed', value);
  }

  get disableConsumerDvdCompatibilityMode(): boolean {
    return this.#switches.disableConsumerDvdCompatibilityMode;
  }

  set disableConsumerDvdCompatibilityMode(value: boolean) {
    this.#set('disableConsumerDvdCompatibilityMode', value);
  }

  get forceOverwrite(): boolean {
    return this.#switches.forceOverwrite;
  }

  set forceOverwrite(value: boolean) {
    this.#set('forceOverwrite', value);
  }

  get burnVerificationLevel(): Level {
    return this.#verification;
  }

  /** The result of every step is read back at any level. QUICK also reads a block; FULL all of the session. */
  set burnVerificationLevel(value: Level) {
    const member = 'burnVerificationLevel';
    this.requireNoWrite(member);
    if (!Object.values(Level).includes(value)) throw new ImapiError(HResult.E_INVALIDARG, { member });
    this.#verification = value;
  }

  get currentMediaStatus(): Promise<number> {
    return this.#asking('currentMediaStatus', (medium, _member, drive) => mediaStatus(drive, medium));
  }

  get writeProtectStatus(): Promise<number> {
    return this.#asking('writeProtectStatus', (medium, _member, drive) => writeProtection(drive, medium));
  }

  get totalSectorsOnMedia(): Promise<number> {
    return this.#asking('totalSectorsOnMedia', (medium, member, drive) => totalSectors(drive, medium, member));
  }

  get freeSectorsOnMedia(): Promise<number> {
    return this.#asking('freeSectorsOnMedia', (medium, member) =>
      freeSectors(medium, this.postgapAlreadyInImage, member),
    );
  }

  get nextWritableAddress(): Promise<number> {
    return this.#asking('nextWritableAddress', nextAddress);
  }

  get startAddressOfPreviousSession(): Promise<number> {
    return this.#asking('startAddressOfPreviousSession', previousStart);
  }

  get lastWrittenAddressOfPreviousSession(): Promise<number> {
    return this.#asking('lastWrittenAddressOfPreviousSession', previousEnd);
  }

  get multisessionInterfaces(): readonly IMultisession[] {
    const shared = this.requireDrive('multisessionInterfaces', this.noRecorder);
    return this.recorder === null
      ? []
      : [
          new MultisessionSequential(this.recorder, shared, () => this.postgapAlreadyInImage),
          new MultisessionRandomWrite(this.recorder, shared),
        ];
  }

  override get supportedMediaTypes(): readonly IMAPI_MEDIA_PHYSICAL_TYPE[] {
    return DATA_MEDIA;
  }

  write(data: StreamData): Promise<void> {
    return this.call('write()', async (member) => {
      if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
      const shared = this.requireDrive(member, this.noRecorder);
      this.requireNoWrite(member);
      if (this.clientName === '') throw new ImapiError(this.clientNameNotValid, { member });
      const stream = isUnmeasured(data) ? undefined : imageOf(measuredStream(data, NAME), member);
      const cancel = new AbortController();
      this.cancel = cancel;
      const write = async () =>
        this.#write(shared, stream ?? (await collected(data, cancel.signal, member)), cancel, member);
      await this.activity.during('writing', () => shared.ask(write));
    });
  }

  cancelWrite(): void {
    if (this.activity.current === undefined) {
      throw new ImapiError(HResult.E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS, { member: 'cancelWrite()' });
    }
    this.cancel?.abort();
  }

  protected override supports(identity: RecorderIdentity): boolean {
    return identity.data;
  }

  protected override requireSettable(member: string): void {
    this.requireNoWrite(member);
  }

  protected override requireNoWrite(member: string): void {
    if (this.activity.current !== undefined)
      throw new ImapiError(HResult.E_IMAPI_DF2DATA_WRITE_IN_PROGRESS, { member });
  }

  async #write(shared: SharedDrive, stream: ByteStream, cancel: AbortController, member: string): Promise<void> {
    shared.takeFor(this.token, this.recorder ?? {}, member);
    try {
      const options = {
        clientName: this.clientName,
        bufferUnderrunFree: !this.bufferUnderrunFreeDisabled,
        postgapAlreadyInImage: this.postgapAlreadyInImage,
        forceMediaToBeClosed: this.forceMediaToBeClosed,
        disableConsumerDvdCompatibilityMode: this.disableConsumerDvdCompatibilityMode,
        forceOverwrite: this.forceOverwrite,
        verification: this.#verification,
        speed: this.speed,
        signal: cancel.signal,
        emit: (progress: IDiscFormat2DataEventArgs) => this.notify(this, progress),
      };
      await writeData(shared, stream, options, member);
    } catch (error) {
      if (cancel.signal.aborted && error === cancel.signal.reason) {
        throw new ImapiError(HResult.E_IMAPI_REQUEST_CANCELLED, { member, remedy: 'Nothing was written.' });
      }
      throw error;
    } finally {
      shared.whileWriting = undefined;
      await shared.release(this.token);
    }
  }

  #set(member: keyof Switches, value: boolean): void {
    const wanted = variantBool(value, member);
    this.requireNoWrite(member);
    this.#switches[member] = wanted;
  }

  /** Asks about the disc; not during a write. */
  #asking<T>(
    member: string,
    answer: (medium: DataMedium, member: string, drive: SharedDrive['drive']) => T | Promise<T>,
  ): Promise<T> {
    return this.call(member, async () => {
      const shared = this.requireDrive(member, this.noRecorder);
      this.requireNoWrite(member);
      return shared.ask(async () => {
        const { drive } = shared;
        return await answer(await dataMedium(drive, await shared.mediaType()), member, drive);
      });
    });
  }

  /** What it holds, as plain data, for logs. */
  override toJSON(): object {
    return {
      ...super.toJSON(),
      ...membersInJson(this, [
        'forceMediaToBeClosed',
        'forceOverwrite',
        'bufferUnderrunFreeDisabled',
        'burnVerificationLevel',
      ]),
    };
  }
}

/** @throws STREAM_NOT_SUPPORTED for what is not an image in sectors of 2,048 bytes */
function imageOf(stream: ByteStream | undefined, member: string): ByteStream {
  if (stream !== undefined && stream.lengthBytes > 0 && stream.lengthBytes % USER_DATA_BYTES === 0) return stream;
  throw new ImapiError(HResult.E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED, {
    member,
    ...(stream === undefined ? {} : { meaning: `the data has ${stream.lengthBytes} bytes, not whole sectors` }),
    remedy: `Give an image, a multiple of ${USER_DATA_BYTES} bytes: memory, a Blob, a stream, or the result of createResultImage().`,
  });
}

async function collected(data: StreamData, signal: AbortSignal, member: string): Promise<ByteStream> {
  try {
    if (isUnmeasured(data)) return imageOf(await collect(data, NAME, MOST_BYTES, signal), member);
    return imageOf(undefined, member);
  } catch (cause) {
    if (cause instanceof ImapiError || signal.aborted) throw cause;
    if (!(cause instanceof TooLongError))
      throw new ImapiError(HResult.E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED, { member, cause });
    throw new ImapiError(HResult.E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA, {
      member,
      meaning: 'a stream that does not say its length is read into memory, and this one is longer than 1 GB',
      remedy: 'Give a Blob (openAsBlob of node:fs), or an object that says its length.',
      cause,
    });
  }
}
