import type { BitReader } from '../../codec/bit-reader.ts';
import { crc } from '../../codec/index.ts';
import { type LinearPredictor, restore, type Samples } from '../../codec/linear-prediction.ts';
import { fromLeftSide, fromMidSide, fromSideRight } from '../../codec/stereo.ts';

/** Samples of all channels that were encoded together. */
export interface FlacBlock {
  readonly sampleRateHz: number;
  readonly bits: number;
  readonly length: number;
  /** One for each channel, of {@link length} or more; valid until the next block is decoded. */
  readonly channels: readonly Samples[];
}

/** A frame that cannot be decoded; the message is the rest of a sentence. */
export class FlacFrameError extends Error {}

const NO_FRAME = 'no block begins where one should';
const UNKNOWN_FORM = 'a block of it has a form that FLAC does not define';

/** Of a frame's header (RFC 9639 9.1.8), and of the whole frame (9.3). */
const headerChecksum = crc({ widthBits: 8, polynomial: 0x07 });
const frameChecksum = crc({ widthBits: 16, polynomial: 0x8005 });

const SYNC = 0x3ffe;

const LENGTHS: Readonly<Record<number, number>> = {
  1: 192,
  2: 576,
  3: 1_152,
  4: 2_304,
  5: 4_608,
  8: 256,
  9: 512,
  10: 1_024,
  11: 2_048,
  12: 4_096,
  13: 8_192,
  14: 16_384,
  15: 32_768,
};

const RATES_HZ: Readonly<Record<number, number>> = {
  1: 88_200,
  2: 176_400,
  3: 192_000,
  4: 8_000,
  5: 16_000,
  6: 22_050,
  7: 24_000,
  8: 32_000,
  9: 44_100,
  10: 48_000,
  11: 96_000,
};

const BITS: Readonly<Record<number, number>> = { 1: 8, 2: 12, 4: 16, 5: 20, 6: 24, 7: 32 };

/** How two channels are encoded as others (RFC 9639 9.1.3). */
const Stereo = { LeftSide: 8, SideRight: 9, MidSide: 10 } as const;
const TO_LEFT_AND_RIGHT: Readonly<Record<number, (first: Samples, second: Samples, length: number) => void>> = {
  [Stereo.LeftSide]: fromLeftSide,
  [Stereo.SideRight]: fromSideRight,
  [Stereo.MidSide]: fromMidSide,
};
const MOST_CHANNELS = 8;

/** The predictors of fixed subframes (RFC 9639 9.2.5), by order. */
const FIXED: readonly LinearPredictor[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]].map((coefficients) => ({
  coefficients,
  shift: 0,
}));

interface Header {
  readonly length: number;
  readonly sampleRateHz: number;
  readonly bits: number;
  readonly channels: number;
  readonly stereo: number | undefined;
}

/** What STREAMINFO says, for frames that refer to it. */
export interface FlacDefaults {
  readonly sampleRateHz: number;
  readonly bits: number;
}

/** Decodes the frames of a FLAC stream (RFC 9639 9). */
export class FlacFrames {
  readonly #defaults: FlacDefaults;
  #memory: Samples[] = [];

  constructor(defaults: FlacDefaults) {
    this.#defaults = defaults;
  }

  /**
   * Decodes the frame that begins where the reader is, and leaves the reader after it.
   * @param bytes what the reader reads
   * @throws FlacFrameError; EndOfBitsError for a frame that is longer than the data
   */
  decode(reader: BitReader, bytes: Uint8Array): FlacBlock {
    const start = reader.positionBytes;
    const { length, sampleRateHz, bits, channels: count, stereo } = this.#header(reader, bytes);
    const channels = this.#memoryFor(count, length, bits);
    const side = stereo === undefined ? -1 : stereo === Stereo.SideRight ? 0 : 1;
    for (const [index, samples] of channels.entries()) {
      decodeSubframe(reader, samples, length, index === side ? bits + 1 : bits);
    }
    const end = reader.positionBytes;
    reader.positionBytes = end;
    const stored = reader.read(16);
    if (frameChecksum(bytes.subarray(start, end)) !== stored) {
      throw new FlacFrameError('the checksum of a block is wrong');
    }
    const [first, second] = channels;
    if (stereo !== undefined && first !== undefined && second !== undefined) {
      TO_LEFT_AND_RIGHT[stereo]?.(first, second, length);
    }
    return { sampleRateHz, bits, length, channels };
  }

