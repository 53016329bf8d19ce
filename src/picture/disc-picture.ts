import type { DiscMap, DiscPart } from './disc-map.ts';
import { type PictureOptions, titleOf } from './picture-options.ts';
import { COLOURS, element, escaped, fitted, legend, picture } from './svg.ts';
import { markInWords, partInWords } from './words.ts';

/** In millimetres: where the program area begins and ends, the hole, the edge (ECMA-130 8; ECMA-267 10). */
const RADIUS = { hole: 7.5, clamp: 16.5, leadIn: 23, first: 25, last: 58, edge: 60 } as const;

/** What a disc of 80 minutes holds: one that is complete is drawn as if it were of this size, if it holds less. */
const USUAL_BLOCKS = { CD: 359_849, 'DVD or BD': 2_295_104 } as const;

/** Of a CD at 1.3 m/s: what turns past under the laser in a 75th of a second, and from one turn to the next. */
const BLOCK_MM = 17.33;
const PITCH_MM = 0.0016;

const PX_PER_MM = 5;
const SIZE_PX = 640;
const CENTRE_PX = SIZE_PX / 2;

/**
 * A disc as it would be seen from its reading side: each part a ring, to scale, as area is proportional to blocks. Bad blocks are
 * drawn where they are on the spiral, so that a scratch becomes a line (the angle is that of a CD written at 1.3 m/s).
 * @returns an SVG document
 * @throws OptionsError
 * @example
 * ```ts
 * const svg = discPicture(discMap(await readDiscState(drive)), { title: 'My disc' });
 * ```
 */
export function discPicture(map: DiscMap, options: PictureOptions = {}): string {
  const title = titleOf('discPicture()', options);
  const blocks = Math.max(map.endLba, USUAL_BLOCKS[map.family]);
  const radiusOf = (lba: number): number => {
    const { first, last } = RADIUS;
    return Math.sqrt(first ** 2 + (last ** 2 - first ** 2) * (lba / blocks));
  };
  const rings = map.parts.map((part) =>
    ring(radiusOf(part.startLba), radiusOf(part.startLba + part.lengthBlocks), part),
  );
  const marks = map.marks.map((mark) => {
    const radius = radiusOf(mark.startLba) * PX_PER_MM;
    const angle = angleOf(mark.startLba);
    return element(
      'circle',
      {
        cx: CENTRE_PX + radius * Math.cos(angle),
        cy: CENTRE_PX + radius * Math.sin(angle),
        r: Math.min(6, 1.5 + Math.log2(mark.lengthBlocks + 1) / 2),
        fill: COLOURS[mark.kind],
        stroke: '#202124',
        'stroke-width': 0.4,
      },
      element('title', {}, escaped(markInWords(mark))),
    );
  });
  return picture(SIZE_PX, SIZE_PX + 60, title, [
    circle(RADIUS.edge, '#dadce0'),
    circle(RADIUS.last, '#f8f9fa'),
    ...rings,
    ...(map.parts.some(({ session }) => session !== null) ? [ring(RADIUS.leadIn, RADIUS.first, FIRST_LEAD_IN)] : []),
    ...marks,
    circle(RADIUS.leadIn, '#f8f9fa'),
    circle(RADIUS.clamp, '#eceff1'),
    circle(RADIUS.hole, '#ffffff'),
    element(
      'text',
      { x: CENTRE_PX, y: SIZE_PX + 12, 'text-anchor': 'middle', fill: '#202124' },
      escaped(fitted(title, SIZE_PX - 80)),
    ),
    ...legend(map, 24, SIZE_PX + 24, SIZE_PX - 48),
  ]);
}

/** It has no addresses that data can be written to. */
const FIRST_LEAD_IN: DiscPart = { kind: 'lead-in', startLba: -4650, lengthBlocks: 4500, session: 1, track: null };

const circle = (radiusMm: number, fill: string): string =>
  element('circle', {
    cx: CENTRE_PX,
    cy: CENTRE_PX,
    r: radiusMm * PX_PER_MM,
    fill,
    stroke: '#bdc1c6',
    'stroke-width': 0.5,
  });

function ring(innerMm: number, outerMm: number, part: DiscPart): string {
  const attributes = {
    cx: CENTRE_PX,
    cy: CENTRE_PX,
    r: ((innerMm + outerMm) / 2) * PX_PER_MM,
    fill: 'none',
    stroke: COLOURS[part.kind],
    'stroke-width': Math.max(0.6, (outerMm - innerMm) * PX_PER_MM - (part.track === null ? 0 : 0.8)),
  };
  return element('circle', attributes, element('title', {}, escaped(partInWords(part))));
}

/** Radians at which a block lies on the spiral of a CD: turns are as long as their radius says. */
function angleOf(lba: number): number {
  const radius = Math.sqrt(RADIUS.first ** 2 + (lba * BLOCK_MM * PITCH_MM) / Math.PI);
  return (2 * Math.PI * (radius - RADIUS.first)) / PITCH_MM;
}
