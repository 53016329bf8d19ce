import { printable } from '../format.ts';
import type { OutputStream } from '../output.ts';
import { columnsOf, shortened } from './columns.ts';

/** What to show at one moment. */
export interface Status {
  /** What is being done: a new one is always shown. */
  readonly title: string;
  /** From 0 to 1; undefined if not known. */
  readonly fraction?: number | undefined;
  /** The fraction is of more than the title names. */
  readonly total?: boolean;
  /** Speed, buffers, time left. Where there is no room for all of them, the first and the last ones are shown. */
  readonly details: readonly string[];
}

/** Shows the progress of something. */
export interface Display {
  show(status: Status): void;
  /** Ends the display; what it shows stays (lines) or is removed (a bar). */
  end(): void;
}

const percent = (fraction: number): string => `${Math.floor(fraction * 100)} %`;

const totalWord = (total: boolean | undefined): string => (total ? 'total ' : '');

const SHORTEST_LINE_MS = 200;

/**
 * One line for every new title and every 10 %, unless a line has just been written: for files, pipes and logs.
 */
export class LineDisplay implements Display {
  readonly #stream: OutputStream;
  #title = '';
  #tenth = 0;
  #writtenMs = Number.NEGATIVE_INFINITY;

  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  show({ title, fraction, total, details }: Status): void {
    const tenth = Math.floor((fraction ?? 0) * 10);
    const isNew = title !== this.#title;
    if (!isNew && tenth <= this.#tenth) return;
    const now = performance.now();
    if (!isNew && tenth < 10 && now - this.#writtenMs < SHORTEST_LINE_MS) return;
    this.#title = title;
    this.#tenth = tenth;
    this.#writtenMs = now;
    const parts =
      fraction === undefined || (isNew && tenth === 0) ? [] : [`${totalWord(total)}${percent(fraction)}`, ...details];
    const name = printable(title, { oneLine: true });
    this.#stream.write(`${name}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}\n`);
  }

  end(): void {}
}

const SHORTEST_REDRAW_MS = 80;
const BAR_CELLS = 24;
const FEWEST_CELLS = 5;
/** Columns of a long title that stay when there is not room for everything. */
const FEWEST_TITLE_COLUMNS = 20;
const GAP = '  ';

/** Draws text over the previous text. */
export interface Redraw {
  (text: string): void;
  /** Removes what was drawn. */
  clear(): void;
  /** Shows the cursor again. */
  done(): void;
}

/** One line that is redrawn in place: for terminals. */
export class BarDisplay implements Display {
  readonly #redraw: Redraw;
  readonly #columns: () => number;
  #title = '';
  #drawnMs = 0;

  constructor(redraw: Redraw, columns: () => number) {
    this.#redraw = redraw;
    this.#columns = columns;
  }

  show({ title, fraction, total, details }: Status): void {
    const now = performance.now();
    if (title === this.#title && now - this.#drawnMs < SHORTEST_REDRAW_MS) return;
    this.#title = title;
    this.#drawnMs = now;
    const columns = Math.max(FEWEST_TITLE_COLUMNS, this.#columns() - 1);
    const name = printable(title, { oneLine: true });
    const words =
      fraction === undefined ? details : [`${totalWord(total)}${percent(fraction).padStart(5)}`, ...details];
    const barColumns = fraction === undefined ? 0 : leastBarColumns;
    const shown = thatFit(words, columns - Math.min(FEWEST_TITLE_COLUMNS, columnsOf(name)) - barColumns);
    const rest = columnsNeeded(shown);
    const short = shortened(name, Math.max(FEWEST_TITLE_COLUMNS, columns - rest - barColumns));
    const cells = Math.min(BAR_CELLS, columns - columnsOf(short) - rest - GAP.length - '[]'.length);
    const bar = fraction === undefined || cells < FEWEST_CELLS ? [] : [barOf(fraction, cells)];
    this.#redraw(shortened([short, ...bar, ...shown].join(GAP), columns));
  }

  end(): void {
    this.#redraw.clear();
    this.#redraw.done();
  }
}

const leastBarColumns = GAP.length + FEWEST_CELLS + '[]'.length;

const columnsNeeded = (words: readonly string[]): number =>
  words.reduce((sum, word) => sum + GAP.length + columnsOf(word), 0);

/** The words without some in the middle, as few as possible, so that they fit. The first two and the last one stay. */
function thatFit(words: readonly string[], columns: number): readonly string[] {
  if (columnsNeeded(words) <= columns || words.length <= 3) return words;
  return thatFit([...words.slice(0, 2), ...words.slice(3)], columns);
}

/** Full only when all is done. */
function barOf(fraction: number, cells: number): string {
  const full = Math.min(cells, Math.max(0, Math.floor(fraction * cells)));
  return `[${'#'.repeat(full)}${'-'.repeat(cells - full)}]`;
}

/**
 * A bar on a terminal that can move its cursor, lines elsewhere. Terminals of unknown size (serial lines, `script`,
 * containers) report no rows: nothing would be drawn on them.
 */
export async function displayOn(stream: OutputStream): Promise<Display> {
  const canRedraw = stream.isTTY === true && stream.rows !== 0 && process.env['TERM'] !== 'dumb';
  if (!canRedraw) return new LineDisplay(stream);
  const { createLogUpdate } = await import('log-update');
  return new BarDisplay(createLogUpdate(stream as NodeJS.WriteStream), () => stream.columns || 80);
}
