import type { ByteSource } from '../byte-source.ts';
import { textOf, viewOf } from '../chunk-header.ts';
import { damagedFile } from './damaged.ts';
import { requireCodec } from './packages.ts';
import { describeSound } from './pcm-layout.ts';
import type { TtaSpec } from './sound-spec.ts';
import { wavSpeakers } from './speakers.ts';

const CONTAINER = 'a True Audio file';
const HEADER_BYTES = 22;
const CRC_BYTES = 4;
/** A frame has 256/245 s ("TTA1 format description"). */
const framesPerBlock = (sampleRateHz: number): number => Math.floor((sampleRateHz * 256) / 245);

export async function findTta(source: ByteSource): Promise<{ spec: TtaSpec }> {
  const { path, sizeBytes } = source;
  const header = await source.readAt(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || textOf(header.subarray(0, 4)) !== 'TTA1') {
    throw damagedFile(path, CONTAINER, 'it ends within its header');
  }
  const view = viewOf(header);
  const channels = view.getUint16(6, true);
  const integerBits = view.getUint16(8, true);
  const sampleRateHz = view.getUint32(10, true);
  const frames = view.getUint32(14, true);
  if (channels === 0 || sampleRateHz === 0) throw damagedFile(path, CONTAINER, 'its header makes no sense');
  const blocks = Math.ceil(frames / framesPerBlock(sampleRateHz));
  const table = await source.readAt(HEADER_BYTES, 4 * blocks);
  if (table.length < 4 * blocks) throw damagedFile(path, CONTAINER, 'its end is missing');
  const sizes = viewOf(table);
  let endBytes = HEADER_BYTES + table.length + CRC_BYTES;
  for (let block = 0; block < blocks; block++) endBytes += sizes.getUint32(4 * block, true);
  if (endBytes > sizeBytes) throw damagedFile(path, CONTAINER, 'its end is missing');
  const description = describeSound(CONTAINER, { sampleRateHz, channels }, `${integerBits}-bit`);
  requireCodec(path, description, 'tta');
  const format = { description, sampleRateHz, channels, integerBits, speakers: wavSpeakers(channels) };
  return { spec: { codec: 'tta', format, frames, startBytes: 0, endBytes } };
}
