import { struct, u32, unsigned } from '../../codec/index.ts';
import { textOf } from '../chunk-header.ts';
import { FRAME_HEADER_BYTES, type MpegFrame } from './mpeg-frame.ts';

/** What a frame says that has no sound, but what an encoder knows of the file. */
export interface InfoFrame {
  /** Frames of the file without this one. */
  readonly frames?: number;
  /** Samples that the encoder put before the sound and after it. */
  readonly delay?: { readonly before: number; readonly after: number };
}

/** The decoder's own delay, which the LAME tag does not count ("mp3 info tag rev 1", G. Taylor: 528 and 1). */
export const DECODER_DELAY = 529;

/** "Xing" or "Info", its flags and, if the lowest of them is set, the number of frames. */
const xing = struct(12, { flags: u32(4), frames: u32(8) });
const HAS_FRAMES = 1;
/** Lengths of the parts that the other flags announce: bytes, table of contents, quality. */
const OPTIONAL_PARTS: readonly (readonly [flag: number, bytes: number])[] = [
  [1, 4],
  [2, 4],
  [4, 100],
  [8, 4],
];

/** LAME's part after these: nine characters of its name, and later twelve bits each for the delay and the padding. */
const lame = struct(24, {
  before: unsigned([
    { byte: 21, high: 7, low: 0 },
    { byte: 22, high: 7, low: 4 },
  ]),
  after: unsigned([
    { byte: 22, high: 3, low: 0 },
    { byte: 23, high: 7, low: 0 },
  ]),
});

/** Fraunhofer's tag is always here. */
const VBRI_AT = FRAME_HEADER_BYTES + 32;

/** The tag in a first frame; undefined if the frame has sound. */
export function decodeInfoFrame(bytes: Uint8Array, { layer, sideBytes }: MpegFrame): InfoFrame | undefined {
  if (layer !== 3) return undefined;
  const tag = bytes.subarray(FRAME_HEADER_BYTES + sideBytes);
  const name = textOf(tag.subarray(0, 4));
  if (name !== 'Xing' && name !== 'Info') {
    return textOf(bytes.subarray(VBRI_AT, VBRI_AT + 4)) === 'VBRI' ? {} : undefined;
  }
  if (tag.length < xing.lengthBytes) return {};
  const { flags, frames } = xing.decode(tag);
  const skipped = OPTIONAL_PARTS.reduce((sum, [flag, length]) => sum + ((flags & flag) === 0 ? 0 : length), 8);
  const own = tag.subarray(skipped);
  const isNamed = own.length >= lame.lengthBytes && /^[A-Za-z]/.test(textOf(own.subarray(0, 1)));
  const delay = isNamed ? lame.decode(own) : undefined;
  return {
    ...((flags & HAS_FRAMES) === 0 ? {} : { frames }),
    ...(delay === undefined || (delay.before === 0 && delay.after === 0) ? {} : { delay }),
  };
}
