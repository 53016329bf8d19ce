import type { ByteSource } from '../../src/audio/byte-source.ts';
import type { PcmTrack } from '../../src/audio/index.ts';

export interface Format {
  tag?: number;
  channels?: number;
  rateHz?: number;
  bits?: number;
  sampleBytes?: number;
  extension?: { validBits: number; mask: number; subFormat: string };
}

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};

/** The GUID of a format tag as stored in a file. */
export const subFormatOf = (tag: number): string => `${u16(tag).toString('hex')}000000001000800000aa00389b71`;

/** A chunk with its pad byte; `declared` states another length. */
export function chunk(id: string, body: Uint8Array, { declared = body.length, pad = true } = {}): Buffer {
  return Buffer.concat([
    Buffer.from(id, 'latin1'),
    u32(declared),
    body,
    Buffer.alloc(pad && body.length % 2 === 1 ? 1 : 0),
  ]);
}

export function format({ tag, channels = 2, rateHz = 44_100, bits = 16, sampleBytes, extension }: Format = {}): Buffer {
  const frame = sampleBytes ?? (channels * bits) / 8;
  const plain = [
    u16(tag ?? (extension === undefined ? 1 : 0xfffe)),
    u16(channels),
    u32(rateHz),
    u32(rateHz * frame),
    u16(frame),
    u16(bits),
  ];
  if (extension === undefined) return chunk('fmt ', Buffer.concat(plain));
  const { validBits, mask, subFormat } = extension;
  return chunk('fmt ', Buffer.concat([...plain, u16(22), u16(validBits), u32(mask), Buffer.from(subFormat, 'hex')]));
}

export function riff(chunks: readonly Uint8Array[], { id = 'RIFF', declared = -1 } = {}): Buffer {
  const body = Buffer.concat(chunks);
  return Buffer.concat([Buffer.from(id), u32(declared < 0 ? body.length + 4 : declared), Buffer.from('WAVE'), body]);
}

export function ds64(riffBytes: bigint, dataBytes: bigint, table: readonly [id: string, bytes: bigint][] = []): Buffer {
  const rows = table.map(([id, bytes]) => Buffer.concat([Buffer.from(id), u64(bytes)]));
  return chunk('ds64', Buffer.concat([u64(riffBytes), u64(dataBytes), u64(dataBytes / 4n), u32(rows.length), ...rows]));
}

/** Bytes in which every position looks different. */
export const pcm = (lengthBytes: number): Uint8Array =>
  Uint8Array.from({ length: lengthBytes }, (_, index) => (index * 7 + Math.floor(index / 256) * 31 + 1) % 251);

export const inMemory = (bytes: Uint8Array): ByteSource => ({
  path: 'some.wav',
  sizeBytes: bytes.length,
  readAt: async (position, length) => bytes.slice(position, position + length),
});

export async function readAll(track: PcmTrack): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const each of track.open()) chunks.push(each);
  return Buffer.concat(chunks);
}

/** Reads a whole track through one buffer of this size. */
export async function readThrough(track: PcmTrack, bufferBytes: number): Promise<Buffer> {
  const reader = await track.openReader();
  const buffer = new Uint8Array(bufferBytes);
  const chunks: Uint8Array[] = [];
  try {
    for (;;) {
      const count = await reader.read(buffer);
      if (count === 0) return Buffer.concat(chunks);
      chunks.push(buffer.slice(0, count));
    }
  } finally {
    await reader.close();
  }
}
