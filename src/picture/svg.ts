import type { DiscMap, DiscMark, PartKind } from './disc-map.ts';
import { kindInWords } from './words.ts';

/** Colours that people who see no red or no green can tell apart (after Okabe and Ito). */
export const COLOURS: Readonly<Record<PartKind | DiscMark['kind'], string>> = {
  audio: '#0072b2',
  data: '#009e73',
  open: '#e69f00',
  gap: '#8fb8d0',
  'lead-in': '#9aa0a6',
  'lead-out': '#9aa0a6',
  border: '#9aa0a6',
  free: '#e8eaed',
  unreadable: '#d55e00',
  'c2-errors': '#cc79a7',
  differs: '#f0e442',
};

/** Words in an SVG: what XML would read as markup is written as entities. */
export const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** One element. Numbers are rounded to what an eye can see. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...content: readonly string[]
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`)
    .join('');
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`;
}

export const rounded = (value: number): string => String(Math.round(value * 1000) / 1000);

/** A picture of its own: it has its fonts and its paper, for dark pages, and says what it shows to people who do not see it. */
export function picture(widthPx: number, heightPx: number, title: string, content: readonly string[]): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${widthPx} ${heightPx}`,
    width: widthPx,
    height: heightPx,
    role: 'img',
    'font-family': 'system-ui, sans-serif',
    'font-size': 13,
  };
  const paper = element('rect', { width: widthPx, height: heightPx, fill: '#ffffff' });
  return `${element('svg', attributes, element('title', {}, escaped(title)), paper, ...content)}\n`;
}

/** Of a letter in a title or a legend, on average and rather too much: nothing here knows the fonts of a browser. */
const LETTER_PX = 7.4;
const SQUARE_PX = 12;

/** Words that fit into a width: the middle of longer ones, such as the folders of a path, is left out. */
export function fitted(words: string, widthPx: number): string {
  const most = Math.floor(widthPx / LETTER_PX);
  if (words.length <= most) return words;
  const kept = most - 1;
  return `${words.slice(0, Math.ceil(kept / 2))}…${words.slice(words.length - Math.floor(kept / 2))}`;
}

/** Squares of the colours that a picture has, with what they mean, in lines that are at most so wide. */
export function legend(map: DiscMap, x: number, y: number, widthPx: number): string[] {
  const kinds = [...new Set([...map.parts.map(({ kind }) => kind), ...map.marks.map(({ kind }) => kind)])];
  const colours = [...new Set(kinds.map((kind) => COLOURS[kind]))];
  let [left, top] = [x, y];
  return colours.map((colour) => {
    const meant = kinds.filter((kind) => COLOURS[kind] === colour);
    const words = meant.map(kindInWords).join(', ');
    const needed = SQUARE_PX + 6 + words.length * LETTER_PX;
    if (left > x && left + needed > x + widthPx) [left, top] = [x, top + 20];
    const at = { x: left, y: top };
    left += needed + 16;
    return (
      element('rect', {
        ...at,
        width: SQUARE_PX,
        height: SQUARE_PX,
        fill: colour,
        stroke: '#5f6368',
        'stroke-width': 0.5,
      }) + element('text', { x: at.x + SQUARE_PX + 6, y: at.y + 11, fill: '#202124' }, escaped(words))
    );
  });
}
