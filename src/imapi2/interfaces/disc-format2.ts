import type { IMAPI_BURN_VERIFICATION_LEVEL, IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import type { IDiscRecorder2 } from './disc-recorder2.ts';

/** What all format writers have in common (IDiscFormat2, 27354152-8F64-5B0F-8F00-5D77AFBE261E). */
export interface IDiscFormat2 {
  /**
   * IDiscFormat2::IsRecorderSupported. True when the drive can do what the format needs, whatever disc is in it.
   * @throws E_POINTER, device errors
   */
  isRecorderSupported(recorder: IDiscRecorder2): Promise<boolean>;
  /**
   * IDiscFormat2::IsCurrentMediaSupported. True when the disc in the drive is of a kind that the format can write, whether
   * or not it is blank.
   * @throws E_POINTER, E_IMAPI_RECORDER_MEDIA_NO_MEDIA, device errors
   */
  isCurrentMediaSupported(recorder: IDiscRecorder2): Promise<boolean>;
  /**
   * IDiscFormat2::get_MediaPhysicallyBlank. True when the drive reports that nothing has been written on the disc (READ
   * DISC INFORMATION, disc status 00b).
   * @throws E_POINTER without a recorder, device errors
   */
  readonly mediaPhysicallyBlank: Promise<boolean>;
  /**
   * IDiscFormat2::get_MediaHeuristicallyBlank. For media that are never physically blank, whether there seems to be nothing
   * on them; for a CD-R or CD-RW the same as {@link mediaPhysicallyBlank}.
   * @throws E_POINTER without a recorder, device errors
   */
  readonly mediaHeuristicallyBlank: Promise<boolean>;
  /** IDiscFormat2::get_SupportedMediaTypes. The kinds of media that the format can write; needs no recorder. */
  readonly supportedMediaTypes: readonly IMAPI_MEDIA_PHYSICAL_TYPE[];
}

/** One way in which this drive can write this medium (IWriteSpeedDescriptor, 27354144-7F64-5B0F-8F00-5D77AFBE261E). */
export interface IWriteSpeedDescriptor {
  /** IWriteSpeedDescriptor::get_MediaType. */
  readonly mediaType: IMAPI_MEDIA_PHYSICAL_TYPE;
  /** IWriteSpeedDescriptor::get_RotationTypeIsPureCAV. */
  readonly rotationTypeIsPureCAV: boolean;
  /** IWriteSpeedDescriptor::get_WriteSpeed. Sectors per second: 75 is 1x on a CD. */
  readonly writeSpeed: number;
}

/** Whether what was written is checked (IBurnVerification, D2FFD834-958B-426D-8470-2A13879C6A91). */
export interface IBurnVerification {
  /**
   * IBurnVerification::get_BurnVerificationLevel, put_BurnVerificationLevel. NONE at first. With QUICK the track
   * information is checked after each track, disc information and table of contents at the end. This package's engine reads
   * each step back at every level; a burn that has left no trace is E_IMAPI_BURN_VERIFICATION_FAILED even at NONE.
   * @throws E_INVALIDARG for FULL, which track-at-once does not have, and for anything else
   */
  burnVerificationLevel: IMAPI_BURN_VERIFICATION_LEVEL;
}
