import { USER_DATA_BYTES } from '../cd/geometry.ts';
import { isUdfEnd } from '../image/udf-end.ts';
import type { Bytes } from './bytes.ts';

/** The post-gap of ECMA-130 clause 20, which makers of images add for readers that read ahead. */
const PAD_BLOCKS = 150;

/**
 * Whether nothing need follow an image: its last 150 blocks are empty, or its last block is one by which UDF is found, and which must stay the
 * last: an anchor (ECMA-167 3/8.4.2.1), or the entry of a Virtual Allocation Table (UDF 2.50, 2.2.11).
 */
export async function endsPadded(bytes: Pick<Bytes, 'openAt' | 'lengthBytes'>): Promise<boolean> {
  const length = Math.min(bytes.lengthBytes, PAD_BLOCKS * USER_DATA_BYTES);
  const reader = await bytes.openAt(bytes.lengthBytes - length);
  try {
    const end = new Uint8Array(length);
    await reader.read(end);
    const last = end.subarray(-USER_DATA_BYTES);
    return isUdfEnd(last) || (length === PAD_BLOCKS * USER_DATA_BYTES && end.every((byte) => byte === 0));
  } finally {
    await reader.close();
  }
}
