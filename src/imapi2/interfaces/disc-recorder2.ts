import type { IMAPI_FEATURE_PAGE_TYPE, IMAPI_MODE_PAGE_TYPE, IMAPI_PROFILE_TYPE } from '../core/enums.ts';

/** A code that the drive reports: one of the enumeration, or a number that is not in the enumeration. */
type OrUnknown<Code extends number> = Code | (number & {});

/**
 * One drive (IDiscRecorder2, 27354133-7F64-5B0F-8F00-5D77AFBE261E). Call {@link initializeDiscRecorder} first:
 * until then every other member fails with E_POINTER.
 *
 * Every member that asks the drive rejects with an ImapiError; its HRESULT is that of the sense data or of the failed
 * transport ("device errors": COMMAND_TIMEOUT, INVALID_RESPONSE_FROM_DEVICE, RECORDER_LOCKED, ERROR_DEV_NOT_EXIST, ...).
 */
export interface IDiscRecorder2 {
  /**
   * IDiscRecorder2::InitializeDiscRecorder. Binds the object to a drive and reads what does not change: identity and
   * features. Of a drive that another program has locked, what the system knows: other members fail with RECORDER_LOCKED.
   * @param recorderUniqueId `/dev/sr0`, `D:`, `sim:my.disc`
   * @throws E_INVALIDARG for what is not an optical drive, device errors
   */
  initializeDiscRecorder(recorderUniqueId: string): Promise<void>;

  /** IDiscRecorder2::get_ActiveDiscRecorder. What {@link initializeDiscRecorder} was given. */
  readonly activeDiscRecorder: string;
  /** IDiscRecorder2::get_VendorId. INQUIRY's vendor identification, without padding. */
  readonly vendorId: string;
  /** IDiscRecorder2::get_ProductId. INQUIRY's product identification, without padding. */
  readonly productId: string;
  /** IDiscRecorder2::get_ProductRevision. INQUIRY's product revision level, without padding. */
  readonly productRevision: string;
  /**
   * IDiscRecorder2::get_VolumeName. The name of the volume in the drive: on Windows `\\?\Volume{GUID}\`, on Linux the label of
   * its file system, as udev read it; empty where there is none.
   */
  readonly volumeName: string;
  /** IDiscRecorder2::get_VolumePathNames. `D:\` on Windows; where the disc is mounted now on Linux. */
  readonly volumePathNames: readonly string[];
  /**
   * IDiscRecorder2::get_DeviceCanLoadMedia. True when the mechanism can eject and load by command. Slim drives with a tray
   * that is pushed in by hand may report it wrongly.
   */
  readonly deviceCanLoadMedia: boolean;
  /** IDiscRecorder2::get_LegacyDeviceNumber. The N of CdRomN and srN; not stable, so not an identifier. -1: there is none. */
  readonly legacyDeviceNumber: number;

  /** IDiscRecorder2::get_SupportedFeaturePages. All feature codes of GET CONFIGURATION. */
  readonly supportedFeaturePages: Promise<readonly OrUnknown<IMAPI_FEATURE_PAGE_TYPE>[]>;
  /** IDiscRecorder2::get_CurrentFeaturePages. The feature codes that hold for the medium that is loaded. */
  readonly currentFeaturePages: Promise<readonly OrUnknown<IMAPI_FEATURE_PAGE_TYPE>[]>;
  /** IDiscRecorder2::get_SupportedProfiles. All profiles of the profile list. */
  readonly supportedProfiles: Promise<readonly OrUnknown<IMAPI_PROFILE_TYPE>[]>;
  /** IDiscRecorder2::get_CurrentProfiles. The profiles that hold for the medium that is loaded. */
  readonly currentProfiles: Promise<readonly OrUnknown<IMAPI_PROFILE_TYPE>[]>;
  /** IDiscRecorder2::get_SupportedModePages. All mode page codes that MODE SENSE(10) returns. */
  readonly supportedModePages: Promise<readonly OrUnknown<IMAPI_MODE_PAGE_TYPE>[]>;

  /**
   * IDiscRecorder2::get_ExclusiveAccessOwner. The client name that holds the drive, in this program or, on Windows, in any;
   * on Linux the name and number of the process that has locked the drive's node. Empty when nobody holds it, or when the
   * system does not say who. Read it after E_IMAPI_RECORDER_LOCKED.
   */
  readonly exclusiveAccessOwner: Promise<string>;
  /**
   * IDiscRecorder2::AcquireExclusiveAccess. Calls are counted; each needs its {@link releaseExclusiveAccess}. Writers take
   * the drive by themselves. Of two recorders on one drive, only one has it.
   * @param force no effect: a mounted disc must be unmounted on Linux, and is dismounted on Windows
   * @param clientName 1 to 63 characters of `[A-Za-z0-9 .,:;_-]`
   * @throws E_INVALIDARG for the name, E_IMAPI_RECORDER_LOCKED, E_ACCESSDENIED, device errors
   */
  acquireExclusiveAccess(force: boolean, clientName: string): Promise<void>;
  /** IDiscRecorder2::ReleaseExclusiveAccess. Undoes one {@link acquireExclusiveAccess}; E_FAIL when there is none left. */
  releaseExclusiveAccess(): Promise<void>;
  /**
   * IDiscRecorder2::DisableMcn. Keeps the system from reacting to a change of medium. No transport of this package has a
   * switch for that: E_NOTIMPL. Exclusive access has the same effect for the loaded disc.
   */
  disableMcn(): Promise<void>;
  /** IDiscRecorder2::EnableMcn. Undoes one {@link disableMcn}: E_NOTIMPL. */
  enableMcn(): Promise<void>;
  /** IDiscRecorder2::EjectMedia. Opens the tray. E_IMAPI_RECORDER_LOCKED while a writer has its disc prepared. */
  ejectMedia(): Promise<void>;
  /** IDiscRecorder2::CloseTray. Pulls the tray in; see {@link deviceCanLoadMedia}. */
  closeTray(): Promise<void>;
}
