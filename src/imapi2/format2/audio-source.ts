import { pcmTrackFromBytes } from '../../audio/index.ts';
import type { TrackSource } from '../../write/index.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { AudioTrackData } from '../interfaces/index.ts';

const isPcmTrack = (data: unknown): data is TrackSource =>
  typeof data === 'object' && data !== null && typeof (data as Partial<TrackSource>).openReader === 'function';

/**
 * The source of a track's audio. A partial last sector is padded with silence: the documentation leaves this case open, and
 * callers of IMAPI2 have seen both a refusal and padding.
 * @throws STREAM_NOT_SUPPORTED for anything but whole 16-bit stereo samples
 */
export function audioSourceOf(data: AudioTrackData, member: string): TrackSource {
  if (data instanceof Uint8Array) return pcmTrackFromBytes('the audio data', data);
  if (isPcmTrack(data) && Number.isSafeInteger(data.lengthBytes) && data.lengthBytes > 0) return data;
  throw new ImapiError(HResult.E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED, {
    member,
    remedy: 'Give a Uint8Array of CD audio, or a PcmTrack: openAudioFile() and pcmTrackFromIterable() make one.',
  });
}
