import { createRequire } from 'node:module';
import { AudioFormatError } from '../audio-format-error.ts';

/** The packages that decode, by codec; all are optional. */
export const CODEC_PACKAGES = {
  mp3: 'mpg123-decoder',
  vorbis: '@wasm-audio-decoders/ogg-vorbis',
  opus: 'opus-decoder',
  wavpack: '@audio/decode-wavpack',
  tta: '@audio/decode-tta',
} as const;

export type PackagedCodec = keyof typeof CODEC_PACKAGES;

/** Loads modules that are not ES modules, and finds all. */
export const requirePackage = createRequire(import.meta.url);

/**
 * Refuses a file whose codec has no package, before anything is burned. Does not load it.
 * @param found what the file is
 */
export function requireCodec(
  path: string,
  found: string,
  codec: PackagedCodec,
  resolve: (name: string) => string = requirePackage.resolve,
): void {
  const name = CODEC_PACKAGES[codec];
  try {
    resolve(name);
  } catch (cause) {
    throw new AudioFormatError({
      path,
      found: `${found}, and the package that decodes it, ${name}, is not installed`,
      remedy: `Install it: npm install ${name}`,
      cause,
    });
  }
}
