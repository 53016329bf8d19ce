import type { RecorderIdentity } from '../core/recorder-binding.ts';

/** ntddstor.h, as 64-bit Windows lays them out: both are little-endian and have no padding that depends on the word size. */
const ADAPTER_BYTES = 32;
const DEVICE_BYTES = 36;
/** STORAGE_BUS_TYPE: which one it is, is not known here. */
const BUS_TYPE_UNKNOWN = 0;
/** The peripheral device type of INQUIRY. */
const CD_OR_DVD = 5;
const PAGE_BYTES = 4_096;

const littleEndian = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer);
  return (offset: number, value: number) => view.setUint32(offset, value, true);
};

/** STORAGE_ADAPTER_DESCRIPTOR. @param maxTransferBytes of one command */
export function adapterDescriptor(maxTransferBytes: number): Uint8Array {
  const bytes = new Uint8Array(ADAPTER_BYTES);
  const put = littleEndian(bytes);
  put(0, ADAPTER_BYTES); // Version
  put(4, ADAPTER_BYTES); // Size
  put(8, maxTransferBytes);
  put(12, Math.floor(maxTransferBytes / PAGE_BYTES) + 1); // MaximumPhysicalPages
  put(16, 0); // AlignmentMask
  bytes[24] = BUS_TYPE_UNKNOWN;
  return bytes;
}

/** STORAGE_DEVICE_DESCRIPTOR, with vendor, product and revision after it. */
export function deviceDescriptor({ vendor, product, revision }: RecorderIdentity): Uint8Array {
  const texts = [vendor, product, revision].map((text) => Buffer.from(`${text}\0`, 'latin1'));
  const size = texts.reduce((sum, { length }) => sum + length, DEVICE_BYTES);
  const bytes = new Uint8Array(size);
  const put = littleEndian(bytes);
  put(0, DEVICE_BYTES); // Version
  put(4, size);
  bytes[8] = CD_OR_DVD;
  bytes[10] = 1; // RemovableMedia
  let at = DEVICE_BYTES;
  for (const [index, text] of texts.entries()) {
    put(12 + 4 * index, at); // VendorIdOffset, ProductIdOffset, ProductRevisionOffset
    bytes.set(text, at);
    at += text.length;
  }
  put(28, BUS_TYPE_UNKNOWN);
  return bytes;
}
