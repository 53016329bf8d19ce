import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { type TrackSource, trackBlocks } from '../../write/index.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { type ByteStream, type Chunks, collect, measuredStream, TooLongError } from '../core/stream-data.ts';

const NAME = 'the audio data';

/**
 * The source of a track's audio, from data whose length is known. A partial last sector is padded with silence: the
 * documentation leaves this case open, and callers of IMAPI2 have seen both a refusal and padding.
 * @throws STREAM_NOT_SUPPORTED for anything but whole 16-bit stereo samples
 */
export function audioSourceOf(data: unknown, member: string): TrackSource {
  const stream = measuredStream(data, NAME);
  if (stream !== undefined && holdsSamples(stream)) return stream;
  throw new ImapiError(HResult.E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED, {
    member,
    ...(stream === undefined ? {} : { meaning: `the data has ${stream.lengthBytes} bytes, not whole samples` }),
    remedy:
      'Give CD audio, a multiple of 4 bytes: memory, a Blob, a stream, or a PcmTrack that openAudioFile() or pcmTrackFromIterable() makes.',
  });
}

const holdsSamples = ({ lengthBytes }: ByteStream): boolean => lengthBytes > 0 && lengthBytes % CD_SAMPLE_BYTES === 0;

/** @throws NOT_ENOUGH_SPACE */
export function fitting(source: TrackSource, freeSectors: number, member: string): TrackSource {
  const sectors = trackBlocks(source);
  if (sectors <= freeSectors) return source;
  throw notEnoughSpace(`the track has ${sectors} sectors`, freeSectors, member);
}

const notEnoughSpace = (what: string, freeSectors: number, member: string): ImapiError =>
  new ImapiError(HResult.E_IMAPI_DF2TAO_NOT_ENOUGH_SPACE, {
    member,
    meaning: `${what}, but the disc has room for ${freeSectors}`,
  });

/**
 * The source of a track's audio, from a stream that is read to its end first.
 * @throws STREAM_NOT_SUPPORTED, NOT_ENOUGH_SPACE, REQUEST_CANCELLED
 */
export async function collectedAudio(
  chunks: Chunks,
  freeSectors: number,
  signal: AbortSignal,
  member: string,
): Promise<TrackSource> {
  try {
    const stream = await collect(chunks, NAME, freeSectors * AUDIO_BLOCK_BYTES, signal);
    return fitting(audioSourceOf(stream, member), freeSectors, member);
  } catch (cause) {
    if (cause instanceof TooLongError) throw notEnoughSpace('the track has more sectors', freeSectors, member);
    if (cause instanceof ImapiError) throw cause;
    if (signal.aborted) {
      const remedy = 'Nothing of the track was written. Add other tracks, or finish with releaseMedia().';
      throw new ImapiError(HResult.E_IMAPI_REQUEST_CANCELLED, { member, remedy });
    }
    throw new ImapiError(HResult.E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED, {
      member,
      cause,
      remedy: 'Check the stream. Nothing of the track was written.',
    });
  }
}
