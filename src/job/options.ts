import type { OpenAudioFileOptions } from '../audio/open-audio-file.ts';

/** How sound that is not stored as on a CD is converted; see {@link openAudioFile}. */
export type SoundOptions = Pick<OpenAudioFileOptions, 'dither' | 'downmix' | 'check'>;

export interface OpenJobOptions extends SoundOptions {
  /** How the bytes of a document are encoded, by a name of the Encoding Standard. Default: detected. */
  readonly encoding?: string;
  /** Read files that are not in the document's folder, or in a folder in it. Playlists always may. Default false. */
  readonly outsideFolder?: boolean;
  /** Files with the CD-TEXT, instead of that of the document: packs (`.cdt`) or Sony's text sheets; `[]` for none. */
  readonly cdText?: readonly string[];
}

export const soundOptionsOf = ({ dither, downmix, check }: SoundOptions): SoundOptions => ({
  ...(dither === undefined ? {} : { dither }),
  ...(downmix === undefined ? {} : { downmix }),
  ...(check === undefined ? {} : { check }),
});
