import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import type {
  IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE,
  IMAPI_FORMAT2_RAW_CD_WRITE_ACTION,
} from '../core/enums-formats.ts';
import type { StreamData } from '../core/stream-data.ts';
import type { IDiscFormat2, IWriteSpeedDescriptor } from './disc-format2.ts';
import type { IDiscRecorder2 } from './disc-recorder2.ts';
import type { IWriteEngine2EventArgs } from './track-at-once-events.ts';

/**
 * Writes images with sub-channels as whole discs (IDiscFormat2RawCD, 27354155-8F64-5B0F-8F00-5D77AFBE261E). In order: recorder and
 * clientName; prepareMedia; writeMedia; releaseMedia. Names of results are shortened: without E_IMAPI_ and E_IMAPI_DF2RAW_.
 */
export interface IDiscFormat2RawCD extends IDiscFormat2 {
  /**
   * IDiscFormat2RawCD::PrepareMedia. As of track-at-once: the disc must be a blank CD-R or CD-RW.
   * @throws NO_RECORDER_SPECIFIED, MEDIA_IS_PREPARED, device errors, MEDIA_IS_NOT_SUPPORTED, MEDIA_IS_NOT_BLANK,
   * CLIENT_NAME_IS_NOT_VALID
   */
  prepareMedia(): Promise<void>;
  /**
   * IDiscFormat2RawCD::WriteMedia. Writes an image whose first sector is MSF 95:00:00, from the start of the disc's lead-in.
   * @param data sectors as {@link requestedSectorType} says; RawCDImageCreator makes them
   * @throws E_POINTER, MEDIA_IS_NOT_PREPARED, WRITE_IN_PROGRESS, MEDIA_IS_NOT_BLANK, DATA_BLOCK_TYPE_NOT_SUPPORTED, STREAM_NOT_SUPPORTED,
   * STREAM_LEADIN_TOO_SHORT, NOT_ENOUGH_SPACE, device errors, REQUEST_CANCELLED
   */
  writeMedia(data: StreamData): Promise<void>;
  /** IDiscFormat2RawCD::WriteMedia2. @param streamLeadInSectors how many sectors of the image are before LBA -150 */
  writeMedia2(data: StreamData, streamLeadInSectors: number): Promise<void>;
  /** IDiscFormat2RawCD::CancelWrite. A disc that is cut off is useless; erase a CD-RW. @throws WRITE_NOT_IN_PROGRESS */
  cancelWrite(): void;
  /** IDiscFormat2RawCD::ReleaseMedia. Releases the drive. @throws MEDIA_IS_NOT_PREPARED, WRITE_IN_PROGRESS */
  releaseMedia(): Promise<void>;
  /** IDiscFormat2RawCD::SetWriteSpeed. As of track-at-once. */
  setWriteSpeed(requestedSectorsPerSecond: number, rotationTypeIsPureCAV: boolean): Promise<number>;
  /** IDiscFormat2RawCD::get_Recorder. Null until it is set. */
  get recorder(): IDiscRecorder2 | null;
  /** IDiscFormat2RawCD::put_Recorder. @throws WRITE_IN_PROGRESS, MEDIA_IS_PREPARED, RECORDER_NOT_SUPPORTED */
  set recorder(value: IDiscRecorder2 | null);
  /** IDiscFormat2RawCD::get_BufferUnderrunFreeDisabled. False at first. */
  get bufferUnderrunFreeDisabled(): boolean;
  /** IDiscFormat2RawCD::put_BufferUnderrunFreeDisabled. @throws MEDIA_IS_NOT_PREPARED, WRITE_IN_PROGRESS */
  set bufferUnderrunFreeDisabled(value: boolean);
  /** IDiscFormat2RawCD::get_StartOfNextSession. LBA of its lead-in: negative on a blank disc. @throws MEDIA_IS_NOT_PREPARED */
  readonly startOfNextSession: number;
  /** IDiscFormat2RawCD::get_LastPossibleStartOfLeadout. LBA. @throws MEDIA_IS_NOT_PREPARED */
  readonly lastPossibleStartOfLeadout: number;
  /** IDiscFormat2RawCD::get_CurrentPhysicalMediaType. @throws NO_RECORDER_SPECIFIED, device errors */
  readonly currentPhysicalMediaType: Promise<IMAPI_MEDIA_PHYSICAL_TYPE>;
  /**
   * IDiscFormat2RawCD::get_SupportedSectorTypes. What the drive accepts in its Write Parameters page, which is set to each and back;
   * none for a drive that cannot write raw.
   * @throws NO_RECORDER_SPECIFIED, RECORDER_LOCKED while another writer has the drive, device errors
   */
  readonly supportedSectorTypes: Promise<readonly IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE[]>;
  /** IDiscFormat2RawCD::get_RequestedSectorType. SUBCODE_IS_COOKED at first. @throws MEDIA_IS_NOT_PREPARED */
  get requestedSectorType(): IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE;
  /**
   * IDiscFormat2RawCD::put_RequestedSectorType. The drive gets sectors of this type; of PQ_ONLY, with 96 raw bytes if it does not
   * accept 16.
   * @throws WRITE_IN_PROGRESS, MEDIA_IS_NOT_PREPARED, DATA_BLOCK_TYPE_NOT_SUPPORTED
   */
  set requestedSectorType(value: IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE);
  /** IDiscFormat2RawCD::get_ClientName. Empty until it is set. */
  get clientName(): string;
  /** IDiscFormat2RawCD::put_ClientName. @throws CLIENT_NAME_IS_NOT_VALID, WRITE_IN_PROGRESS, MEDIA_IS_PREPARED */
  set clientName(value: string);
  /** IDiscFormat2RawCD::get_RequestedWriteSpeed. */
  readonly requestedWriteSpeed: number;
  /** IDiscFormat2RawCD::get_RequestedRotationTypeIsPureCAV. */
  readonly requestedRotationTypeIsPureCAV: boolean;
  /** IDiscFormat2RawCD::get_CurrentWriteSpeed. */
  readonly currentWriteSpeed: Promise<number>;
  /** IDiscFormat2RawCD::get_CurrentRotationTypeIsPureCAV. */
  readonly currentRotationTypeIsPureCAV: Promise<boolean>;
  /** IDiscFormat2RawCD::get_SupportedWriteSpeeds. */
  readonly supportedWriteSpeeds: Promise<readonly number[]>;
  /** IDiscFormat2RawCD::get_SupportedWriteSpeedDescriptors. */
  readonly supportedWriteSpeedDescriptors: Promise<readonly IWriteSpeedDescriptor[]>;
}

