import { type OptionNames, requireKnownOptions } from '../known-options.ts';

/** The options of {@link discPicture} and {@link barPicture}. */
export interface PictureOptions {
  /** What is written above the picture. Default: `A disc`. */
  readonly title?: string | undefined;
}

const OPTIONS: OptionNames<PictureOptions> = { title: 'main' };

/** @throws OptionsError */
export function titleOf(caller: string, options: PictureOptions): string {
  requireKnownOptions(caller, options, OPTIONS);
  return options.title ?? 'A disc';
}
