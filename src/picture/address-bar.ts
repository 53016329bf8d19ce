import type { DiscMap } from './disc-map.ts';
import { COLOURS, element, escaped, fitted, legend, picture } from './svg.ts';
import { markInWords, partInWords } from './words.ts';

export interface BarPlace {
  /** Left of the bar and right of it. */
  readonly leftPx: number;
  readonly rightPx: number;
}

const WIDTH_PX = 960;
const BAR_TOP_PX = 44;
const BAR_PX = 64;
/** A part that is narrower is drawn with this width, or nobody would see it. */
const LEAST_PX = 0.75;
/** A number fits into it. */
const LEAST_FOR_NUMBER_PX = 18;
const MOST_STEPS = 8;
/** So far from the end must an address be, as a part of a step. */
const LEAST_OF_STEP = 0.75;

/** The round addresses that are written below a disc, and its end. The first one says what they are. */
export function lbaScale(endLba: number): { readonly lba: number; readonly words: string }[] {
  const end = Math.max(1, endLba);
  const least = end / MOST_STEPS;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = Math.max(1, power * ([1, 2, 5].find((each) => each * power >= least) ?? 10));
  const rounds = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  // The last of them would lie on the end.
  const lbas = [...rounds.filter((lba) => lba === 0 || end - lba >= step * LEAST_OF_STEP), end];
  return lbas.map((lba, index) => ({ lba, words: index === 0 ? `LBA ${lba}` : String(lba) }));
}

/** A disc as a bar from LBA 0 to its last block, to scale, as an SVG document. */
export function addressBar(map: DiscMap, title: string, { leftPx, rightPx }: BarPlace): string {
  const widthPx = WIDTH_PX - leftPx - rightPx;
  const perBlock = widthPx / Math.max(1, map.endLba);
  const xOf = (lba: number): number => leftPx + lba * perBlock;
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
  const scale = lbaScale(map.endLba).map(({ lba, words }, index, all) => {
    const anchor = index === 0 ? 'start' : index === all.length - 1 ? 'end' : 'middle';
    const place = { x: xOf(lba), y: BAR_TOP_PX + BAR_PX + 24, 'text-anchor': anchor, fill: '#5f6368', 'font-size': 11 };
    return element('text', place, words);
  });
  return picture(WIDTH_PX, BAR_TOP_PX + BAR_PX + 64, title, [
    element('text', { x: leftPx, y: 24, fill: '#202124' }, escaped(fitted(title, widthPx))),
    ...parts,
    ...marks,
    ...scale,
    ...legend(map, leftPx, BAR_TOP_PX + BAR_PX + 40, widthPx),
  ]);
}
