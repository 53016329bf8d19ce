import { AudioFormatError } from '../audio-format-error.ts';
import type { ByteSource } from '../byte-source.ts';
import { textOf, viewOf } from '../chunk-header.ts';
import { convertIt, inDigits } from '../conversion.ts';
import { damagedFile } from './damaged.ts';
import { requireCodec } from './packages.ts';
import { describeSound } from './pcm-layout.ts';
import type { SoundFormat } from './sound.ts';
import type { WavPackSpec } from './sound-spec.ts';
import { wavSpeakers } from './speakers.ts';
import { WindowReader } from './window-reader.ts';

const CONTAINER = 'a WavPack file';
/** A block's header ("WavPack 4 & 5 Binary File / Block Format", 2.0). */
export const BLOCK_HEADER_BYTES = 32;

const RATES = [
  6_000, 8_000, 9_600, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 192_000,
];

/** The flags that matter here. */
const MONO = 0x0000_0004;
const HYBRID = 0x0000_0008;
const FLOAT = 0x0000_0080;
const FIRST_BLOCK = 0x0000_0800;
const LAST_BLOCK = 0x0000_1000;
const DSD = 0x8000_0000;
const BYTES_LESS_1 = 0x0000_0003;
const LEFT_SHIFT = 0x0003_e000;
const RATE = 0x0780_0000;

export interface WavPackBlock {
  readonly lengthBytes: number;
  /** Samples in the whole file; undefined if the encoder did not know. */
  readonly totalFrames: number | undefined;
  readonly frames: number;
  readonly flags: number;
  /** Whether it is the last one of a moment: each pair of channels has its own. */
  readonly isLast: boolean;
}

/** The block that begins here; undefined if none does. */
export function decodeBlockHeader(header: Uint8Array): WavPackBlock | undefined {
  if (header.length < BLOCK_HEADER_BYTES || textOf(header.subarray(0, 4)) !== 'wvpk') return undefined;
  const view = viewOf(header);
  const lengthBytes = view.getUint32(4, true) + 8;
  if (lengthBytes < BLOCK_HEADER_BYTES) return undefined;
  const low = view.getUint32(12, true);
  const totalFrames = low === 0xffff_ffff ? undefined : low + view.getUint8(11) * 0xffff_ffff;
  const flags = view.getUint32(24, true);
  return { lengthBytes, totalFrames, frames: view.getUint32(20, true), flags, isLast: (flags & LAST_BLOCK) !== 0 };
}

/** A field of the flags, moved to the lowest bits. */
const fieldOf = (flags: number, mask: number): number => (flags & mask) / (mask & -mask);

function formatOf(path: string, { flags }: WavPackBlock, channels: number): SoundFormat {
  const sampleRateHz = RATES[fieldOf(flags, RATE)];
  if (sampleRateHz === undefined) throw damagedFile(path, CONTAINER, 'its sample rate is not one of the usual ones');
  const bits = 8 * (fieldOf(flags, BYTES_LESS_1) + 1) - fieldOf(flags, LEFT_SHIFT);
  const isFloat = (flags & FLOAT) !== 0;
  const precision = isFloat ? '32-bit floating point' : (flags & HYBRID) !== 0 ? `${bits}-bit hybrid` : `${bits}-bit`;
  return {
    description: describeSound(CONTAINER, { sampleRateHz, channels }, precision),
    sampleRateHz,
    channels,
    ...(isFloat ? {} : { integerBits: bits }),
    speakers: wavSpeakers(channels),
  };
}

/** Reads the headers of all blocks: that the file is whole, and how long it is. */
export async function findWavPack(source: ByteSource): Promise<{ spec: WavPackSpec; notes: readonly string[] }> {
  const { path, sizeBytes } = source;
  const reader = new WindowReader(source);
  let first: WavPackBlock | undefined;
  let channels = 0;
  let frames = 0;
  let position = 0;
  for (;;) {
    const block = decodeBlockHeader(await reader.at(position, BLOCK_HEADER_BYTES));
    if (block === undefined) break;
    if (position + block.lengthBytes > sizeBytes) throw damagedFile(path, CONTAINER, 'its end is missing');
    position += block.lengthBytes;
    // Blocks without sound hold what is known of the file.
    if (block.frames === 0) continue;
    first ??= block;
    if (frames === 0) channels += (block.flags & MONO) === 0 ? 2 : 1;
    if (block.isLast) frames += block.frames;
    else if ((block.flags & FIRST_BLOCK) === 0 && first === block)
      throw damagedFile(path, CONTAINER, 'its start is missing');
  }
  if (first === undefined || frames === 0) throw damagedFile(path, CONTAINER, 'it has no sound');
  const { totalFrames = frames, flags } = first;
  const format = formatOf(path, first, channels);
  if (totalFrames !== frames) {
    const what = `it has ${inDigits(frames)} of its ${inDigits(totalFrames)} samples`;
    throw damagedFile(path, CONTAINER, what);
  }
  if ((flags & DSD) !== 0) {
    throw new AudioFormatError({
      path,
      found: `${CONTAINER} of DSD, which is not decoded here`,
      remedy: convertIt(path),
    });
  }
  requireCodec(path, format.description, 'wavpack');
  const isHybrid = (flags & HYBRID) !== 0;
  const notes = isHybrid ? ['It is the lossy part of a hybrid file: a correction file (.wvc) is not read.'] : [];
  return { spec: { codec: 'wavpack', format, frames, startBytes: 0, endBytes: position }, notes };
}
