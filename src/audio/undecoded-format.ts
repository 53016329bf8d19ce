import { AudioFormatError } from './audio-format-error.ts';
import { convertIt } from './conversion.ts';

/** A file of sound in a format that no code of ours reads; ffmpeg may. */
export class UndecodedFormat extends AudioFormatError {
  /** @param found what the file is, as the rest of the sentence `PATH: ...` */
  constructor(path: string, found: string, remedy = convertIt(path)) {
    super({ path, found, remedy });
  }
}
