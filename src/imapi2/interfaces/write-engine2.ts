import type { StreamData } from '../core/stream-data.ts';
import type { IDiscRecorder2Ex } from './disc-recorder2-ex.ts';
import type { IWriteEngine2EventArgs } from './track-at-once-events.ts';

/**
 * Sends WRITE commands and nothing else (IWriteEngine2, 27354135-7F64-5B0F-8F00-5D77AFBE261E): what comes before and after a
 * write is the caller's task. The other writers do not need it.
 */
export interface IWriteEngine2 {
  /**
   * IWriteEngine2::WriteSection. Writes sectors of the stream from an address onward.
   * @param startingBlockAddress LBA; may be negative
   * @throws E_POINTER, E_INVALIDARG, RECORDER_LOCKED, device errors, E_IMAPI_REQUEST_CANCELLED
   */
  writeSection(data: StreamData, startingBlockAddress: number, numberOfBlocks: number): Promise<void>;
  /** IWriteEngine2::CancelWrite. @returns S_OK, or S_IMAPI_WRITE_NOT_IN_PROGRESS */
  cancelWrite(): number;
  /** IWriteEngine2::get_Recorder. Null until it is set. */
  get recorder(): IDiscRecorder2Ex | null;
  /** IWriteEngine2::put_Recorder. Null clears it. @throws E_FAIL during a write, E_INVALIDARG */
  set recorder(value: IDiscRecorder2Ex | null);
  /** IWriteEngine2::get_UseStreamingWrite12. False at first. */
  get useStreamingWrite12(): boolean;
  /**
   * IWriteEngine2::put_UseStreamingWrite12. True: WRITE(12) with streaming, which spends no time on bad blocks of DVD-RAM and BD.
   * @throws E_INVALIDARG, E_FAIL during a write
   */
  set useStreamingWrite12(value: boolean);
  /** IWriteEngine2::get_StartingSectorsPerSecond. -1 at first: the fastest. */
  get startingSectorsPerSecond(): number;
  /** IWriteEngine2::put_StartingSectorsPerSecond. Kept, and not needed: the drive says when its buffer is full. @throws E_INVALIDARG */
  set startingSectorsPerSecond(value: number);
  /** IWriteEngine2::get_EndingSectorsPerSecond. -1 at first: the fastest. */
  get endingSectorsPerSecond(): number;
  /** IWriteEngine2::put_EndingSectorsPerSecond. Kept, and not needed. @throws E_INVALIDARG */
  set endingSectorsPerSecond(value: number);
  /** IWriteEngine2::get_BytesPerSector. 0 until it is set. */
  get bytesPerSector(): number;
  /** IWriteEngine2::put_BytesPerSector. Mandatory: 2,048, 2,352 and so on, at most what one command carries. @throws E_INVALIDARG */
  set bytesPerSector(value: number);
  /** IWriteEngine2::get_WriteInProgress. */
  readonly writeInProgress: boolean;
}

/** What a listener implements (DWriteEngine2Events, 27354137-7F64-5B0F-8F00-5D77AFBE261E). */
export interface DWriteEngine2Events {
  /** DWriteEngine2Events::Update. Before, every half second during, and after the write. */
  update(object: IWriteEngine2, progress: IWriteEngine2EventArgs): void;
}

/** The source of the event: COM's connection point, in the manner of Node's EventEmitter. */
export interface DWriteEngine2EventSource {
  on(event: 'update', listener: DWriteEngine2Events['update']): this;
  off(event: 'update', listener: DWriteEngine2Events['update']): this;
}
