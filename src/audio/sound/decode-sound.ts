import type { AudioFile } from '../audio-file.ts';
import { decodeFfmpeg } from './decode-ffmpeg.ts';
import { decodeFlac } from './decode-flac.ts';
import { decodeMp3 } from './decode-mp3.ts';
import { decodeOpus } from './decode-opus.ts';
import { decodeTta, decodeWavPack } from './decode-packaged.ts';
import { decodePcm } from './decode-pcm.ts';
import { decodeVorbis } from './decode-vorbis.ts';
import type { SoundPieces } from './sound.ts';
import type { SoundSpec } from './sound-spec.ts';

/** The sound of a file that is open, from its start. A codec's package is loaded only here. */
export function decodeSound(file: AudioFile, spec: SoundSpec): SoundPieces {
  switch (spec.codec) {
    case 'pcm':
      return decodePcm(file, spec.layout);
    case 'flac':
      return decodeFlac(file, spec);
    case 'ffmpeg':
      return decodeFfmpeg(file, spec);
    case 'mp3':
      return decodeMp3(file, spec);
    case 'opus':
      return decodeOpus(file, spec);
    case 'vorbis':
      return decodeVorbis(file, spec);
    case 'wavpack':
      return decodeWavPack(file, spec);
    case 'tta':
      return decodeTta(file, spec);
  }
}
