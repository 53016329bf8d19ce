import type { ByteSource, Extent } from '../byte-source.ts';
import { textOf } from '../chunk-header.ts';
import { SIGNATURE_BYTES } from '../foreign-format.ts';
import { tagBytes, withoutStart } from '../leading-tags.ts';
import { UndecodedFormat } from '../undecoded-format.ts';
import { isWav, locateWav } from '../wav.ts';
import { objectionTo } from '../wav-format.ts';
import { locateAiff } from './aiff.ts';
import { locateCaf } from './caf.ts';
import { findOpus } from './find-opus.ts';
import { findVorbis } from './find-vorbis.ts';
import { readFlacHeader } from './flac-header.ts';
import { findMp3 } from './mp3-scan.ts';
import { decodeMpegFrame } from './mpeg-frame.ts';
import { findOggFlac } from './ogg-flac.ts';
import { objectionToPcm, type PcmDescription, soundFormatOf } from './pcm-layout.ts';
import type { Part, PcmSpec, SoundSpec } from './sound-spec.ts';
import { findTta } from './tta-header.ts';
import { pcmOfWav } from './wav-sound.ts';
import { locateWave64 } from './wave64.ts';
import { findWavPack } from './wavpack-header.ts';

/** What a file holds: audio that can be burned as it is, or sound that is decoded and converted. */
export type Found =
  | { readonly extent: Extent }
  | {
      readonly spec: SoundSpec;
      /** What a user should know, as whole sentences. */
      readonly notes?: readonly string[];
    };

export function pcmSpec(pcm: PcmDescription, { startBytes, lengthBytes }: Extent): PcmSpec {
  const format = soundFormatOf(pcm);
  const frames = Math.floor(lengthBytes / (pcm.channels * pcm.encoding.bytes));
  return { codec: 'pcm', format, frames, layout: { format, encoding: pcm.encoding, startBytes, frames } };
}

async function findInWav(file: ByteSource): Promise<Found | undefined> {
  let refused: string | undefined;
  const { format, extent } = await locateWav(file, (found) => {
    // Two channels that are not left and right are not stereo, whatever their rate.
    if (pcmOfWav('a WAV file', found) === undefined) refused = objectionTo(found);
    if (refused !== undefined) throw new UndecodedFormat(file.path, refused);
  });
  if (objectionTo(format) === undefined) return { extent };
  const pcm = pcmOfWav('a WAV file', format);
  return pcm === undefined ? undefined : { spec: pcmSpec(pcm, extent) };
}

async function findInWave64(file: ByteSource): Promise<Found | undefined> {
  const { format, extent } = await locateWave64(file);
  const pcm = pcmOfWav('a Wave64 file', format);
  return pcm === undefined ? undefined : { spec: pcmSpec(pcm, extent) };
}

async function findPcm(
  file: ByteSource,
  locate: (file: ByteSource) => Promise<{ pcm: PcmDescription; extent: Extent } | string>,
): Promise<Found | undefined> {
  const located = await locate(file);
  if (typeof located === 'string' || objectionToPcm(located.pcm.encoding) !== undefined) return undefined;
  return { spec: pcmSpec(located.pcm, located.extent) };
}

async function findFlac(file: ByteSource): Promise<Found> {
  const { format, frames, md5 } = await readFlacHeader(file);
  return { spec: { codec: 'flac', format, frames, md5, startBytes: 0, ogg: false } };
}

/** By signature: where it is in a file, what it is, and who reads it. */
const READERS: readonly (readonly [
  offset: number,
  signature: string,
  find: (file: ByteSource) => Promise<Found | undefined>,
])[] = [
  [0, 'riff\x2e\x91\xcf\x11', findInWave64],
  [8, 'AIFF', (file) => findPcm(file, locateAiff)],
  [8, 'AIFC', (file) => findPcm(file, locateAiff)],
  [0, 'fLaC', findFlac],
  [28, '\x7fFLAC', findOggFlac],
  [28, 'OpusHead', findOpus],
  [28, '\x01vorbis', findVorbis],
  [0, 'wvpk', findWavPack],
  [0, 'TTA1', findTta],
  [0, 'caff', (file) => findPcm(file, locateCaf)],
];

/**
 * The sound of a file, by its first bytes; undefined if it is in no format that is decoded here.
 * @param sure use only signatures that PCM does not match by chance: MPEG audio has none
 * @throws AudioFormatError for a file that is damaged
 */
export async function findSound(file: ByteSource, { sure }: { sure: boolean }): Promise<Found | undefined> {
  const skipped = await tagBytes(file);
  const untagged = withoutStart(file, skipped);
  const start = await untagged.readAt(0, SIGNATURE_BYTES);
  const text = textOf(start);
  const known = isWav(start) ? findInWav : READERS.find(([offset, id]) => text.startsWith(id, offset))?.[2];
  const isMpeg = skipped > 0 || (!sure && decodeMpegFrame(start) !== undefined);
  const find = known ?? (isMpeg ? findMp3 : undefined);
  const found = await find?.(untagged);
  return found === undefined ? undefined : moved(found, skipped);
}

/** The same in the whole file. */
function moved(found: Found, bytes: number): Found {
  if ('extent' in found) return { extent: { ...found.extent, startBytes: found.extent.startBytes + bytes } };
  return { ...found, spec: movedSpec(found.spec, bytes) };
}

const movedPart = <P extends Part>(part: P, bytes: number): P => ({
  ...part,
  startBytes: part.startBytes + bytes,
  endBytes: part.endBytes + bytes,
});

function movedSpec(spec: SoundSpec, bytes: number): SoundSpec {
  switch (spec.codec) {
    case 'ffmpeg':
      return spec;
    case 'flac':
      return { ...spec, startBytes: spec.startBytes + bytes };
    case 'opus':
      return { ...spec, links: spec.links.map((link) => movedPart(link, bytes)) };
    case 'vorbis':
      return { ...spec, links: spec.links.map((link) => movedPart(link, bytes)) };
    case 'mp3':
      return { ...spec, parts: spec.parts.map((part) => movedPart(part, bytes)) };
    case 'wavpack':
    case 'tta':
      return movedPart(spec, bytes);
    case 'pcm':
      return { ...spec, layout: { ...spec.layout, startBytes: spec.layout.startBytes + bytes } };
  }
}
