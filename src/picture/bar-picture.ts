import { addressBar } from './address-bar.ts';
import type { DiscMap } from './disc-map.ts';

const MARGIN_PX = 24;

/**
 * A disc as a bar from its first block to its last, to scale.
 * @returns an SVG document
 */
export const barPicture = (map: DiscMap, title = 'A disc'): string =>
  addressBar(map, title, { leftPx: MARGIN_PX, rightPx: MARGIN_PX });
