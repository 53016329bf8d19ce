import type { WindowsSystem } from './system.ts';

type Addressing = Pick<WindowsSystem, 'addressOf'>;

/** Whether the adapter can reach this memory: where its AlignmentMask has ones, the address must have zeros. */
export function isAligned(system: Addressing, bytes: Uint8Array, mask: number): boolean {
  return bytes.byteLength === 0 || misalignment(system, bytes, mask) === 0;
}

/** Zeroed memory that the adapter can reach, at an offset into its ArrayBuffer if necessary. */
export function alignedView(system: Addressing, lengthBytes: number, mask: number): Uint8Array<ArrayBuffer> {
  const plain = new Uint8Array(lengthBytes);
  if (isAligned(system, plain, mask)) return plain;
  const roomy = new Uint8Array(lengthBytes + mask);
  const over = misalignment(system, roomy, mask);
  const start = over === 0 ? 0 : mask + 1 - over;
  return roomy.subarray(start, start + lengthBytes);
}

/** Masks are one less than a power of two. */
function misalignment(system: Addressing, bytes: Uint8Array, mask: number): number {
  return system.addressOf(bytes) % (mask + 1);
}
