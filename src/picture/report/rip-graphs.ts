import { addressBar } from '../address-bar.ts';
import type { DiscMap } from '../disc-map.ts';
import { COLOURS } from '../svg.ts';
import { addressAxis } from './axes.ts';
import { GRAPH_LEFT_PX, GRAPH_LINES, GRAPH_RIGHT_PX, graph, type Point } from './graph.ts';

/** What it took to read some blocks in a row, as in `RipResult`. */
export interface RipReadingFacts {
  readonly startLba: number;
  readonly lengthBlocks: number;
  readonly readBlocks: number;
  readonly readMs: number;
  readonly c2Blocks: number;
}

const BLOCKS_PER_SECOND = 75;
const MS = 1_000;

/** Multiples of 1x; undefined if it took no time that a clock shows. */
const timesOf = (blocks: number, ms: number): number | undefined =>
  ms > 0 ? (blocks * MS) / ms / BLOCKS_PER_SECOND : undefined;

/** How fast a disc was read, how often, and what was wrong with it: all by address, one below the other. */
export function ripGraphs(readings: readonly RipReadingFacts[], map: DiscMap, passes: number, c2: boolean): string {
  const axis = addressAxis(map.endLba);
  const speeds = stepsOf(readings, map.endLba, ({ lengthBlocks, readMs }) => timesOf(lengthBlocks, readMs));
  const often = stepsOf(readings, map.endLba, ({ lengthBlocks, readBlocks }) => readBlocks / Math.max(1, lengthBlocks));
  const flagged = stepsOf(readings, map.endLba, ({ c2Blocks }) => c2Blocks);
  const longest = readings.reduce((most, { lengthBlocks }) => Math.max(most, lengthBlocks), 0);
  const drawn = [
    {
      title: 'Speed of the rip: every reading of a block counts in its time (1x is 75 blocks a second)',
      lines: speeds,
      colour: '#0072b2',
      valueInWords: (value: number) => `${numberInWords(value)}x`,
    },
    {
      title: 'How often each block was read, on average',
      lines: topOf(often) > passes ? often : [],
      colour: '#009e73',
      valueInWords: (value: number) => `${numberInWords(value)} times`,
    },
    {
      title: `Blocks with C2 errors in each stretch, of up to ${longest} blocks`,
      lines: c2 && topOf(flagged) > 0 ? flagged : [],
      colour: COLOURS['c2-errors'],
      valueInWords: (value: number) => `${numberInWords(value)} ${value === 1 ? 'block' : 'blocks'}`,
    },
  ];
  const graphs = drawn
    .filter(({ lines }) => lines.length > 0)
    .map((each) => graph({ ...each, axis, most: roundTop(topOf(each.lines)) }));
  const place = { leftPx: GRAPH_LEFT_PX, rightPx: GRAPH_RIGHT_PX };
  return [...graphs, addressBar(map, 'Blocks that were ripped, and those in doubt, by LBA', place)].join('');
}

/** What a rip took in all, as names with values. */
export function paceOf(readings: readonly RipReadingFacts[]): (readonly [name: string, value: string])[] {
  const sum = (of: (reading: RipReadingFacts) => number) => readings.reduce((total, each) => total + of(each), 0);
  const ms = sum(({ readMs }) => readMs);
  const rip = timesOf(
    sum(({ lengthBlocks }) => lengthBlocks),
    ms,
  );
  const drive = timesOf(
    sum(({ readBlocks }) => readBlocks),
    ms,
  );
  if (rip === undefined || drive === undefined) return [];
  return [
    ['read in', secondsInWords(ms / MS)],
    ['speed of the rip', `${rip.toFixed(1)}x`],
    ['speed of the drive', `${drive.toFixed(1)}x`],
  ];
}

/** A line that is level over each stretch; a new one begins where blocks were left out. */
function stepsOf(
  readings: readonly RipReadingFacts[],
  endLba: number,
  measured: (reading: RipReadingFacts) => number | undefined,
): Point[][] {
  const lines: Point[][] = [];
  let lastLba: number | undefined;
  for (const reading of readings) {
    const value = measured(reading);
    if (value === undefined || !Number.isFinite(value)) continue;
    const { startLba, lengthBlocks } = reading;
    const steps = [startLba, startLba + lengthBlocks].map((at) => ({ at: Math.min(Math.max(0, at), endLba), value }));
    if (startLba === lastLba) lines.at(-1)?.push(...steps);
    else lines.push(steps);
    lastLba = startLba + lengthBlocks;
  }
  return lines;
}

const topOf = (lines: readonly (readonly Point[])[]): number =>
  lines.flat().reduce((top, { value }) => Math.max(top, value), 0);

/** The top of a graph whose lines are at round values. */
function roundTop(highest: number): number {
  const step = highest / GRAPH_LINES;
  const power = 10 ** Math.floor(Math.log10(step));
  const round = [1, 2, 3, 4, 5, 6, 8, 10].find((each) => each * power >= step) ?? 10;
  // Parts of a block are no values.
  return Math.max(GRAPH_LINES, round * power * GRAPH_LINES);
}

const numberInWords = (value: number): string => String(Math.round(value * 10) / 10);

const secondsInWords = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
