import {
  CD_BITS_PER_SAMPLE,
  CD_BYTES_PER_SECOND,
  CD_CHANNELS,
  CD_SAMPLE_BYTES,
  CD_SAMPLE_RATE_HZ,
} from '../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../cd/geometry.ts';

const HEADER_BYTES = 44;
const FORMAT_CHUNK_BYTES = 16;
const PCM = 1;

/** The RIFF header of a WAV file with this many blocks of CD audio. */
export function wavHeader(lengthBlocks: number): Uint8Array {
  const dataBytes = lengthBlocks * AUDIO_BLOCK_BYTES;
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  const id = (at: number, text: string) => header.set(Buffer.from(text, 'latin1'), at);
  id(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  id(8, 'WAVE');
  id(12, 'fmt ');
  view.setUint32(16, FORMAT_CHUNK_BYTES, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, CD_CHANNELS, true);
  view.setUint32(24, CD_SAMPLE_RATE_HZ, true);
  view.setUint32(28, CD_BYTES_PER_SECOND, true);
  view.setUint16(32, CD_SAMPLE_BYTES, true);
  view.setUint16(34, CD_BITS_PER_SAMPLE, true);
  id(36, 'data');
  view.setUint32(40, dataBytes, true);
  return header;
}
