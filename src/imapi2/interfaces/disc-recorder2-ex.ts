import type {
  IMAPI_FEATURE_PAGE_TYPE,
  IMAPI_MODE_PAGE_REQUEST_TYPE,
  IMAPI_MODE_PAGE_TYPE,
  IMAPI_PROFILE_TYPE,
  IMAPI_READ_TRACK_ADDRESS_TYPE,
} from '../core/enums.ts';

/** How a command ended that the drive has carried out. */
export interface CommandOutcome {
  /** S_OK, or S_IMAPI_COMMAND_HAS_SENSE_DATA. */
  readonly hresult: number;
  /** 18 bytes; zeros when the drive returned none. */
  readonly senseBuffer: Uint8Array;
}

/** The same, with what the drive has sent. */
export interface CommandReply extends CommandOutcome {
  /** As many bytes as have arrived. */
  readonly buffer: Uint8Array;
}

/**
 * Single commands and raw replies of one drive (IDiscRecorder2Ex, 27354132-7F64-5B0F-8F00-5D77AFBE261E). Each rejects with an
 * ImapiError whose HRESULT is that of the sense data, and E_POINTER before initializeDiscRecorder. What COM returns through
 * pointers is what the promise resolves with; the length of memory is not an argument, since a Uint8Array has its own.
 */
export interface IDiscRecorder2Ex {
  /**
   * IDiscRecorder2Ex::SendCommandNoData. Sends a command without data.
   * @param cdb 6 to 16 bytes, as many as the opcode's group has (SPC-3 4.3.1)
   * @param timeout seconds
   * @throws E_POINTER, E_INVALIDARG, RECORDER_LOCKED while a writer of this program writes, device errors
   */
  sendCommandNoData(cdb: Uint8Array, timeout: number): Promise<CommandOutcome>;
  /** IDiscRecorder2Ex::SendCommandSendDataToDevice. The same, with data to the drive: one byte at least. */
  sendCommandSendDataToDevice(cdb: Uint8Array, timeout: number, buffer: Uint8Array): Promise<CommandOutcome>;
  /** IDiscRecorder2Ex::SendCommandGetDataFromDevice. The same, with data from the drive. @param bufferSize bytes */
  sendCommandGetDataFromDevice(cdb: Uint8Array, timeout: number, bufferSize: number): Promise<CommandReply>;
  /**
   * IDiscRecorder2Ex::ReadDvdStructure. READ DISC STRUCTURE, without the header of the reply. CDs have none.
   * @throws DVD_STRUCTURE_NOT_PRESENT, device errors
   */
  readDvdStructure(format: number, address: number, layer: number, agid: number): Promise<Uint8Array>;
  /** IDiscRecorder2Ex::SendDvdStructure. SEND DISC STRUCTURE. @param data without a header */
  sendDvdStructure(format: number, data: Uint8Array): Promise<void>;
  /** IDiscRecorder2Ex::GetAdapterDescriptor. A STORAGE_ADAPTER_DESCRIPTOR (ntddstor.h), made of what is known of the transport. */
  getAdapterDescriptor(): Promise<Uint8Array>;
  /** IDiscRecorder2Ex::GetDeviceDescriptor. A STORAGE_DEVICE_DESCRIPTOR (ntddstor.h), made of the drive's INQUIRY data. */
  getDeviceDescriptor(): Promise<Uint8Array>;
  /** IDiscRecorder2Ex::GetDiscInformation. The reply to READ DISC INFORMATION. */
  getDiscInformation(): Promise<Uint8Array>;
  /** IDiscRecorder2Ex::GetTrackInformation. The reply to READ TRACK INFORMATION. */
  getTrackInformation(address: number, addressType: IMAPI_READ_TRACK_ADDRESS_TYPE): Promise<Uint8Array>;
  /**
   * IDiscRecorder2Ex::GetFeaturePage. A feature descriptor of GET CONFIGURATION, with its own header of 4 bytes.
   * @throws NO_SUCH_FEATURE, FEATURE_IS_NOT_CURRENT, GET_CONFIGURATION_NOT_SUPPORTED
   */
  getFeaturePage(requestedFeature: IMAPI_FEATURE_PAGE_TYPE, currentFeatureOnly: boolean): Promise<Uint8Array>;
  /** IDiscRecorder2Ex::GetModePage. A mode page with its header of 2 bytes. @throws E_INVALIDARG, NO_SUCH_MODE_PAGE */
  getModePage(requestedModePage: IMAPI_MODE_PAGE_TYPE, requestType: IMAPI_MODE_PAGE_REQUEST_TYPE): Promise<Uint8Array>;
  /**
   * IDiscRecorder2Ex::SetModePage. MODE SELECT(10).
   * @param requestType current, or saved: then the drive keeps the page without power
   * @param data the page with its header of 2 bytes
   * @throws E_INVALIDARG, INVALID_MODE_PARAMETERS
   */
  setModePage(requestType: IMAPI_MODE_PAGE_REQUEST_TYPE, data: Uint8Array): Promise<void>;
  /** IDiscRecorder2Ex::GetSupportedFeaturePages. @param currentFeatureOnly only what holds for the medium that is loaded */
  getSupportedFeaturePages(currentFeatureOnly: boolean): Promise<readonly IMAPI_FEATURE_PAGE_TYPE[]>;
  /** IDiscRecorder2Ex::GetSupportedProfiles. @param currentOnly only those that hold for the medium that is loaded */
  getSupportedProfiles(currentOnly: boolean): Promise<readonly IMAPI_PROFILE_TYPE[]>;
  /** IDiscRecorder2Ex::GetSupportedModePages. The codes of the pages that have such values, ascending. */
  getSupportedModePages(requestType: IMAPI_MODE_PAGE_REQUEST_TYPE): Promise<readonly IMAPI_MODE_PAGE_TYPE[]>;
  /** IDiscRecorder2Ex::GetByteAlignmentMask. 1: memory may be anywhere, since the transports align it themselves. */
  getByteAlignmentMask(): number;
  /** IDiscRecorder2Ex::GetMaximumNonPageAlignedTransferSize. Bytes of one command's data. */
  getMaximumNonPageAlignedTransferSize(): number;
  /** IDiscRecorder2Ex::GetMaximumPageAlignedTransferSize. The same number. */
  getMaximumPageAlignedTransferSize(): number;
}
