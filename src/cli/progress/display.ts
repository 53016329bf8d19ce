import { printable } from '../format.ts';
import type { OutputStream } from '../output.ts';

/** What to show at one moment. */
export interface Status {
  /** What is being done: a new one is always shown. */
  readonly title: string;
  /** From 0 to 1; undefined if not known. */
  readonly fraction?: number | undefined;
  /** Speed, buffers, time left. */
  readonly details: readonly string[];
}

/** Shows the progress of something. */
export interface Display {
  show(status: Status): void;
  /** Ends the display; what it shows stays (lines) or is removed (a bar). */
  end(): void;
}

const percent = (fraction: number): string => `${Math.floor(fraction * 100)} %`;

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

  show({ title, fraction, details }: Status): void {
    const tenth = Math.floor((fraction ?? 0) * 10);
    const isNew = title !== this.#title;
    if (!isNew && tenth <= this.#tenth) return;
    const now = performance.now();
    if (!isNew && tenth < 10 && now - this.#writtenMs < SHORTEST_LINE_MS) return;
    this.#title = title;
    this.#tenth = tenth;
    this.#writtenMs = now;
    const parts = fraction === undefined || (isNew && tenth === 0) ? [] : [percent(fraction), ...details];
    const name = printable(title, { oneLine: true });
    this.#stream.write(`${name}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}\n`);
  }

  end(): void {}
}

const SHORTEST_REDRAW_MS = 80;
const BAR_CELLS = 24;
const FEWEST_CELLS = 5;

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

  show({ title, fraction, details }: Status): void {
    const now = performance.now();
    if (title === this.#title && now - this.#drawnMs < SHORTEST_REDRAW_MS) return;
    this.#title = title;
    this.#drawnMs = now;
    const columns = Math.max(20, this.#columns() - 1);
    const words = [
      printable(title, { oneLine: true }),
      ...(fraction === undefined ? [] : [percent(fraction).padStart(5)]),
      ...details,
    ];
    const room = Math.min(BAR_CELLS, columns - words.join('  ').length - '  []'.length);
    if (fraction !== undefined && room >= FEWEST_CELLS) words.splice(1, 0, barOf(fraction, room));
    this.#redraw(words.join('  ').slice(0, columns));
  }

  end(): void {
    this.#redraw.clear();
    this.#redraw.done();
  }
}

function barOf(fraction: number, cells: number): string {
  const full = Math.min(cells, Math.max(0, Math.round(fraction * cells)));
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
