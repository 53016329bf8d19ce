import { bits, struct, unsigned } from '../../codec/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { textOf } from '../chunk-header.ts';
import { UndecodedFormat } from '../undecoded-format.ts';
import { damagedFile } from './damaged.ts';
import { requireCodec } from './packages.ts';
import { describeSound } from './pcm-layout.ts';
import type { SoundFormat } from './sound.ts';
import { wavSpeakers } from './speakers.ts';

/** The metadata block STREAMINFO (RFC 9639 8.2), with its header of four bytes. */
const streamInfo = struct(22, {
  type: bits(0, [6, 0]),
  sampleRateHz: unsigned([
    { byte: 14, high: 7, low: 0 },
    { byte: 15, high: 7, low: 0 },
    { byte: 16, high: 7, low: 4 },
  ]),
  channelsLess1: bits(16, [3, 1]),
  bitsLess1: unsigned([
    { byte: 16, high: 0, low: 0 },
    { byte: 17, high: 7, low: 4 },
  ]),
  frames: unsigned([
    { byte: 17, high: 3, low: 0 },
    { byte: 18, high: 7, low: 0 },
    { byte: 19, high: 7, low: 0 },
    { byte: 20, high: 7, low: 0 },
    { byte: 21, high: 7, low: 0 },
  ]),
});

/** What a FLAC stream says about itself; `frames` is undefined where the encoder did not know. */
export interface FlacHeader {
  readonly format: SoundFormat;
  readonly frames: number | undefined;
}

/** @param container `a FLAC file` */
export function decodeStreamInfo(path: string, container: string, block: Uint8Array): FlacHeader {
  if (block.length < 22) throw damagedFile(path, container, 'it ends within its header');
  const { type, sampleRateHz, channelsLess1, bitsLess1, frames } = streamInfo.decode(block);
  if (type !== 0 || sampleRateHz === 0) throw damagedFile(path, container, 'it does not begin with STREAMINFO');
  const channels = channelsLess1 + 1;
  const integerBits = bitsLess1 + 1;
  const description = describeSound(container, { sampleRateHz, channels }, `${integerBits}-bit`);
  const format = { description, sampleRateHz, channels, integerBits, speakers: wavSpeakers(channels) };
  return { format, frames: frames === 0 ? undefined : frames };
}

export async function readFlacHeader(source: ByteSource): Promise<FlacHeader> {
  const start = await source.readAt(0, 26);
  if (textOf(start.subarray(0, 4)) !== 'fLaC') throw damagedFile(source.path, 'a FLAC file', 'it has no header');
  return decodeStreamInfo(source.path, 'a FLAC file', start.subarray(4));
}

/** Bits of a sample that libflacjs 5.6 returns right; of 12 and 20 bits it returns others (findings/libflacjs-20-bit.sh). */
const DECODED_BITS: readonly number[] = [8, 16, 24];

/** Refuses a stream that cannot be decoded. */
export function requireFlac(path: string, { description, integerBits = 0 }: SoundFormat): void {
  requireCodec(path, description, 'flac');
  if (DECODED_BITS.includes(integerBits)) return;
  throw new UndecodedFormat(path, `${description}, which is not decoded here (8, 16 and 24 bits are)`);
}
