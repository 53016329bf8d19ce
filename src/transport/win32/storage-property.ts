import { byteArray, type Ffi, type StructType } from '../native/ffi.ts';
import type { WindowsApi } from '../native/windows-api.ts';

/** ntddstor.h. */
export const IOCTL_STORAGE_QUERY_PROPERTY = 0x2d1400;
const STORAGE_DEVICE_PROPERTY = 0;
const STORAGE_ADAPTER_PROPERTY = 1;
const ANSWER_ROOM_BYTES = 1024;

/** The structures of ntddstor.h for the query and its answers. */
export function storagePropertyTypes(ffi: Pick<Ffi, 'struct'>): Record<'query' | 'adapter' | 'device', StructType> {
  return {
    query: ffi.struct({ PropertyId: 'uint32', QueryType: 'uint32', AdditionalParameters: byteArray(1) }),
    adapter: ffi.struct({
      Version: 'uint32',
      Size: 'uint32',
      MaximumTransferLength: 'uint32',
      MaximumPhysicalPages: 'uint32',
      AlignmentMask: 'uint32',
      AdapterUsesPio: 'uint8',
      AdapterScansDown: 'uint8',
      CommandQueueing: 'uint8',
      AcceleratedTransfer: 'uint8',
      BusType: 'uint8',
      BusMajorVersion: 'uint16',
      BusMinorVersion: 'uint16',
      SrbType: 'uint8',
      AddressType: 'uint8',
    }),
    device: ffi.struct({
      Version: 'uint32',
      Size: 'uint32',
      DeviceType: 'uint8',
      DeviceTypeModifier: 'uint8',
      RemovableMedia: 'uint8',
      CommandQueueing: 'uint8',
      VendorIdOffset: 'uint32',
      ProductIdOffset: 'uint32',
      ProductRevisionOffset: 'uint32',
      SerialNumberOffset: 'uint32',
      BusType: 'uint32',
      RawPropertiesLength: 'uint32',
      RawDeviceProperties: byteArray(1),
    }),
  };
}

export interface AdapterLimits {
  readonly maxTransferBytes: number;
  /** Ones where the address of a data buffer must have zeros. */
  readonly alignmentMask: number;
}

/** Every known adapter carries this much; it is assumed for a driver that does not answer. */
const DEFAULT_LIMITS: AdapterLimits = { maxTransferBytes: 65_536, alignmentMask: 0 };
const PAGE_BYTES = 4096;
const MAX_TRUSTED_BYTES = 524_288;

/** What one command may carry, as the adapter's driver reports it (STORAGE_ADAPTER_DESCRIPTOR). */
export function adapterLimits(ffi: Pick<Ffi, 'struct'>, api: WindowsApi, handle: number): AdapterLimits {
  const { query, adapter } = storagePropertyTypes(ffi);
  const answer = ask(api, handle, query, STORAGE_ADAPTER_PROPERTY);
  if (answer === undefined) return DEFAULT_LIMITS;
  const fields = new adapter(answer);
  return limitsOf({
    maximumTransferLength: Number(fields['MaximumTransferLength']),
    maximumPhysicalPages: Number(fields['MaximumPhysicalPages']),
    alignmentMask: Number(fields['AlignmentMask']),
  });
}

/** Zero means that the driver does not give this limit. */
export function limitsOf(descriptor: {
  readonly maximumTransferLength: number;
  readonly maximumPhysicalPages: number;
  readonly alignmentMask: number;
}): AdapterLimits {
  const { maximumTransferLength: length, maximumPhysicalPages: pages, alignmentMask } = descriptor;
  const byLength = length === 0 ? DEFAULT_LIMITS.maxTransferBytes : length;
  // A buffer that does not begin on a page boundary touches one page more than it fills.
  const byPages = pages === 0 ? byLength : Math.max(1, pages - 1) * PAGE_BYTES;
  return { maxTransferBytes: Math.min(byLength, byPages, MAX_TRUSTED_BYTES), alignmentMask };
}

export interface DeviceNames {
  readonly vendor: string;
  readonly product: string;
  readonly revision: string;
}

/** Vendor, product and revision as the system read them when it found the drive; undefined when it does not say. */
export function deviceNames(ffi: Pick<Ffi, 'struct'>, api: WindowsApi, handle: number): DeviceNames | undefined {
  const { query, device } = storagePropertyTypes(ffi);
  const answer = ask(api, handle, query, STORAGE_DEVICE_PROPERTY);
  if (answer === undefined) return undefined;
  const fields = new device(answer);
  const text = (name: string): string => textAt(answer, Number(fields[name]));
  return { vendor: text('VendorIdOffset'), product: text('ProductIdOffset'), revision: text('ProductRevisionOffset') };
}

function ask(api: WindowsApi, handle: number, query: StructType, property: number): Buffer | undefined {
  const question = Buffer.alloc(query.size);
  Object.assign(new query(question), { PropertyId: property, QueryType: 0 });
  const answer = Buffer.alloc(ANSWER_ROOM_BYTES);
  return api.deviceIoControl(handle, IOCTL_STORAGE_QUERY_PROPERTY, question, answer) === 0 ? answer : undefined;
}

/** Zero as an offset means that there is no such text. */
function textAt(answer: Buffer, offset: number): string {
  if (offset === 0 || offset >= answer.byteLength) return '';
  const end = answer.indexOf(0, offset);
  return answer.toString('latin1', offset, end === -1 ? answer.byteLength : end).trim();
}