/** A raw write's progress (IDiscFormat2RawCDEventArgs, 27354143-7F64-5B0F-8F00-5D77AFBE261E). */
export interface IDiscFormat2RawCDEventArgs extends IWriteEngine2EventArgs {
  /** IDiscFormat2RawCDEventArgs::get_CurrentAction. */
  readonly currentAction: IMAPI_FORMAT2_RAW_CD_WRITE_ACTION;
  /** IDiscFormat2RawCDEventArgs::get_ElapsedTime. Whole seconds since writeMedia was called. */
  readonly elapsedTime: number;
  /** IDiscFormat2RawCDEventArgs::get_RemainingTime. An estimate in whole seconds. */
  readonly remainingTime: number;
}

/** What a listener implements (DDiscFormat2RawCDEvents, 27354142-7F64-5B0F-8F00-5D77AFBE261E). */
export interface DDiscFormat2RawCDEvents {
  /** DDiscFormat2RawCDEvents::Update. At each action, every half second during the write, and at the end. */
  update(object: IDiscFormat2RawCD, progress: IDiscFormat2RawCDEventArgs): void;
}

/** The source of the event: COM's connection point, in the manner of Node's EventEmitter. */
export interface DDiscFormat2RawCDEventSource {
  on(event: 'update', listener: DDiscFormat2RawCDEvents['update']): this;
  off(event: 'update', listener: DDiscFormat2RawCDEvents['update']): this;
}
