import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import type { DiscMap, DiscMark, PartKind } from './disc-map.ts';
import { kindInWords } from './words.ts';

/** One character for each kind, so that no colours are needed. */
const CELLS: Readonly<Record<PartKind, string>> = {
  audio: '█',
  data: '▓',
  open: '▒',
  gap: '|',
  'lead-in': '/',
  'lead-out': '/',
  border: '/',
  free: '·',
};
const MARKS: Readonly<Record<DiscMark['kind'], string>> = { unreadable: 'X', 'c2-errors': 'c', differs: '?' };

/** The worst that there is in a cell is what it shows. */
const WORST_FIRST = ['unreadable', 'c2-errors', 'differs'] as const;
const ROWS = 3;

/** The options of {@link mapInLines}. */
export interface MapInLinesOptions {
  /** How many characters fit on a line of the terminal. */
  readonly columns: number;
}

const OPTIONS: OptionNames<MapInLinesOptions> = { columns: 'main' };

/**
 * A disc as rows of characters, from its first block to its last, and what they mean.
 * @throws OptionsError
 */
export function mapInLines(map: DiscMap, options: MapInLinesOptions): string[] {
  requireKnownOptions('mapInLines()', options, OPTIONS);
  const { columns } = options;
  const cells = Math.max(10, columns) * ROWS;
  const perCell = map.endLba / cells;
  const text = Array.from({ length: cells }, (_, index) => cellOf(map, index * perCell, (index + 1) * perCell));
  const rows = Array.from({ length: ROWS }, (_, row) => text.slice((row * cells) / ROWS, ((row + 1) * cells) / ROWS));
  const shown = new Set(text);
  const meanings = [...Object.entries(CELLS), ...Object.entries(MARKS)] as [PartKind | DiscMark['kind'], string][];
  const legend = new Map<string, string[]>();
  for (const [kind, cell] of meanings) {
    const present = map.parts.some((part) => part.kind === kind) || map.marks.some((mark) => mark.kind === kind);
    if (shown.has(cell) && present) legend.set(cell, [...(legend.get(cell) ?? []), kindInWords(kind)]);
  }
  return [
    ...(map.endLba === 0 ? [] : rows.map((row) => row.join(''))),
    [...legend].map(([cell, words]) => `${cell} ${words.join(', ')}`).join('   '),
  ];
}

function cellOf({ parts, marks }: DiscMap, fromLba: number, toLba: number): string {
  const within = marks.filter(({ startLba, lengthBlocks }) => startLba < toLba && startLba + lengthBlocks > fromLba);
  const worst = WORST_FIRST.find((kind) => within.some((mark) => mark.kind === kind));
  if (worst !== undefined) return MARKS[worst];
  const overlaps = parts.map(({ kind, startLba, lengthBlocks }) => ({
    kind,
    blocks: Math.min(toLba, startLba + lengthBlocks) - Math.max(fromLba, startLba),
  }));
  const most = overlaps.reduce((best, each) => (each.blocks > best.blocks ? each : best), {
    kind: 'free' as PartKind,
    blocks: 0,
  });
  return CELLS[most.kind];
}
