import type { ByteSource } from '../byte-source.ts';
import { inDigits } from '../conversion.ts';
import { damagedFile } from './damaged.ts';
import { DECODER_DELAY, decodeInfoFrame, type InfoFrame } from './lame-tag.ts';
import { decodeMpegFrame, FRAME_HEADER_BYTES, isSameStream, type MpegFrame } from './mpeg-frame.ts';
import { requireCodec } from './packages.ts';
import { describeSound } from './pcm-layout.ts';
import type { Mp3Spec, Part } from './sound-spec.ts';
import { wavSpeakers } from './speakers.ts';
import { skipTags } from './tags-between.ts';
import { WindowReader } from './window-reader.ts';

/** How far the next frame is looked for where none begins. */
const MAX_JUNK_BYTES = 131_072;

/** Places without sound that are named. */
const MOST_NOTES = 5;

const CONTAINERS: Readonly<Record<number, string>> = { 1: 'an MP1 file', 2: 'an MP2 file', 3: 'an MP3 file' };

/** Where the frame begins, at or after this place, that another one of the same stream follows. */
async function nextFrameAt(reader: WindowReader, from: number, stream?: MpegFrame): Promise<number | undefined> {
  const bytes = Uint8Array.from(await reader.at(from, MAX_JUNK_BYTES));
  for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const frame = decodeMpegFrame(bytes.subarray(at, at + FRAME_HEADER_BYTES));
    if (frame === undefined || (stream !== undefined && !isSameStream(frame, stream))) continue;
    const after = at + frame.lengthBytes;
    const next = decodeMpegFrame(await reader.at(from + after, FRAME_HEADER_BYTES));
    if (next !== undefined && isSameStream(frame, next)) return from + at;
  }
  return undefined;
}

interface Scan {
  readonly first: MpegFrame;
  /** What the encoders of joined files say, in order; only the first may be missing. */
  readonly infos: readonly (InfoFrame | undefined)[];
  readonly parts: readonly Part[];
  readonly count: number;
  readonly channels: number;
  readonly notes: readonly string[];
}

async function scanFrames(source: ByteSource): Promise<Scan | undefined> {
  const reader = new WindowReader(source);
  const begin = await nextFrameAt(reader, 0);
  const first = begin === undefined ? undefined : decodeMpegFrame(await reader.at(begin, FRAME_HEADER_BYTES));
  if (begin === undefined || first === undefined) return undefined;
  const info = decodeInfoFrame(await reader.at(begin, first.lengthBytes), first);
  const infos = [info];
  const startBytes = info === undefined ? begin : begin + first.lengthBytes;
  const notes: string[] = [];
  const parts: Part[] = [];
  let places = 0;
  const note = (words: string) => {
    if (places < MOST_NOTES) notes.push(words);
    else if (places === MOST_NOTES) notes.push('More bytes after these are not sound.');
    places++;
  };
  let partStart = startBytes;
  let position = startBytes;
  let count = 0;
  let channels = 1;
  const goOnAt = (next: number) => {
    if (position > partStart) parts.push({ startBytes: partStart, endBytes: position });
    partStart = next;
    position = next;
  };
  while (position < source.sizeBytes) {
    const frame = decodeMpegFrame(await reader.at(position, FRAME_HEADER_BYTES));
    if (frame !== undefined && isSameStream(frame, first)) {
      if (position + frame.lengthBytes > source.sizeBytes) {
        notes.push('Its last frame is not whole and is left out.');
        break;
      }
      channels = Math.max(channels, frame.channels);
      const joined = decodeInfoFrame(await reader.at(position, frame.lengthBytes), frame);
      if (joined === undefined) {
        count++;
        position += frame.lengthBytes;
        continue;
      }
      note(
        `Another MP3 file begins at byte ${inDigits(position)}: what its encoder put before the sound, and that of the file before it put after, is burned too.`,
      );
      infos.push(joined);
      goOnAt(position + frame.lengthBytes);
      continue;
    }
    const { endBytes, hasTag } = await skipTags(source, reader, position);
    const next = endBytes < source.sizeBytes ? await nextFrameAt(reader, endBytes, first) : undefined;
    const left = (next ?? source.sizeBytes) - endBytes;
    if (next === undefined && !hasTag && left > MAX_JUNK_BYTES) {
      throw damagedFile(source.path, 'an MP3 file', `no frame begins at byte ${inDigits(position)}`);
    }
    if (left > 0) note(`${inDigits(left)} bytes at byte ${inDigits(endBytes)} are not sound and are left out.`);
    else if (next !== undefined && !hasTag) {
      // Zeros where sound should be may be a hole in the file.
      note(`${inDigits(next - position)} bytes at byte ${inDigits(position)} are not sound and are left out.`);
    }
    if (next === undefined) break;
    goOnAt(next);
  }
  if (position > partStart || parts.length === 0) parts.push({ startBytes: partStart, endBytes: position });
  return { first, infos, parts, count, channels, notes };
}

/**
 * Reads the headers of all frames of MPEG audio: how long it is, without what the encoder put before and after the sound.
 * Undefined if it is not MPEG audio.
 */
export async function findMp3(source: ByteSource): Promise<{ spec: Mp3Spec; notes: readonly string[] } | undefined> {
  const scan = await scanFrames(source);
  if (scan === undefined) return undefined;
  const { first, infos, count, channels, parts } = scan;
  const { sampleRateHz, layer } = first;
  const container = CONTAINERS[layer] ?? 'an MP3 file';
  const notes = [...scan.notes];
  const expected = infos.reduce((sum, each) => sum + (each?.frames ?? 0), 0);
  if (count < expected) {
    throw damagedFile(source.path, container, `it has ${inDigits(count)} of its ${inDigits(expected)} frames`);
  }
  const delay = infos[0]?.delay;
  if (delay === undefined && layer === 3) {
    notes.push(
      'It has no LAME tag that says where its sound begins and ends: what its encoder put before (1,105 samples, if it was LAME) and after it is burned too.',
    );
  }
  const skippedFrames = delay === undefined ? 0 : delay.before + DECODER_DELAY;
  const decoded = count * first.frames;
  const declared = decoded - (delay?.before ?? 0) - (infos.at(-1)?.delay?.after ?? 0);
  const frames = Math.max(0, Math.min(declared, decoded - skippedFrames));
  const description = describeSound(container, { sampleRateHz, channels });
  requireCodec(source.path, description, 'mp3');
  const format = { description, sampleRateHz, channels, speakers: wavSpeakers(channels) };
  return { spec: { codec: 'mp3', format, frames, parts, skippedFrames }, notes };
}
