import type { AudioFile } from '../audio-file.ts';
import type { ByteSource } from '../byte-source.ts';
import { cutTo } from './cut-pieces.ts';
import { damagedAt } from './damaged.ts';
import { oggPages, PacketAssembler } from './ogg-pages.ts';
import { OPUS_RATE_HZ } from './opus-header.ts';
import type { SoundFormat, SoundPieces } from './sound.ts';
import type { OpusLink, OpusSpec, Part } from './sound-spec.ts';

/** A part of a file as a file. */
const partOf = (file: ByteSource, { startBytes, endBytes }: Part): ByteSource => ({
  path: file.path,
  sizeBytes: endBytes - startBytes,
  readAt: (position, length) =>
    file.readAt(startBytes + position, Math.max(0, Math.min(length, endBytes - startBytes - position))),
});

async function* decodeLink(file: AudioFile, format: SoundFormat, link: OpusLink): SoundPieces {
  const { OpusDecoder } = await import('opus-decoder');
  const { channels, gain, streamCount, coupledStreamCount } = link;
  const decoder = new OpusDecoder({
    sampleRate: OPUS_RATE_HZ,
    channels,
    streamCount,
    coupledStreamCount,
    channelMappingTable: [...link.channelMappingTable],
    preSkip: 0,
  });
  await decoder.ready;
  const packets = new PacketAssembler(file.path);
  let headers = 2;
  let frames = 0;
  try {
    for await (const page of oggPages(partOf(file, link), { check: false })) {
      const all = packets.add(page);
      const sound = all.slice(Math.min(headers, all.length));
      headers -= all.length - sound.length;
      if (sound.length === 0) continue;
      const { channelData, samplesDecoded, errors } = decoder.decodeFrames(sound);
      const [error] = errors;
      if (error !== undefined) throw damagedAt(file.path, format, frames, error.message);
      frames += samplesDecoded;
      yield gain === 1 ? channelData : channelData.map((channel) => channel.map((sample) => sample * gain));
    }
  } finally {
    decoder.free();
  }
}

/** The sound of an Opus file: of each of its streams what is between the samples to skip and its last position. */
export async function* decodeOpus(file: AudioFile, { format, links }: OpusSpec): SoundPieces {
  for (const link of links) {
    for await (const piece of cutTo(decodeLink(file, format, link), link.skippedFrames, link.frames)) {
      const [only] = piece;
      yield link.channels === 1 && format.channels === 2 && only !== undefined ? [only, only] : piece;
    }
  }
}
