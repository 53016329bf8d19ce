import { element, escaped } from '../svg.ts';

/** A place on a graph: what the axis counts, and the value there. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** What is from left to right. Graphs below each other have the same one. */
export interface Axis {
  readonly end: number;
  readonly marks: readonly { readonly at: number; readonly words: string }[];
}

export interface GraphOptions {
  readonly title: string;
  /** Each is drawn by itself, with nothing between it and the next. */
  readonly lines: readonly (readonly Point[])[];
  readonly colour: string;
  readonly axis: Axis;
  /** The top of the graph; the highest value unless given. */
  readonly most?: number | undefined;
  readonly valueInWords: (value: number) => string;
}

export const GRAPH_LEFT_PX = 84;
export const GRAPH_RIGHT_PX = 24;
const WIDTH_PX = 960;
const HEIGHT_PX = 170;
const TOP_PX = 28;
const BOTTOM_PX = 26;
/** Above the bottom of a graph. */
export const GRAPH_LINES = 4;

/** Values over time or over a disc, as an SVG element. */
export function graph({ title, lines, colour, axis, most, valueInWords }: GraphOptions): string {
  const top = lines.flat().reduce((highest, { value }) => Math.max(highest, value), most ?? 0) || 1;
  const end = axis.end || 1;
  const xOf = (at: number): number => GRAPH_LEFT_PX + ((WIDTH_PX - GRAPH_LEFT_PX - GRAPH_RIGHT_PX) * at) / end;
  const yOf = (value: number): number => HEIGHT_PX - BOTTOM_PX - ((HEIGHT_PX - TOP_PX - BOTTOM_PX) * value) / top;
  const scale = Array.from({ length: GRAPH_LINES + 1 }, (_, index) => {
    const value = (top * index) / GRAPH_LINES;
    const y = yOf(value);
    const line = {
      x1: GRAPH_LEFT_PX,
      x2: WIDTH_PX - GRAPH_RIGHT_PX,
      y1: y,
      y2: y,
      stroke: '#dadce0',
      'stroke-width': 1,
    };
    const words = { x: GRAPH_LEFT_PX - 8, y: y + 4, 'text-anchor': 'end', fill: '#5f6368', 'font-size': 11 };
    return element('line', line) + element('text', words, escaped(valueInWords(value)));
  });
  const marks = axis.marks.map(({ at, words }) => {
    const place = { x: xOf(at), y: HEIGHT_PX - 8, 'text-anchor': 'middle', fill: '#5f6368', 'font-size': 11 };
    return element('text', place, escaped(words));
  });
  const drawn = lines.map((points) =>
    element('polyline', {
      points: points.map(({ at, value }) => `${xOf(at).toFixed(1)},${yOf(value).toFixed(1)}`).join(' '),
      fill: 'none',
      stroke: colour,
      'stroke-width': 1.5,
      'stroke-linejoin': 'round',
    }),
  );
  const attributes = {
    viewBox: `0 0 ${WIDTH_PX} ${HEIGHT_PX}`,
    width: WIDTH_PX,
    role: 'img',
    'font-family': 'inherit',
  };
  return element(
    'svg',
    attributes,
    element('title', {}, escaped(title)),
    element('text', { x: GRAPH_LEFT_PX, y: 16, fill: '#202124', 'font-size': 13, 'font-weight': 600 }, escaped(title)),
    ...scale,
    ...marks,
    ...drawn,
  );
}
