import { bits, bytes, struct, unsigned } from '../../codec/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { textOf } from '../chunk-header.ts';
import { damagedFile } from './damaged.ts';
import { describeSound } from './pcm-layout.ts';
import type { SoundFormat } from './sound.ts';
import { wavSpeakers } from './speakers.ts';

/** The metadata block STREAMINFO (RFC 9639 8.2), with its header of four bytes. */
const STREAM_INFO_BYTES = 38;
const streamInfo = struct(STREAM_INFO_BYTES, {
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
  md5: bytes(22, 16),
});
const NO_MD5 = '0'.repeat(32);

/** What a FLAC stream says about itself; `frames` is undefined where the encoder did not know. */
export interface FlacHeader {
  readonly format: SoundFormat;
  readonly frames: number | undefined;
  /** Of its samples, as little-endian whole bytes; undefined where the encoder did not make it. */
  readonly md5: string | undefined;
}

/** @param container `a FLAC file` */
export function decodeStreamInfo(path: string, container: string, block: Uint8Array): FlacHeader {
  if (block.length < STREAM_INFO_BYTES) throw damagedFile(path, container, 'it ends within its header');
  const { type, sampleRateHz, channelsLess1, bitsLess1, frames, md5 } = streamInfo.decode(block);
  if (type !== 0 || sampleRateHz === 0) throw damagedFile(path, container, 'it does not begin with STREAMINFO');
  const channels = channelsLess1 + 1;
  const integerBits = bitsLess1 + 1;
  const description = describeSound(container, { sampleRateHz, channels }, `${integerBits}-bit`);
  const format = { description, sampleRateHz, channels, integerBits, speakers: wavSpeakers(channels) };
  const hex = Buffer.from(md5).toString('hex');
  return { format, frames: frames === 0 ? undefined : frames, md5: hex === NO_MD5 ? undefined : hex };
}

export async function readFlacHeader(source: ByteSource): Promise<FlacHeader> {
  const start = await source.readAt(0, 4 + STREAM_INFO_BYTES);
  if (textOf(start.subarray(0, 4)) !== 'fLaC') throw damagedFile(source.path, 'a FLAC file', 'it has no header');
  return decodeStreamInfo(source.path, 'a FLAC file', start.subarray(4));
}
