import { bit, bits, struct, unsigned } from '../../codec/index.ts';

/** The header of a frame of MPEG audio (ISO/IEC 11172-3 2.4.1.3; version 2.5 is Fraunhofer's extension). */
const frameHeader = struct(4, {
  sync: unsigned([
    { byte: 0, high: 7, low: 0 },
    { byte: 1, high: 7, low: 5 },
  ]),
  version: bits(1, [4, 3]),
  layer: bits(1, [2, 1]),
  bitRate: bits(2, [7, 4]),
  sampleRate: bits(2, [3, 2]),
  padding: bit(2, 1),
  mode: bits(3, [7, 6]),
});

export const FRAME_HEADER_BYTES = 4;
const SYNC = 0x7ff;
const MONO = 3;

/** By the version's code: 2.5, reserved, 2, 1. */
const VERSIONS = [2.5, 0, 2, 1];
/** By the layer's code: reserved, III, II, I. */
const LAYERS = [0, 3, 2, 1];
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/** kbit/s by the code, 1 to 14 (0 means a rate of its own, which is not decoded here). */
const KBITS: Readonly<Record<string, readonly number[]>> = {
  '1 1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1 2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1 3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2 1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2 2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2 3': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

export interface MpegFrame {
  readonly version: number;
  readonly layer: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Samples of each channel. */
  readonly frames: number;
  readonly lengthBytes: number;
  /** Of layer III: bytes between the header and the main data, where encoders put their tag. */
  readonly sideBytes: number;
}

/** The frame that begins with these bytes; undefined if none does. */
export function decodeMpegFrame(bytes: Uint8Array): MpegFrame | undefined {
  if (bytes.length < FRAME_HEADER_BYTES) return undefined;
  const header = frameHeader.decode(bytes);
  const version = VERSIONS[header.version] ?? 0;
  const layer = LAYERS[header.layer] ?? 0;
  const baseHz = SAMPLE_RATES[header.sampleRate];
  const kbits = KBITS[`${Math.floor(version)} ${layer}`]?.[header.bitRate] ?? 0;
  if (header.sync !== SYNC || version === 0 || layer === 0 || baseHz === undefined || kbits === 0) return undefined;
  const sampleRateHz = version === 1 ? baseHz : version === 2 ? baseHz / 2 : baseHz / 4;
  const frames = layer === 1 ? 384 : layer === 2 || version === 1 ? 1_152 : 576;
  const slotBytes = layer === 1 ? 4 : 1;
  const slots = Math.floor((frames / 8 / slotBytes) * ((kbits * 1_000) / sampleRateHz)) + (header.padding ? 1 : 0);
  const channels = header.mode === MONO ? 1 : 2;
  const sideBytes = version === 1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return { version, layer, sampleRateHz, channels, frames, lengthBytes: slots * slotBytes, sideBytes };
}

/** Whether two frames can be of one stream; channels may change from frame to frame in it. */
export const isSameStream = (a: MpegFrame, b: MpegFrame): boolean =>
  a.version === b.version && a.layer === b.layer && a.sampleRateHz === b.sampleRateHz;
