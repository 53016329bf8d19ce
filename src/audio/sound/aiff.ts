import type { ByteSource, Extent } from '../byte-source.ts';
import { MAX_CHUNKS, textOf, viewOf } from '../chunk-header.ts';
import { damagedFile } from './damaged.ts';
import type { PcmDescription, PcmEncoding } from './pcm-layout.ts';
import { aiffSpeakers } from './speakers.ts';

/** The compression types of AIFF-C that are not compressed (Apple, "Audio Interchange File Format AIFF-C", and QuickTime's). */
const ENCODINGS: Readonly<Record<string, Partial<PcmEncoding>>> = {
  NONE: {},
  twos: {},
  sowt: { bigEndian: false },
  'raw ': { kind: 'unsigned' },
  in24: { bytes: 3 },
  in32: { bytes: 4 },
  '42ni': { bytes: 3, bigEndian: false },
  '23ni': { bytes: 4, bigEndian: false },
  fl32: { kind: 'float', bytes: 4 },
  FL32: { kind: 'float', bytes: 4 },
  fl64: { kind: 'float', bytes: 8 },
  FL64: { kind: 'float', bytes: 8 },
  alaw: { kind: 'a-law', bytes: 1 },
  ALAW: { kind: 'a-law', bytes: 1 },
  ulaw: { kind: 'mu-law', bytes: 1 },
  ULAW: { kind: 'mu-law', bytes: 1 },
};

/** An 80-bit IEEE 754 extended number, as far as sample rates go. */
function extendedOf(view: DataView, at: number): number {
  const exponent = view.getUint16(at);
  if (exponent >= 0x8000) return 0;
  return Number(view.getBigUint64(at + 2)) * 2 ** (exponent - 16_383 - 63);
}

interface Common {
  readonly channels: number;
  readonly frames: number;
  readonly bits: number;
  readonly sampleRateHz: number;
  readonly compression: string;
}

/** The chunk `COMM`: at least 18 bytes; in an AIFF-C file 22 and a name. */
function commonOf(bytes: Uint8Array, isCompressed: boolean): Common | undefined {
  if (bytes.length < (isCompressed ? 22 : 18)) return undefined;
  const view = viewOf(bytes);
  return {
    channels: view.getUint16(0),
    frames: view.getUint32(2),
    bits: view.getUint16(6),
    sampleRateHz: Math.round(extendedOf(view, 8)),
    compression: isCompressed ? textOf(bytes.subarray(18, 22)) : 'NONE',
  };
}

function describe(container: string, common: Common): PcmDescription | string {
  const { channels, bits, sampleRateHz, compression } = common;
  const special = ENCODINGS[compression];
  if (special === undefined) return compression;
  const encoding: PcmEncoding = { kind: 'signed', bytes: Math.ceil(bits / 8), bigEndian: true, ...special };
  const isWhole = encoding.kind === 'signed' || encoding.kind === 'unsigned';
  const validBits = isWhole ? Math.min(bits, 8 * encoding.bytes) : 8 * encoding.bytes;
  return { container, sampleRateHz, channels, encoding, validBits, speakers: aiffSpeakers(channels) };
}

/** An AIFF or AIFF-C file: what it holds, and where; or the name of a compression that is not known here. */
export async function locateAiff(source: ByteSource): Promise<{ pcm: PcmDescription; extent: Extent } | string> {
  const { path, sizeBytes } = source;
  const isCompressed = textOf(await source.readAt(8, 4)) === 'AIFC';
  const container = isCompressed ? 'an AIFF-C file' : 'an AIFF file';
  let common: Common | undefined;
  let sound: { startBytes: number; endBytes: number } | undefined;
  let position = 12;
  for (let count = 0; count < MAX_CHUNKS && position + 8 <= sizeBytes; count++) {
    const header = await source.readAt(position, 16);
    const id = textOf(header.subarray(0, 4));
    const declared = viewOf(header).getUint32(4);
    const startBytes = position + 8;
    if (id === 'COMM') {
      common = commonOf(await source.readAt(startBytes, Math.min(declared, 22)), isCompressed);
      if (common === undefined) throw damagedFile(path, container, 'its "COMM" chunk is too short');
    }
    if (id === 'SSND' && header.length === 16) {
      // The offset to the first sample; a program that writes to a pipe leaves a size of 0 or the largest.
      const offset = viewOf(header).getUint32(8);
      const endBytes = declared < 8 || declared >= 0x7fff_0000 ? sizeBytes : startBytes + declared;
      sound = { startBytes: startBytes + 8 + offset, endBytes };
    }
    if (common !== undefined && sound !== undefined) break;
    position = startBytes + declared + (declared % 2);
  }
  if (common === undefined) throw damagedFile(path, container, 'it has no "COMM" chunk');
  const pcm = describe(container, common);
  if (typeof pcm === 'string') return pcm;
  if (sound === undefined) throw damagedFile(path, container, 'it has no "SSND" chunk');
  return { pcm, extent: extentOf(source, container, pcm, common.frames, sound) };
}

/** COMM counts the samples. Where it says none, the program that wrote it did not come back to fill that in. */
function extentOf(
  { path, sizeBytes }: ByteSource,
  container: string,
  { channels, encoding }: PcmDescription,
  frames: number,
  { startBytes, endBytes }: { startBytes: number; endBytes: number },
): Extent {
  const frameBytes = channels * encoding.bytes;
  const available = Math.max(0, Math.min(endBytes, sizeBytes) - startBytes);
  if (frames === 0 || frameBytes === 0) return { startBytes, lengthBytes: available };
  const lengthBytes = frames * frameBytes;
  if (lengthBytes > available) {
    throw damagedFile(
      path,
      container,
      `the last ${lengthBytes - available} of its ${lengthBytes} bytes of audio are missing`,
    );
  }
  return { startBytes, lengthBytes };
}
