import type { DiscMap } from './disc-map.ts';
import { COLOURS, element, escaped, fitted, legend, picture } from './svg.ts';
import { markInWords, partInWords } from './words.ts';

const WIDTH_PX = 960;
const MARGIN_PX = 24;
const BAR_TOP_PX = 44;
const BAR_PX = 64;
/** A part that is narrower is drawn with this width, or nobody would see it. */
const LEAST_PX = 0.75;
/** A number fits into it. */
const LEAST_FOR_NUMBER_PX = 18;
const SCALE_STEPS = 8;

/**
 * A disc as a bar from its first block to its last, to scale.
 * @returns an SVG document
 */
export function barPicture(map: DiscMap, title = 'A disc'): string {
  const perBlock = (WIDTH_PX - 2 * MARGIN_PX) / Math.max(1, map.endLba);
  const xOf = (lba: number): number => MARGIN_PX + lba * perBlock;
  const parts = map.parts.map((part) => {
    const width = Math.max(LEAST_PX, part.lengthBlocks * perBlock);
    const at = { x: xOf(part.startLba), y: BAR_TOP_PX, width, height: BAR_PX };
    const border = part.track === null ? {} : { stroke: '#ffffff', 'stroke-width': 0.8 };
    const words = element('title', {}, escaped(partInWords(part)));
    const number =
      part.track === null || width < LEAST_FOR_NUMBER_PX
        ? ''
        : element(
            'text',
            { x: at.x + width / 2, y: BAR_TOP_PX + BAR_PX / 2 + 5, 'text-anchor': 'middle', fill: '#ffffff' },
            String(part.track),
          );
    return element('rect', { ...at, ...border, fill: COLOURS[part.kind] }, words) + number;
  });
  const marks = map.marks.map((mark) =>
    element(
      'rect',
      {
        x: xOf(mark.startLba),
        y: BAR_TOP_PX - 8,
        width: Math.max(1.5, mark.lengthBlocks * perBlock),
        height: BAR_PX + 16,
        fill: COLOURS[mark.kind],
      },
      element('title', {}, escaped(markInWords(mark))),
    ),
  );
  const scale = Array.from({ length: SCALE_STEPS + 1 }, (_, index) => {
    const lba = Math.round((map.endLba * index) / SCALE_STEPS);
    const anchor = index === 0 ? 'start' : index === SCALE_STEPS ? 'end' : 'middle';
    const place = { x: xOf(lba), y: BAR_TOP_PX + BAR_PX + 24, 'text-anchor': anchor, fill: '#5f6368', 'font-size': 11 };
    return element('text', place, String(lba));
  });
  return picture(WIDTH_PX, BAR_TOP_PX + BAR_PX + 64, title, [
    element('text', { x: MARGIN_PX, y: 24, fill: '#202124' }, escaped(fitted(title, WIDTH_PX - 2 * MARGIN_PX))),
    ...parts,
    ...marks,
    ...scale,
    ...legend(map, MARGIN_PX, BAR_TOP_PX + BAR_PX + 40, WIDTH_PX - 2 * MARGIN_PX),
  ]);
}
