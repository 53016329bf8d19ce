import type { OpenAudioFileOptions } from '../audio/open-audio-file.ts';
import type { RawFormat } from '../audio/sound/raw-format.ts';

/** How sound that is not stored as on a CD is converted; see {@link openAudioFile}. */
export type SoundOptions = Pick<OpenAudioFileOptions, 'dither' | 'downmix' | 'check' | 'signal'>;

/** The options of {@link openJob}. */
export interface OpenJobOptions extends SoundOptions {
  /** Treat audio files as PCM without a header, stored in this way; `{}` is as on a CD. Not for documents. */
  readonly rawFormat?: RawFormat | undefined;
  /** How the bytes of a document are encoded, by a name of the Encoding Standard. Default: detected. */
  readonly encoding?: string | undefined;
  /** Read files that are not in the document's folder, or in a folder in it. A playlist that is named itself always may, one
   * that is found in a folder not. Default false. */
  readonly outsideFolder?: boolean | undefined;
  /**
   * Audio files, and those of a playlist or a folder, follow each other without a gap, sample by sample. Default false: with
   * the 2 s between them that the drive makes.
   */
  readonly gapless?: boolean | undefined;
  /**
   * Files with the CD-TEXT, instead of that of the document: packs (`.cdt`) or Sony's text sheets; `[]` for none. `tags`: from
   * the tags of the audio files.
   */
  readonly cdText?: readonly string[] | 'tags' | undefined;
}

/** The options for files that are only listed. */
export const listOptionsOf = (options: OpenJobOptions) => ({
  sound: {
    ...soundOptionsOf(options),
    ...(options.rawFormat === undefined ? {} : { rawFormat: options.rawFormat }),
  },
  gapless: options.gapless ?? false,
});

export const soundOptionsOf = ({ dither, downmix, check, signal }: SoundOptions): SoundOptions => ({
  ...(dither === undefined ? {} : { dither }),
  ...(downmix === undefined ? {} : { downmix }),
  ...(check === undefined ? {} : { check }),
  ...(signal === undefined ? {} : { signal }),
});
