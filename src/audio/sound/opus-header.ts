import { viewOf } from '../chunk-header.ts';
import type { Speaker } from './sound.ts';
import { vorbisSpeakers } from './speakers.ts';

/** The identification header of an Opus stream (RFC 7845 5.1). */
export interface OpusHeader {
  readonly channels: number;
  /** Samples at 48 kHz before the sound. */
  readonly preSkip: number;
  /** Factor that every sample is multiplied by. */
  readonly gain: number;
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly channelMappingTable: readonly number[];
  readonly speakers: readonly Speaker[];
}

export const OPUS_RATE_HZ = 48_000;
const PLAIN_BYTES = 19;

/** Undefined if it makes no sense. */
export function decodeOpusHeader(packet: Uint8Array): OpusHeader | undefined {
  if (packet.length < PLAIN_BYTES) return undefined;
  const view = viewOf(packet);
  const channels = view.getUint8(9);
  const family = view.getUint8(18);
  const common = { channels, preSkip: view.getUint16(10, true), gain: 10 ** (view.getInt16(16, true) / 256 / 20) };
  if (channels === 0) return undefined;
  if (family === 0) {
    if (channels > 2) return undefined;
    const channelMappingTable = channels === 2 ? [0, 1] : [0];
    const speakers = vorbisSpeakers(channels);
    return { ...common, streamCount: 1, coupledStreamCount: channels - 1, channelMappingTable, speakers };
  }
  if (packet.length < PLAIN_BYTES + 2 + channels) return undefined;
  return {
    ...common,
    streamCount: view.getUint8(19),
    coupledStreamCount: view.getUint8(20),
    channelMappingTable: [...packet.subarray(21, 21 + channels)],
    // Only family 1 says what the channels are for.
    speakers: family === 1 ? vorbisSpeakers(channels) : [],
  };
}

/** Samples at 48 kHz of a frame, by its configuration's place among those of its mode (RFC 6716 3.1, table 2). */
const SILK = [480, 960, 1_920, 2_880];
const HYBRID = [480, 960];
const CELT = [120, 240, 480, 960];

/** Samples at 48 kHz of a packet (RFC 6716 3.1 and 3.2); 0 for an empty one. */
export function opusPacketFrames(packet: Uint8Array): number {
  const [toc, count = 0] = packet;
  if (toc === undefined) return 0;
  const configuration = (toc & 0xf8) / 8;
  const each =
    configuration < 12
      ? SILK[configuration % 4]
      : configuration < 16
        ? HYBRID[configuration % 2]
        : CELT[configuration % 4];
  const code = toc & 0x03;
  return (each ?? 0) * (code === 0 ? 1 : code === 3 ? count & 0x3f : 2);
}
