import { printable } from '../format.ts';
import { columnsOf, shortened } from './columns.ts';
import { detailText, type Gauge, percentText, type Status, totalWord } from './status.ts';

const BAR_CELLS = 24;
const FEWEST_CELLS = 5;
const GAUGE_CELLS = 8;
/** Cells that the bar keeps when the buffers get bars too. */
const CELLS_BESIDE_GAUGES = 16;
const GAP = '  ';
const BRACKETS = '[]'.length;

/** Columns of a long title that stay while there is something else to leave out, and when there is not. */
const TITLE_COLUMNS = 20;
const SHORTEST_TITLE_COLUMNS = 4;

/** A choice of what is shown next to the title and the bar. */
interface Choice {
  readonly words: readonly string[];
  readonly titleColumns: number;
  readonly cells: number;
}

/** A status in one line of at most so many columns. The bar, the percentage and the time left stay whatever the width. */
export function statusLine(status: Status, columns: number): string {
  const title = printable(status.title, { oneLine: true });
  const { fraction } = status;
  const hasBar = fraction !== undefined;
  const fits = ({ words, titleColumns, cells }: Choice): boolean =>
    Math.min(titleColumns, columnsOf(title)) + columnsNeeded(words) + (hasBar ? barColumns(cells) : 0) <= columns;
  const choices = choicesOf(status);
  const { words } = choices.find(fits) ?? (choices.at(-1) as Choice);
  const rest = columnsNeeded(words);
  const name = shortened(title, columns - rest - (hasBar ? barColumns(FEWEST_CELLS) : 0));
  const cells = Math.min(BAR_CELLS, columns - columnsOf(name) - rest - barColumns(0));
  const bar = !hasBar || cells < 1 ? [] : [barOf(fraction, cells)];
  return shortened([name, ...bar, ...words].join(GAP), columns);
}

/** The richest first: bars of the buffers, all details, then without those in the middle, and last only what must stay. */
function choicesOf(status: Status): readonly Choice[] {
  const { details, timeLeft, fraction } = status;
  const time = timeLeft === undefined ? [] : [timeLeft];
  const percent = fraction === undefined ? [] : [percentText(fraction).padStart(5)];
  const total = percent.map((text) => `${totalWord(status)}${text}`);
  const texts = details.map(detailText);
  const [first, ...others] = texts;
  const main = first === undefined ? [] : [first];
  const fewer = others.map((_, index) => others.slice(index));
  const some = { titleColumns: TITLE_COLUMNS, cells: FEWEST_CELLS };
  return [
    { ...some, words: [...total, ...details.map(gaugeText), ...time], cells: CELLS_BESIDE_GAUGES },
    ...fewer.map((rest) => ({ ...some, words: [...total, ...main, ...rest, ...time] })),
    { ...some, words: [...total, ...main, ...time] },
    { ...some, words: [...percent, ...main, ...time], titleColumns: TITLE_COLUMNS / 2 },
    { ...some, words: [...percent, ...time], titleColumns: SHORTEST_TITLE_COLUMNS },
  ];
}

const gaugeText = (detail: string | Gauge): string =>
  typeof detail === 'string' ? detail : `${detail.name} ${barOf(detail.fraction, GAUGE_CELLS)} ${percentOf(detail)}`;

const percentOf = ({ fraction }: Gauge): string => `${Math.round(fraction * 100)} %`;

const barColumns = (cells: number): number => GAP.length + BRACKETS + cells;

const columnsNeeded = (words: readonly string[]): number =>
  words.reduce((sum, word) => sum + GAP.length + columnsOf(word), 0);

/** Full only when all is done. */
function barOf(fraction: number, cells: number): string {
  const full = Math.min(cells, Math.max(0, Math.floor(fraction * cells)));
  return `[${'#'.repeat(full)}${'-'.repeat(cells - full)}]`;
}
