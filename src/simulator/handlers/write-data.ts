import { dataPhaseError } from '../check-condition.ts';

/**
 * What a WRITE transfers: as much as its CDB announces. A drive does not ask for more, whatever the host has in its memory: the
 * last WRITE of growisofs comes with a whole buffer. Throws B/4B/00 for less.
 */
export function transferredBytes(data: Uint8Array, lengthBytes: number): Uint8Array {
  if (data.length < lengthBytes) throw dataPhaseError();
  return data.length === lengthBytes ? data : data.subarray(0, lengthBytes);
}
