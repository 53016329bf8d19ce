import type { IMAPI_FORMAT2_TAO_WRITE_ACTION } from '../core/enums.ts';
import type { IDiscFormat2TrackAtOnce } from './track-at-once.ts';

/** How far a write has come (IWriteEngine2EventArgs, 27354136-7F64-5B0F-8F00-5D77AFBE261E). */
export interface IWriteEngine2EventArgs {
  /** IWriteEngine2EventArgs::get_StartLba. Where the track begins. */
  readonly startLba: number;
  /** IWriteEngine2EventArgs::get_SectorCount. Sectors of the track, silence at its end included. */
  readonly sectorCount: number;
  /** IWriteEngine2EventArgs::get_LastReadLba. How far the source has been read. */
  readonly lastReadLba: number;
  /** IWriteEngine2EventArgs::get_LastWrittenLba. How far the drive has accepted the data. */
  readonly lastWrittenLba: number;
  /** IWriteEngine2EventArgs::get_TotalSystemBuffer. Size of this computer's write buffer, in bytes. */
  readonly totalSystemBuffer: number;
  /** IWriteEngine2EventArgs::get_UsedSystemBuffer. Bytes read from the source that the drive has not accepted yet. */
  readonly usedSystemBuffer: number;
  /** IWriteEngine2EventArgs::get_FreeSystemBuffer. The rest of {@link totalSystemBuffer}, in bytes. */
  readonly freeSystemBuffer: number;
}

/** A track-at-once write's progress (IDiscFormat2TrackAtOnceEventArgs, 27354140-7F64-5B0F-8F00-5D77AFBE261E). */
export interface IDiscFormat2TrackAtOnceEventArgs extends IWriteEngine2EventArgs {
  /** IDiscFormat2TrackAtOnceEventArgs::get_CurrentTrackNumber. 1 to 99. */
  readonly currentTrackNumber: number;
  /** IDiscFormat2TrackAtOnceEventArgs::get_CurrentAction. */
  readonly currentAction: IMAPI_FORMAT2_TAO_WRITE_ACTION;
  /** IDiscFormat2TrackAtOnceEventArgs::get_ElapsedTime. Whole seconds since addAudioTrack was called. */
  readonly elapsedTime: number;
  /** IDiscFormat2TrackAtOnceEventArgs::get_RemainingTime. An estimate in whole seconds; it may rise as well as fall. */
  readonly remainingTime: number;
}

/** What a listener implements (DDiscFormat2TrackAtOnceEvents, 2735413F-7F64-5B0F-8F00-5D77AFBE261E). */
export interface DDiscFormat2TrackAtOnceEvents {
  /**
   * DDiscFormat2TrackAtOnceEvents::Update. Called before, about every half second during, and after each step of
   * addAudioTrack. What it returns is ignored; the first error that it throws becomes a warning of the process.
   */
  update(object: IDiscFormat2TrackAtOnce, progress: IDiscFormat2TrackAtOnceEventArgs): void;
}

/** The source of the events: COM's connection point, in the manner of Node's EventEmitter. */
export interface DDiscFormat2TrackAtOnceEventSource {
  on(event: 'update', listener: DDiscFormat2TrackAtOnceEvents['update']): this;
  off(event: 'update', listener: DDiscFormat2TrackAtOnceEvents['update']): this;
}
