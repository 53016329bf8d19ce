import type { ByteSource, Extent } from '../byte-source.ts';
import { MAX_CHUNKS, textOf, viewOf } from '../chunk-header.ts';
import { damagedFile } from './damaged.ts';
import type { PcmDescription, PcmEncoding } from './pcm-layout.ts';
import type { Speaker } from './sound.ts';
import { speakersOfMask, wavSpeakers } from './speakers.ts';

const CONTAINER = 'a Core Audio file';
const HEADER_BYTES = 12;
const DESCRIPTION_BYTES = 32;

/** mFormatFlags of linear PCM. */
const IS_FLOAT = 1;
const IS_LITTLE_ENDIAN = 2;

/** mChannelLayoutTag: the channels are those of a bit map, or the order L R C LFE Ls Rs (kAudioChannelLayoutTag_MPEG_5_1_A). */
const USE_BITMAP = 0x0001_0000;
const MPEG_5_1_A = 0x0079_0006;

function speakersOf(layout: Uint8Array | undefined, channels: number): readonly Speaker[] {
  if (channels <= 2) return wavSpeakers(channels);
  if (layout === undefined || layout.length < 8) return [];
  const view = viewOf(layout);
  const tag = view.getUint32(0);
  if (tag === USE_BITMAP) return speakersOfMask(view.getUint32(4), channels);
  return tag === MPEG_5_1_A ? wavSpeakers(channels) : [];
}

/** The chunk `desc` (Apple, "Core Audio Format Specification 1.0"); of another codec its name. */
function describe(bytes: Uint8Array, layout: Uint8Array | undefined): PcmDescription | string {
  const view = viewOf(bytes);
  const codec = textOf(bytes.subarray(8, 12));
  const flags = view.getUint32(12);
  const channels = view.getUint32(24);
  const bits = view.getUint32(28);
  const sampleRateHz = Math.round(view.getFloat64(0));
  const bigEndian = (flags & IS_LITTLE_ENDIAN) === 0;
  const perSample = channels === 0 ? 0 : view.getUint32(16) / channels;
  const encoding: PcmEncoding | undefined =
    codec === 'lpcm'
      ? { kind: (flags & IS_FLOAT) !== 0 ? 'float' : 'signed', bytes: perSample, bigEndian }
      : codec === 'alaw'
        ? { kind: 'a-law', bytes: 1, bigEndian }
        : codec === 'ulaw'
          ? { kind: 'mu-law', bytes: 1, bigEndian }
          : undefined;
  if (encoding === undefined) return codec;
  const speakers = speakersOf(layout, channels);
  return { container: CONTAINER, sampleRateHz, channels, encoding, validBits: bits || 8 * perSample, speakers };
}

/** A Core Audio file: what it holds, and where; or the name of a codec that is not PCM. */
export async function locateCaf(source: ByteSource): Promise<{ pcm: PcmDescription; extent: Extent } | string> {
  const { path, sizeBytes } = source;
  let description: Uint8Array | undefined;
  let layout: Uint8Array | undefined;
  let extent: Extent | undefined;
  let position = 8;
  for (let count = 0; count < MAX_CHUNKS && position + HEADER_BYTES <= sizeBytes; count++) {
    const header = await source.readAt(position, HEADER_BYTES);
    const id = textOf(header.subarray(0, 4));
    const declared = Number(viewOf(header).getBigInt64(4));
    const startBytes = position + HEADER_BYTES;
    const available = sizeBytes - startBytes;
    // -1: the audio goes to the end of the file.
    const lengthBytes = id === 'data' && declared === -1 ? available : declared;
    if (lengthBytes < 0 || lengthBytes > available) {
      throw damagedFile(path, CONTAINER, `its "${id.replace(/[^ -~]/g, '?')}" chunk is not whole`);
    }
    if (id === 'desc') description = await source.readAt(startBytes, Math.min(lengthBytes, DESCRIPTION_BYTES));
    if (id === 'chan') layout = await source.readAt(startBytes, Math.min(lengthBytes, 12));
    // Four bytes count the edits of the file.
    if (id === 'data') extent = { startBytes: startBytes + 4, lengthBytes: Math.max(0, lengthBytes - 4) };
    position = startBytes + lengthBytes;
  }
  if (description === undefined || description.length < DESCRIPTION_BYTES) {
    throw damagedFile(path, CONTAINER, 'it has no whole "desc" chunk');
  }
  const pcm = describe(description, layout);
  if (typeof pcm === 'string') return pcm;
  if (extent === undefined) throw damagedFile(path, CONTAINER, 'it has no "data" chunk');
  return { pcm, extent };
}