  #header(reader: BitReader, bytes: Uint8Array): Header {
    const start = reader.positionBytes;
    if (reader.read(14) !== SYNC || reader.read(1) !== 0) throw new FlacFrameError(NO_FRAME);
    // The blocking strategy only says whether frames or samples are counted.
    reader.read(1);
    const lengthCode = reader.read(4);
    const rateCode = reader.read(4);
    const channelCode = reader.read(4);
    const bitsCode = reader.read(3);
    reader.read(1);
    skipCodedNumber(reader);
    const length = lengthCode === 6 ? reader.read(8) + 1 : lengthCode === 7 ? reader.read(16) + 1 : LENGTHS[lengthCode];
    const sampleRateHz = this.#rateOf(reader, rateCode);
    const end = reader.positionBytes;
    if (headerChecksum(bytes.subarray(start, end)) !== reader.read(8)) throw new FlacFrameError(NO_FRAME);
    const bits = bitsCode === 0 ? this.#defaults.bits : BITS[bitsCode];
    if (length === undefined || sampleRateHz === undefined || bits === undefined || channelCode > Stereo.MidSide) {
      throw new FlacFrameError(UNKNOWN_FORM);
    }
    const isStereo = channelCode >= MOST_CHANNELS;
    return {
      length,
      sampleRateHz,
      bits,
      channels: isStereo ? 2 : channelCode + 1,
      stereo: isStereo ? channelCode : undefined,
    };
  }

  #rateOf(reader: BitReader, code: number): number | undefined {
    switch (code) {
      case 0:
        return this.#defaults.sampleRateHz;
      case 12:
        return reader.read(8) * 1_000;
      case 13:
        return reader.read(16);
      case 14:
        return reader.read(16) * 10;
      default:
        return RATES_HZ[code];
    }
  }

  /** A side channel of 32 bits has 33. */
  #memoryFor(channels: number, length: number, bits: number): readonly Samples[] {
    const Memory = bits === 32 ? Float64Array : Int32Array;
    const [first] = this.#memory;
    if (this.#memory.length !== channels || !(first instanceof Memory) || first.length < length) {
      this.#memory = Array.from({ length: channels }, () => new Memory(length));
    }
    return this.#memory;
  }
}

/** The number of the frame or of its first sample: as many bytes as the first one begins with ones, as in UTF-8. */
function skipCodedNumber(reader: BitReader): void {
  const first = reader.read(8);
  if (first < 0x80) return;
  const ones = Math.clz32(0xff - first) - 24;
  for (let byte = 1; byte < ones; byte++) reader.read(8);
}

/** RFC 9639 9.2. */
function decodeSubframe(reader: BitReader, samples: Samples, length: number, bits: number): void {
  if (reader.read(1) !== 0) throw new FlacFrameError(UNKNOWN_FORM);
  const type = reader.read(6);
  const wasted = reader.read(1) === 0 ? 0 : reader.readUnary() + 1;
  const width = bits - wasted;
  if (width <= 0) throw new FlacFrameError(UNKNOWN_FORM);
  if (type === 0) samples.fill(reader.readSigned(width), 0, length);
  else if (type === 1) for (let index = 0; index < length; index++) samples[index] = reader.readSigned(width);
  else if (type >= 8 && type <= 12) decodePredicted(reader, samples, length, width, type - 8, false);
  else if (type >= 32) decodePredicted(reader, samples, length, width, type - 31, true);
  else throw new FlacFrameError(UNKNOWN_FORM);
  // The lowest bits of all samples, which are zero, are left out.
  if (wasted > 0)
    for (let index = 0; index < length; index++) samples[index] = (samples[index] as number) * 2 ** wasted;
}

function decodePredicted(
  reader: BitReader,
  samples: Samples,
  length: number,
  width: number,
  order: number,
  isLinear: boolean,
): void {
  if (order > length) throw new FlacFrameError(UNKNOWN_FORM);
  for (let index = 0; index < order; index++) samples[index] = reader.readSigned(width);
  const { predictor, coefficientBits } = isLinear ? readPredictor(reader, order) : fixed(order);
  decodeResiduals(reader, samples, length, order);
  restore(samples, length, predictor, width + coefficientBits + Math.floor(Math.log2(order)) <= 32);
}

/** The largest sum of a fixed predictor of order 4 is 15 times as large as a sample. */
const fixed = (order: number) => ({ predictor: FIXED[order] ?? { coefficients: [], shift: 0 }, coefficientBits: 4 });

function readPredictor(reader: BitReader, order: number) {
  const coefficientBits = reader.read(4) + 1;
  const shift = reader.readSigned(5);
  if (coefficientBits > 15 || shift < 0) throw new FlacFrameError(UNKNOWN_FORM);
  const coefficients = Array.from({ length: order }, () => reader.readSigned(coefficientBits));
  return { predictor: { coefficients, shift }, coefficientBits };
}

/** RFC 9639 9.2.7. */
function decodeResiduals(reader: BitReader, samples: Samples, length: number, order: number): void {
  const method = reader.read(2);
  if (method > 1) throw new FlacFrameError(UNKNOWN_FORM);
  const parameterBits = method === 0 ? 4 : 5;
  const escaped = method === 0 ? 15 : 31;
  const partitions = 2 ** reader.read(4);
  const each = length / partitions;
  if (!Number.isInteger(each) || each < order) throw new FlacFrameError(UNKNOWN_FORM);
  for (let partition = 0; partition < partitions; partition++) {
    const from = partition === 0 ? order : partition * each;
    const to = (partition + 1) * each;
    const parameter = reader.read(parameterBits);
    if (parameter !== escaped) reader.readRice(parameter, samples, from, to);
    else {
      const bits = reader.read(5);
      for (let index = from; index < to; index++) samples[index] = reader.readSigned(bits);
    }
  }
}
