import { chunk, format, riff } from '../wav-builder.ts';

/** Samples of all channels, one after the other, as whole numbers of `bits` bits. */
export interface Samples {
  readonly rateHz: number;
  readonly channels: number;
  readonly bits: number;
  readonly values: readonly number[];
}

export type Stored = 'u8' | 's8' | 's16' | 's24' | 's32' | 'f32' | 'f64';
const BYTES = { u8: 1, s8: 1, s16: 2, s24: 3, s32: 4, f32: 4, f64: 8 } as const;

/** The samples as they are stored: shifted into the highest bits of a whole number, or divided by full scale. */
export function encode({ values, bits }: Samples, stored: Stored, bigEndian: boolean): Buffer {
  const bytes = BYTES[stored];
  const out = Buffer.alloc(values.length * bytes);
  const view = new DataView(out.buffer, out.byteOffset, out.length);
  const little = !bigEndian;
  for (const [index, value] of values.entries()) {
    const at = index * bytes;
    const scaled = value * 2 ** (8 * bytes - bits);
    if (stored === 'f32') view.setFloat32(at, value / 2 ** (bits - 1), little);
    else if (stored === 'f64') view.setFloat64(at, value / 2 ** (bits - 1), little);
    else if (stored === 'u8') view.setUint8(at, scaled + 128);
    else if (bigEndian) out.writeIntBE(scaled, at, bytes);
    else out.writeIntLE(scaled, at, bytes);
  }
  return out;
}

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

function numbers(...parts: readonly (readonly [bytes: number, value: number, order?: 'LE'])[]): Buffer {
  return Buffer.concat(
    parts.map(([bytes, value, order]) => {
      const out = Buffer.alloc(bytes);
      if (bytes === 8 && order === 'LE') out.writeBigInt64LE(BigInt(value));
      else if (bytes === 8) out.writeBigInt64BE(BigInt(value));
      else if (order === 'LE') out.writeUIntLE(value, 0, bytes);
      else out.writeUIntBE(value, 0, bytes);
      return out;
    }),
  );
}

/** A WAV file; extensible on request. */
export function wavFile(samples: Samples, stored: Stored, { mask }: { mask?: number } = {}): Buffer {
  const bits = 8 * BYTES[stored];
  const tag = stored.startsWith('f') ? 3 : 1;
  const subFormat = `0${tag}00000000001000800000aa00389b71`;
  const extension =
    mask === undefined
      ? undefined
      : { validBits: stored.startsWith('f') ? bits : Math.min(bits, samples.bits), mask, subFormat };
  const fields = { channels: samples.channels, rateHz: samples.rateHz, bits };
  const fmt = format(extension === undefined ? { ...fields, tag } : { ...fields, extension });
  return riff([fmt, chunk('data', encode(samples, stored, false))]);
}

const guid = (id: string): Buffer =>
  Buffer.concat([
    ascii(id),
    Buffer.from(id === 'riff' ? '2e91cf11a5d628db04c10000' : 'f3acd3118cd100c04f8edb8a', 'hex'),
  ]);

export function wave64File(samples: Samples, stored: Stored, declared?: number): Buffer {
  const fmt = format({
    channels: samples.channels,
    rateHz: samples.rateHz,
    bits: 8 * BYTES[stored],
    tag: stored.startsWith('f') ? 3 : 1,
  }).subarray(8);
  const part = (id: string, body: Buffer, size = 24 + body.length): Buffer =>
    Buffer.concat([guid(id), numbers([8, size, 'LE']), body, Buffer.alloc((8 - (body.length % 8)) % 8)]);
  const body = Buffer.concat([
    guid('wave'),
    part('fmt ', fmt),
    part('junk', Buffer.alloc(5)),
    part('data', encode(samples, stored, false), declared),
  ]);
  return Buffer.concat([guid('riff'), numbers([8, 24 + body.length, 'LE']), body]);
}

/** An 80-bit extended number: the sample rates here are whole. */
function extended(value: number): Buffer {
  const exponent = Math.floor(Math.log2(value));
  const mantissa = BigInt(value) * 2n ** BigInt(63 - exponent);
  const out = Buffer.alloc(10);
  out.writeUInt16BE(16_383 + exponent, 0);
  out.writeBigUInt64BE(mantissa, 2);
  return out;
}

/** @param compression of AIFF-C; an AIFF file without it */
export function aiffFile(samples: Samples, stored: Stored, compression?: string): Buffer {
  const little = ['sowt', '42ni', '23ni'].includes(compression ?? '');
  const frames = samples.values.length / samples.channels;
  const common = Buffer.concat([
    numbers([2, samples.channels], [4, frames], [2, 8 * BYTES[stored]]),
    extended(samples.rateHz),
    ...(compression === undefined ? [] : [ascii(compression), Buffer.from([3]), ascii('any')]),
  ]);
  const sound = Buffer.concat([numbers([4, 0], [4, 0]), encode(samples, stored, !little)]);
  const part = (id: string, body: Buffer): Buffer =>
    Buffer.concat([ascii(id), numbers([4, body.length]), body, Buffer.alloc(body.length % 2)]);
  const body = Buffer.concat([
    ascii(compression === undefined ? 'AIFF' : 'AIFC'),
    part('COMM', common),
    part('NAME', ascii('odd')),
    part('SSND', sound),
  ]);
  return Buffer.concat([ascii('FORM'), numbers([4, body.length]), body]);
}

export function cafFile(samples: Samples, stored: Stored, { little = false, size = -2, layout = 0 } = {}): Buffer {
  const bytes = BYTES[stored];
  const rate = Buffer.alloc(8);
  rate.writeDoubleBE(samples.rateHz);
  const flags = (stored.startsWith('f') ? 1 : 0) + (little ? 2 : 0);
  const description = Buffer.concat([
    rate,
    ascii('lpcm'),
    numbers([4, flags], [4, bytes * samples.channels], [4, 1], [4, samples.channels], [4, Math.min(8 * bytes, 64)]),
  ]);
  const sound = Buffer.concat([numbers([4, 0]), encode(samples, stored, !little)]);
  const part = (id: string, body: Buffer, length = body.length): Buffer =>
    Buffer.concat([ascii(id), numbers([8, length]), body]);
  return Buffer.concat([
    ascii('caff'),
    numbers([2, 1], [2, 0]),
    part('desc', description),
    ...(layout === 0 ? [] : [part('chan', numbers([4, 0x0001_0000], [4, layout], [4, 0]))]),
    part('free', Buffer.alloc(3)),
    part('data', sound, size === -2 ? sound.length : size),
  ]);
}
