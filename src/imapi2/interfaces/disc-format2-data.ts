import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import type { IMAPI_FORMAT2_DATA_WRITE_ACTION } from '../core/enums-formats.ts';
import type { StreamData } from '../core/stream-data.ts';
import type { IDiscFormat2, IWriteSpeedDescriptor } from './disc-format2.ts';
import type { IDiscRecorder2 } from './disc-recorder2.ts';
import type { IMultisession } from './multisession.ts';
import type { IWriteEngine2EventArgs } from './track-at-once-events.ts';

/**
 * Writes an image, such as an ISO 9660 file system, as a session of its own (IDiscFormat2Data,
 * 27354153-9F64-5B0F-8F00-5D77AFBE261E). Names of results are shortened: without E_IMAPI_ and E_IMAPI_DF2DATA_. Setters throw
 * WRITE_IN_PROGRESS during a write.
 */
export interface IDiscFormat2Data extends IDiscFormat2 {
  /** IDiscFormat2Data::get_Recorder. Null until it is set. */
  get recorder(): IDiscRecorder2 | null;
  /** IDiscFormat2Data::put_Recorder. Null clears it. @throws WRITE_IN_PROGRESS, RECORDER_NOT_SUPPORTED */
  set recorder(value: IDiscRecorder2 | null);
  /** IDiscFormat2Data::get_BufferUnderrunFreeDisabled. False at first: protection is on. */
  get bufferUnderrunFreeDisabled(): boolean;
  /** IDiscFormat2Data::put_BufferUnderrunFreeDisabled. */
  set bufferUnderrunFreeDisabled(value: boolean);
  /** IDiscFormat2Data::get_PostgapAlreadyInImage. False at first. */
  get postgapAlreadyInImage(): boolean;
  /** IDiscFormat2Data::put_PostgapAlreadyInImage. False: 150 sectors of zeros are written after the image. */
  set postgapAlreadyInImage(value: boolean);
  /** IDiscFormat2Data::get_CurrentMediaStatus. Bits of IMAPI_FORMAT2_DATA_MEDIA_STATE. @throws RECORDER_REQUIRED, device errors */
  readonly currentMediaStatus: Promise<number>;
  /** IDiscFormat2Data::get_WriteProtectStatus. Bits of IMAPI_MEDIA_WRITE_PROTECT_STATE: 0 for a disc that is not protected. */
  readonly writeProtectStatus: Promise<number>;
  /** IDiscFormat2Data::get_TotalSectorsOnMedia. All sectors of the disc, written or not. @throws INVALID_MEDIA_STATE */
  readonly totalSectorsOnMedia: Promise<number>;
  /**
   * IDiscFormat2Data::get_FreeSectorsOnMedia. Sectors that the next image may have: without run-out, without the post-gap unless
   * {@link postgapAlreadyInImage}. @throws INVALID_MEDIA_STATE for a disc to which nothing can be added
   */
  readonly freeSectorsOnMedia: Promise<number>;
  /** IDiscFormat2Data::get_NextWritableAddress. LBA of the next image's first sector: 0 on a disc that is overwritten. @throws INVALID_MEDIA_STATE */
  readonly nextWritableAddress: Promise<number>;
  /** IDiscFormat2Data::get_StartAddressOfPreviousSession. LBA; -1 when no session is closed, and on a disc that is overwritten. */
  readonly startAddressOfPreviousSession: Promise<number>;
  /** IDiscFormat2Data::get_LastWrittenAddressOfPreviousSession. LBA; -1 when no session is closed. IMAPI2 may say E_NOTIMPL. */
  readonly lastWrittenAddressOfPreviousSession: Promise<number>;
  /** IDiscFormat2Data::get_ForceMediaToBeClosed. False at first. */
  get forceMediaToBeClosed(): boolean;
  /** IDiscFormat2Data::put_ForceMediaToBeClosed. True finalizes the disc; false leaves it open for another session. */
  set forceMediaToBeClosed(value: boolean);
  /** IDiscFormat2Data::get_DisableConsumerDvdCompatibilityMode. False at first. */
  get disableConsumerDvdCompatibilityMode(): boolean;
  /**
   * IDiscFormat2Data::put_DisableConsumerDvdCompatibilityMode. True leaves a DVD+R open for another session unless
   * {@link forceMediaToBeClosed} is true, and the background format of a DVD+RW going on. No effect on other discs.
   */
  set disableConsumerDvdCompatibilityMode(value: boolean);
  /** IDiscFormat2Data::get_CurrentPhysicalMediaType. @throws RECORDER_REQUIRED, device errors */
  readonly currentPhysicalMediaType: Promise<IMAPI_MEDIA_PHYSICAL_TYPE>;
  /** IDiscFormat2Data::get_ClientName. Empty until it is set. */
  get clientName(): string;
  /** IDiscFormat2Data::put_ClientName. Mandatory before {@link write}. @throws CLIENT_NAME_IS_NOT_VALID, WRITE_IN_PROGRESS */
  set clientName(value: string);
  /** IDiscFormat2Data::get_RequestedWriteSpeed. Sectors per second; -1 at first. */
  readonly requestedWriteSpeed: number;
  /** IDiscFormat2Data::get_RequestedRotationTypeIsPureCAV. */
  readonly requestedRotationTypeIsPureCAV: boolean;
  /** IDiscFormat2Data::get_CurrentWriteSpeed. Sectors per second. @throws RECORDER_REQUIRED, UNEXPECTED_RESPONSE_FROM_DEVICE */
  readonly currentWriteSpeed: Promise<number>;
  /** IDiscFormat2Data::get_CurrentRotationTypeIsPureCAV. */
  readonly currentRotationTypeIsPureCAV: Promise<boolean>;
  /** IDiscFormat2Data::get_SupportedWriteSpeeds. Fastest first. */
  readonly supportedWriteSpeeds: Promise<readonly number[]>;
  /** IDiscFormat2Data::get_SupportedWriteSpeedDescriptors. */
  readonly supportedWriteSpeedDescriptors: Promise<readonly IWriteSpeedDescriptor[]>;
  /** IDiscFormat2Data::get_ForceOverwrite. False at first. */
  get forceOverwrite(): boolean;
  /** IDiscFormat2Data::put_ForceOverwrite. True lets {@link write} replace what is on a DVD+RW, DVD-RAM, BD-RE or formatted DVD-RW. */
  set forceOverwrite(value: boolean);
  /** IDiscFormat2Data::get_MultisessionInterfaces. How the disc can be added to. @throws RECORDER_REQUIRED */
  readonly multisessionInterfaces: readonly IMultisession[];
  /**
   * IDiscFormat2Data::Write. Writes the image as a session, and closes it. An open session on the disc is closed first, so that
   * another can follow: IMAPI2 refuses such a disc. On a disc that is overwritten, from sector 0, only the sectors of `blockRanges` if
   * the stream is an IBlockRangeList too, or after what is there if importFileSystem() has made the image for that. Sectors have
   * 2,048 bytes.
   * @throws E_POINTER, RECORDER_REQUIRED, WRITE_IN_PROGRESS, CLIENT_NAME_IS_NOT_VALID, MEDIA_IS_NOT_SUPPORTED,
   * INVALID_MEDIA_STATE, MEDIA_NOT_BLANK, STREAM_NOT_SUPPORTED, STREAM_TOO_LARGE_FOR_CURRENT_MEDIA, device errors, REQUEST_CANCELLED,
   * BURN_VERIFICATION_FAILED
   */
  write(data: StreamData): Promise<void>;
  /**
   * IDiscFormat2Data::CancelWrite. From anywhere: no more WRITEs are sent, and the session is closed with what was written.
   * @throws WRITE_NOT_IN_PROGRESS
   */
  cancelWrite(): void;
  /** IDiscFormat2Data::SetWriteSpeed. As of track-at-once. */
  setWriteSpeed(requestedSectorsPerSecond: number, rotationTypeIsPureCAV: boolean): Promise<number>;
}

