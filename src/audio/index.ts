export {
  CD_BITS_PER_SAMPLE,
  CD_BYTES_PER_SECOND,
  CD_CHANNELS,
  CD_SAMPLE_BYTES,
  CD_SAMPLE_RATE_HZ,
} from '../cd/digital-audio.ts';
export { AudioFormatError, type AudioFormatErrorDetails } from './audio-format-error.ts';
export type { ContentKind, FileContent, IdentifiedFile } from './content-kinds.ts';
export { type AlbumGain, type AlbumGainOptions, albumGain, R128_TARGET_LUFS } from './loudness/album-gain.ts';
export { type Loudness, type LoudSource, measureLoudness } from './loudness/measure.ts';
export { withGain } from './loudness/with-gain.ts';
export { type OpenAudioFileOptions, openAudioFile } from './open-audio-file.ts';
export type { PcmChunks, PcmReader } from './pcm-reader.ts';
export {
  type PcmTrack,
  type PcmTrackFromIterableOptions,
  type PcmTrackOptions,
  pcmTrackFromBytes,
  pcmTrackFromIterable,
  UNKNOWN_LENGTH,
} from './pcm-track.ts';
export { RAW_SAMPLES, type RawFormat, type RawSamples } from './sound/raw-format.ts';
export { type OpenAudioStreamOptions, openAudioStream } from './stream/open-audio-stream.ts';
export { type SpooledTrack, type SpoolOptions, spoolTrack } from './stream/spool-track.ts';
export { identifyFile } from './unknown-content.ts';
