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

/** A picture of its own: it has its fonts, and says what it shows to people who do not see it. */
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
  return `${element('svg', attributes, element('title', {}, escaped(title)), ...content)}\n`;
}

const LEGEND_COLUMN = 118;

/** Squares of the colours that a picture has, with what they mean. */
export function legend(map: DiscMap, x: number, y: number, columns: number): string[] {
  const kinds = [...new Set([...map.parts.map(({ kind }) => kind), ...map.marks.map(({ kind }) => kind)])];
  const colours = [...new Set(kinds.map((kind) => COLOURS[kind]))];
  return colours.map((colour, index) => {
    const meant = kinds.filter((kind) => COLOURS[kind] === colour);
    const words = meant.map(kindInWords).join(', ');
    const left = x + (index % columns) * LEGEND_COLUMN;
    const top = y + Math.floor(index / columns) * 20;
    return (
      element('rect', {
        x: left,
        y: top,
        width: 12,
        height: 12,
        fill: colour,
        stroke: '#5f6368',
        'stroke-width': 0.5,
      }) + element('text', { x: left + 18, y: top + 11, fill: '#202124' }, escaped(words))
    );
  });
}
