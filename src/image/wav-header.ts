import { AUDIO_BLOCK_BYTES } from '../write/index.ts';

const HEADER_BYTES = 44;
const FORMAT_CHUNK_BYTES = 16;
const PCM = 1;
const CHANNELS = 2;
const SAMPLE_RATE_HZ = 44_100;
const BITS = 16;
const FRAME_BYTES = (CHANNELS * BITS) / 8;

/** The RIFF header of a WAV file that holds so many blocks of CD audio. */
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
  view.setUint16(22, CHANNELS, true);
  view.setUint32(24, SAMPLE_RATE_HZ, true);
  view.setUint32(28, SAMPLE_RATE_HZ * FRAME_BYTES, true);
  view.setUint16(32, FRAME_BYTES, true);
  view.setUint16(34, BITS, true);
  id(36, 'data');
  view.setUint32(40, dataBytes, true);
  return header;
}
