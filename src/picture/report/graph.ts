import { element, escaped } from '../svg.ts';
import type { Point } from './measure.ts';

export interface GraphOptions {
  readonly title: string;
  readonly points: readonly Point[];
  readonly colour: string;
  /** Of the whole trace, so that graphs below each other have the same time. */
  readonly seconds: number;
  /** The top of the graph; the highest value unless given. */
  readonly most?: number;
  readonly valueInWords: (value: number) => string;
}

const WIDTH_PX = 960;
const HEIGHT_PX = 170;
const LEFT_PX = 84;
const RIGHT_PX = 12;
const TOP_PX = 28;
const BOTTOM_PX = 26;
const LINES = 4;
const TIMES = 8;

/** Values over time, as an SVG element. */
export function graph({ title, points, colour, seconds, most, valueInWords }: GraphOptions): string {
  const top = Math.max(most ?? 0, ...points.map(({ value }) => value)) || 1;
  const end = seconds || 1;
  const xOf = (at: number): number => LEFT_PX + ((WIDTH_PX - LEFT_PX - RIGHT_PX) * at) / end;
  const yOf = (value: number): number => HEIGHT_PX - BOTTOM_PX - ((HEIGHT_PX - TOP_PX - BOTTOM_PX) * value) / top;
  const lines = Array.from({ length: LINES + 1 }, (_, index) => {
    const value = (top * index) / LINES;
    const y = yOf(value);
    const line = { x1: LEFT_PX, x2: WIDTH_PX - RIGHT_PX, y1: y, y2: y, stroke: '#dadce0', 'stroke-width': 1 };
    const words = { x: LEFT_PX - 8, y: y + 4, 'text-anchor': 'end', fill: '#5f6368', 'font-size': 11 };
    return element('line', line) + element('text', words, escaped(valueInWords(value)));
  });
  const times = Array.from({ length: TIMES + 1 }, (_, index) => {
    const at = (end * index) / TIMES;
    const place = { x: xOf(at), y: HEIGHT_PX - 8, 'text-anchor': 'middle', fill: '#5f6368', 'font-size': 11 };
    return element('text', place, timeInWords(at, end));
  });
  const drawn = points.map(({ seconds: at, value }) => `${xOf(at).toFixed(1)},${yOf(value).toFixed(1)}`).join(' ');
  const attributes = { viewBox: `0 0 ${WIDTH_PX} ${HEIGHT_PX}`, width: '100%', role: 'img', 'font-family': 'inherit' };
  return element(
    'svg',
    attributes,
    element('title', {}, escaped(title)),
    element('text', { x: LEFT_PX, y: 16, fill: '#202124', 'font-size': 13, 'font-weight': 600 }, escaped(title)),
    ...lines,
    ...times,
    element('polyline', {
      points: drawn,
      fill: 'none',
      stroke: colour,
      'stroke-width': 1.5,
      'stroke-linejoin': 'round',
    }),
  );
}

function timeInWords(at: number, end: number): string {
  if (end < 10) return `${at.toFixed(1)} s`;
  if (end < 120) return `${Math.round(at)} s`;
  return `${Math.floor(at / 60)}:${String(Math.round(at % 60)).padStart(2, '0')}`;
}
