import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import type { IDiscFormat2 } from './disc-format2.ts';
import type { IDiscRecorder2 } from './disc-recorder2.ts';

/**
 * Erases rewritable discs (IDiscFormat2Erase, 27354156-8F64-5B0F-8F00-5D77AFBE261E). Names of results are shortened: without E_IMAPI_
 * and E_IMAPI_ERASE_.
 */
export interface IDiscFormat2Erase extends IDiscFormat2 {
  /** IDiscFormat2Erase::get_Recorder. Null until it is set. */
  get recorder(): IDiscRecorder2 | null;
  /** IDiscFormat2Erase::put_Recorder. Null clears it. @throws RECORDER_IN_USE, RECORDER_NOT_SUPPORTED */
  set recorder(value: IDiscRecorder2 | null);
  /** IDiscFormat2Erase::get_FullErase. False at first. */
  get fullErase(): boolean;
  /** IDiscFormat2Erase::put_FullErase. True erases all of the disc; false only what makes it look empty: of DVD+RW, DVD-RAM and BD-RE 2 MB at either end. */
  set fullErase(value: boolean);
  /** IDiscFormat2Erase::get_ClientName. Empty until it is set. */
  get clientName(): string;
  /** IDiscFormat2Erase::put_ClientName. The name under which the drive is taken. @throws E_INVALIDARG */
  set clientName(value: string);
  /** IDiscFormat2Erase::get_CurrentPhysicalMediaType. @throws RECORDER_REQUIRED, device errors */
  readonly currentPhysicalMediaType: Promise<IMAPI_MEDIA_PHYSICAL_TYPE>;
  /**
   * IDiscFormat2Erase::EraseMedia. Erases the disc and reads its state back.
   * @throws RECORDER_REQUIRED, RECORDER_IN_USE, CLIENT_NAME_IS_NOT_VALID, MEDIA_IS_NOT_SUPPORTED, MEDIA_IS_NOT_ERASABLE,
   * DRIVE_FAILED_SPINUP_COMMAND, DRIVE_FAILED_ERASE_COMMAND, TOOK_LONGER_THAN_ONE_HOUR, UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE,
   * DISC_INFORMATION_TOO_SMALL, device errors
   */
  eraseMedia(): Promise<void>;
}

/** What a listener implements (DDiscFormat2EraseEvents, 2735413A-7F64-5B0F-8F00-5D77AFBE261E). */
export interface DDiscFormat2EraseEvents {
  /** DDiscFormat2EraseEvents::Update. Twice a second at most; the estimate may change. What it returns is ignored. */
  update(object: IDiscFormat2Erase, elapsedSeconds: number, estimatedTotalSeconds: number): void;
}

/** The source of the event: COM's connection point, in the manner of Node's EventEmitter. */
export interface DDiscFormat2EraseEventSource {
  on(event: 'update', listener: DDiscFormat2EraseEvents['update']): this;
  off(event: 'update', listener: DDiscFormat2EraseEvents['update']): this;
}
