import { AudioFormatError } from '../audio-format-error.ts';
import type { ByteSource } from '../byte-source.ts';
import { convertIt } from '../conversion.ts';
import { damagedFile } from './damaged.ts';
import { GranuleCounter } from './granule-counter.ts';
import { endNotes, scanOgg } from './ogg-scan.ts';
import { decodeOpusHeader, OPUS_RATE_HZ, opusPacketFrames } from './opus-header.ts';
import { requireCodec } from './packages.ts';
import { describeSound } from './pcm-layout.ts';
import type { OpusLink, OpusSpec } from './sound-spec.ts';

const CONTAINER = 'an Opus file';

/** Reads all of an Opus file: what it says of its sound, and how long that is. A chained file is one sound after the other. */
export async function findOpus(source: ByteSource): Promise<{ spec: OpusSpec; notes: readonly string[] }> {
  const { path } = source;
  const counters: GranuleCounter[] = [];
  const scanned = await scanOgg(source, CONTAINER, () => {
    // The comments follow the header.
    const counter = new GranuleCounter(1, opusPacketFrames);
    counters.push(counter);
    return counter;
  });
  const links = scanned.map(({ startBytes, endBytes, header }, index): OpusLink => {
    const opus = decodeOpusHeader(header);
    if (opus === undefined) throw damagedFile(path, CONTAINER, 'its header makes no sense');
    const { skippedFrames, frames } = counters[index]?.result() ?? { skippedFrames: 0, frames: 0 };
    const sound = { skippedFrames: skippedFrames + opus.preSkip, frames: Math.max(0, frames - opus.preSkip) };
    return { startBytes, endBytes, ...opus, ...sound };
  });
  const [first] = links;
  if (first === undefined) throw damagedFile(path, CONTAINER, 'it has no sound');
  const { channels, speakers } = first;
  const sampleRateHz = OPUS_RATE_HZ;
  const description = describeSound(CONTAINER, { sampleRateHz, channels });
  if (links.some((link) => link.channels > 2 && link.channels !== channels)) {
    throw new AudioFormatError({
      path,
      found: `${CONTAINER} of several streams with other numbers of channels`,
      remedy: convertIt(path),
    });
  }
  requireCodec(path, description, 'opus');
  const frames = links.reduce((sum, link) => sum + link.frames, 0);
  // A stream in mono after one in stereo is played on both sides.
  const most = Math.max(...links.map((link) => link.channels));
  const format = { description, sampleRateHz, channels: most, speakers };
  return { spec: { codec: 'opus', format, frames, links }, notes: endNotes(scanned) };
}