/** A data write's progress (IDiscFormat2DataEventArgs, 2735413D-7F64-5B0F-8F00-5D77AFBE261E). */
export interface IDiscFormat2DataEventArgs extends IWriteEngine2EventArgs {
  /** IDiscFormat2DataEventArgs::get_ElapsedTime. Whole seconds since write was called. */
  readonly elapsedTime: number;
  /** IDiscFormat2DataEventArgs::get_RemainingTime. An estimate in whole seconds. */
  readonly remainingTime: number;
  /** IDiscFormat2DataEventArgs::get_TotalTime. Elapsed and remaining together. */
  readonly totalTime: number;
  /** IDiscFormat2DataEventArgs::get_CurrentAction. */
  readonly currentAction: IMAPI_FORMAT2_DATA_WRITE_ACTION;
}

/** What a listener implements (DDiscFormat2DataEvents, 2735413C-7F64-5B0F-8F00-5D77AFBE261E). */
export interface DDiscFormat2DataEvents {
  /** DDiscFormat2DataEvents::Update. At each action, every half second during the write, and at the end. */
  update(object: IDiscFormat2Data, progress: IDiscFormat2DataEventArgs): void;
}

/** The source of the event: COM's connection point, in the manner of Node's EventEmitter. */
export interface DDiscFormat2DataEventSource {
  on(event: 'update', listener: DDiscFormat2DataEvents['update']): this;
  off(event: 'update', listener: DDiscFormat2DataEvents['update']): this;
}
