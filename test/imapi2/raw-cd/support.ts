import { expect } from '@jest/globals';
import { lbaOfMsf } from '../../../src/cd/msf.ts';
import { decodePosition } from '../../../src/cd/q-position.ts';
import { qOfRaw } from '../../../src/cd/sub-channel.ts';
import type { ByteStream } from '../../../src/imapi2/core/stream-data.ts';
import { RawCDImageCreator } from '../../../src/imapi2/index.ts';
import { audio, SECTOR_BYTES } from '../rig.ts';

export const AUDIO = 0;
export const MCN = '4006381333931';

/** An image of two tracks, of 400 and 500 sectors. */
export function creator(): RawCDImageCreator {
  const made = new RawCDImageCreator();
  made.mediaCatalogNumber = MCN;
  made.addTrack(AUDIO, audio(400, 1));
  made.addTrack(AUDIO, audio(500, 2));
  return made;
}

export async function bytesAt(stream: ByteStream, position: number, length: number): Promise<Uint8Array> {
  const reader = await stream.openReader();
  const skipped = new Uint8Array(1 << 20);
  for (let left = position; left > 0; ) left -= await reader.read(skipped.subarray(0, Math.min(left, skipped.length)));
  const target = new Uint8Array(length);
  for (let at = 0; at < length; ) at += await reader.read(target.subarray(at));
  await reader.close();
  return target;
}

/** Checks what Q says in a raw block. */
export function checkSound(
  block: Uint8Array,
  { track, index, absoluteLba }: { readonly track: number; readonly index: number; readonly absoluteLba: number },
): void {
  const position = decodePosition(qOfRaw(block.subarray(SECTOR_BYTES)));
  expect(position).toMatchObject({ track, index });
  expect(position === undefined ? undefined : lbaOfMsf(position.absolute)).toBe(absoluteLba);
}
