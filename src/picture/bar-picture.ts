import { addressBar } from './address-bar.ts';
import type { DiscMap } from './disc-map.ts';
import { type PictureOptions, titleOf } from './picture-options.ts';

const MARGIN_PX = 24;

/**
 * A disc as a bar from its first block to its last, to scale.
 * @returns an SVG document
 * @throws OptionsError
 */
export const barPicture = (map: DiscMap, options: PictureOptions = {}): string =>
  addressBar(map, titleOf('barPicture()', options), { leftPx: MARGIN_PX, rightPx: MARGIN_PX });
