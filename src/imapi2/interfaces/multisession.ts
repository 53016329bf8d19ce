import type { IDiscRecorder2 } from './disc-recorder2.ts';

/** A way of adding to a disc (IMultisession, 27354150-7F64-5B0F-8F00-5D77AFBE261E). */
export interface IMultisession {
  /** IMultisession::get_IsSupportedOnCurrentMediaState. Whether the disc can be written in this way as it is. */
  readonly isSupportedOnCurrentMediaState: Promise<boolean>;
  /** IMultisession::get_InUse. Whether an image is to be made for this way. True at first. */
  get inUse(): boolean;
  /** IMultisession::put_InUse. @throws E_INVALIDARG */
  set inUse(value: boolean);
  /** IMultisession::get_ImportRecorder. The drive from which earlier sessions are imported. */
  readonly importRecorder: IDiscRecorder2;
}

/**
 * Sessions one after the other, as on CD-R. Members throw INVALID_MEDIA_STATE for a disc that is overwritten (IMultisessionSequential, 27354151-7F64-5B0F-8F00-5D77AFBE261E).
 */
export interface IMultisessionSequential extends IMultisession {
  /** IMultisessionSequential::get_IsFirstDataSession. No session on the disc has data yet; there may be audio. */
  readonly isFirstDataSession: Promise<boolean>;
  /** IMultisessionSequential::get_StartAddressOfPreviousSession. LBA; -1 when there is none. */
  readonly startAddressOfPreviousSession: Promise<number>;
  /** IMultisessionSequential::get_LastWrittenAddressOfPreviousSession. LBA; -1 when there is none. */
  readonly lastWrittenAddressOfPreviousSession: Promise<number>;
  /** IMultisessionSequential::get_NextWritableAddress. LBA at which the next session's track begins. */
  readonly nextWritableAddress: Promise<number>;
  /** IMultisessionSequential::get_FreeSectorsOnMedia. Sectors that the next session may have. */
  readonly freeSectorsOnMedia: Promise<number>;
}

/** The same with the unit of writing (IMultisessionSequential2, B507CA22-2204-11DD-966A-001AA01BBC58). */
export interface IMultisessionSequential2 extends IMultisessionSequential {
  /** IMultisessionSequential2::get_WriteUnitSize. Sectors: 1 on a CD, 16 on a DVD, 32 on a BD. */
  readonly writeUnitSize: Promise<number>;
}

/**
 * A disc that is overwritten and has no sessions: DVD+RW, DVD-RAM, BD-RE, DVD-RW in restricted overwrite. Members throw
 * INVALID_MEDIA_STATE for any other (IMultisessionRandomWrite, B507CA23-2204-11DD-966A-001AA01BBC58).
 */
export interface IMultisessionRandomWrite extends IMultisession {
  /** IMultisessionRandomWrite::get_WriteUnitSize. Sectors that are written together: 16 on a DVD, 32 on a BD. */
  readonly writeUnitSize: Promise<number>;
  /** IMultisessionRandomWrite::get_LastWrittenAddress. LBA. @throws E_NOTIMPL when the drive does not say */
  readonly lastWrittenAddress: Promise<number>;
  /** IMultisessionRandomWrite::get_TotalSectorsOnMedia. */
  readonly totalSectorsOnMedia: Promise<number>;
}
