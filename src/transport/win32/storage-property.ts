import { type CLayout, type CStruct, cBytes, cStruct, layoutHere } from '../native/c-struct.ts';
import type { Ffi } from '../native/ffi.ts';
import type { WindowsApi } from '../native/windows-api.ts';

/** ntddstor.h. */
export const IOCTL_STORAGE_QUERY_PROPERTY = 0x2d1400;
const STORAGE_DEVICE_PROPERTY = 0;
const STORAGE_ADAPTER_PROPERTY = 1;
const ANSWER_ROOM_BYTES = 1024;

const QUERY_FIELDS = { PropertyId: 'u32', QueryType: 'u32', AdditionalParameters: cBytes(1) } as const;
const ADAPTER_FIELDS = {
  Version: 'u32',
  Size: 'u32',
  MaximumTransferLength: 'u32',
  MaximumPhysicalPages: 'u32',
  AlignmentMask: 'u32',
  AdapterUsesPio: 'u8',
  AdapterScansDown: 'u8',
  CommandQueueing: 'u8',
  AcceleratedTransfer: 'u8',
  BusType: 'u8',
  BusMajorVersion: 'u16',
  BusMinorVersion: 'u16',
  SrbType: 'u8',
  AddressType: 'u8',
} as const;
const DEVICE_FIELDS = {
  Version: 'u32',
  Size: 'u32',
  DeviceType: 'u8',
  DeviceTypeModifier: 'u8',
  RemovableMedia: 'u8',
  CommandQueueing: 'u8',
  VendorIdOffset: 'u32',
  ProductIdOffset: 'u32',
  ProductRevisionOffset: 'u32',
  SerialNumberOffset: 'u32',
  BusType: 'u32',
  RawPropertiesLength: 'u32',
  RawDeviceProperties: cBytes(1),
} as const;

/** The structures of ntddstor.h for the query and its answers. */
export function storagePropertyTypes(layout: CLayout): {
  query: CStruct<typeof QUERY_FIELDS>;
  adapter: CStruct<typeof ADAPTER_FIELDS>;
  device: CStruct<typeof DEVICE_FIELDS>;
} {
  return {
    query: cStruct(layout, QUERY_FIELDS),
    adapter: cStruct(layout, ADAPTER_FIELDS),
    device: cStruct(layout, DEVICE_FIELDS),
  };
}

type Process = Pick<Ffi, 'pointerBytes'>;

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
export function adapterLimits({ pointerBytes }: Process, api: WindowsApi, handle: number): AdapterLimits {
  const { query, adapter } = storagePropertyTypes(layoutHere(pointerBytes));
  const answer = ask(api, handle, query, STORAGE_ADAPTER_PROPERTY);
  if (answer === undefined) return DEFAULT_LIMITS;
  const fields = adapter.over(answer);
  return limitsOf({
    maximumTransferLength: fields.MaximumTransferLength,
    maximumPhysicalPages: fields.MaximumPhysicalPages,
    alignmentMask: fields.AlignmentMask,
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
export function deviceNames({ pointerBytes }: Process, api: WindowsApi, handle: number): DeviceNames | undefined {
  const { query, device } = storagePropertyTypes(layoutHere(pointerBytes));
  const answer = ask(api, handle, query, STORAGE_DEVICE_PROPERTY);
  if (answer === undefined) return undefined;
  const fields = device.over(answer);
  return {
    vendor: textAt(answer, fields.VendorIdOffset),
    product: textAt(answer, fields.ProductIdOffset),
    revision: textAt(answer, fields.ProductRevisionOffset),
  };
}

function ask(
  api: WindowsApi,
  handle: number,
  query: CStruct<typeof QUERY_FIELDS>,
  property: number,
): Buffer | undefined {
  const question = new Uint8Array(query.size);
  query.over(question).PropertyId = property;
  const answer = Buffer.alloc(ANSWER_ROOM_BYTES);
  return api.deviceIoControl(handle, IOCTL_STORAGE_QUERY_PROPERTY, question, answer) === 0 ? answer : undefined;
}

/** Zero as an offset means that there is no such text. */
function textAt(answer: Buffer, offset: number): string {
  if (offset === 0 || offset >= answer.byteLength) return '';
  const end = answer.indexOf(0, offset);
  return answer.toString('latin1', offset, end === -1 ? answer.byteLength : end).trim();
}
