import { AudioFormatError } from '../audio-format-error.ts';
import type { ByteSource } from '../byte-source.ts';
import { convertIt } from '../conversion.ts';
import { damagedFile } from './damaged.ts';
import { GranuleCounter } from './granule-counter.ts';
import { endNotes, scanOgg } from './ogg-scan.ts';
import { requireCodec } from './packages.ts';
import { describeSound } from './pcm-layout.ts';
import type { VorbisSpec } from './sound-spec.ts';
import { vorbisSpeakers } from './speakers.ts';
import { decodeVorbisHeader, type VorbisHeader, vorbisPacketCounter } from './vorbis-header.ts';

const CONTAINER = 'an Ogg Vorbis file';

/** Reads all of an Ogg Vorbis file: what it says of its sound, and how long that is. */
export async function findVorbis(source: ByteSource): Promise<{ spec: VorbisSpec; notes: readonly string[] }> {
  const { path } = source;
  const counters: GranuleCounter[] = [];
  const headers: VorbisHeader[] = [];
  const scanned = await scanOgg(source, CONTAINER, (header) => {
    const decoded = decodeVorbisHeader(header);
    if (decoded === undefined) throw damagedFile(path, CONTAINER, 'its header makes no sense');
    // The comments follow the header; the counter reads the setup itself.
    const counter = new GranuleCounter(1, vorbisPacketCounter(decoded.blocks));
    headers.push(decoded);
    counters.push(counter);
    return counter;
  });
  const [first] = headers;
  if (first === undefined) throw damagedFile(path, CONTAINER, 'it has no sound');
  const { channels, sampleRateHz } = first;
  if (headers.some((each) => each.channels !== channels || each.sampleRateHz !== sampleRateHz)) {
    throw new AudioFormatError({
      path,
      found: `${CONTAINER} of several streams of different kinds`,
      remedy: convertIt(path),
    });
  }
  const links = scanned.map(({ startBytes, endBytes }, index) => {
    return { startBytes, endBytes, ...(counters[index]?.result() ?? { skippedFrames: 0, frames: 0 }) };
  });
  const description = describeSound(CONTAINER, { sampleRateHz, channels });
  requireCodec(path, description, 'vorbis');
  const frames = links.reduce((sum, link) => sum + link.frames, 0);
  return {
    spec: {
      codec: 'vorbis',
      format: { description, sampleRateHz, channels, speakers: vorbisSpeakers(channels) },
      frames,
      links,
    },
    notes: endNotes(scanned),
  };
}
