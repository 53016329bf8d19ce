import { columnsOf } from './columns.ts';
import type { Display, Status } from './status.ts';
import { statusLine } from './status-line.ts';

const SHORTEST_REDRAW_MS = 80;
const FEWEST_COLUMNS = 20;

/** Draws text over the previous text. */
export interface Redraw {
  (text: string): void;
  /** Removes what was drawn. */
  clear(): void;
  /** Shows the cursor again. */
  done(): void;
}

/** A terminal on which lines can be drawn again. */
export interface Screen {
  readonly redraw: Redraw;
  readonly columns: () => number;
  /** Moves the cursor up over so many lines, and clears them. */
  readonly clearAbove: (lines: number) => void;
  /** Calls the listener whenever the size changes. @returns stops that */
  readonly onResize: (listener: () => void) => () => void;
}

/** One line, or one for each of several things, that is redrawn in place: for terminals. */
export class BarDisplay {
  readonly #screen: Screen;
  readonly #now: () => number;
  readonly #rows: Row[] = [];
  #drawn: readonly string[] = [];
  #drawnColumns = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;
  readonly #stopListening: () => void;

  constructor(screen: Screen, now: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#now = now;
    this.#stopListening = screen.onResize(() => this.#draw());
  }

  /** Another line, below those that there are. */
  row(): Display {
    const row: Row = { status: undefined };
    this.#rows.push(row);
    return {
      show: (status) => this.#show(row, status),
      end: () => this.#end(row),
    };
  }

  #show(row: Row, status: Status): void {
    if (!this.#rows.includes(row)) this.#rows.push(row);
    const isNew = status.title !== row.status?.title;
    row.status = status;
    if (isNew || this.#now() - this.#drawnMs >= SHORTEST_REDRAW_MS) this.#draw();
  }

  #end(row: Row): void {
    const index = this.#rows.indexOf(row);
    if (index >= 0) this.#rows.splice(index, 1);
    if (this.#rows.some(({ status }) => status !== undefined)) {
      this.#draw();
      return;
    }
    this.#stopListening();
    this.#screen.redraw.clear();
    this.#screen.redraw.done();
    this.#drawn = [];
  }

  #draw(): void {
    // The last column stays free: some terminals go to the next line when it is written to.
    const columns = Math.max(FEWEST_COLUMNS, this.#screen.columns() - 1);
    const lines = this.#rows.flatMap(({ status }) => (status === undefined ? [] : [statusLine(status, columns)]));
    if (lines.length === 0) return;
    const wrapped = this.#wrapped();
    if (wrapped > 0) this.#screen.clearAbove(wrapped);
    // log-update does not write again what is below a line that has come or gone (findings/log-update-moved-lines.sh).
    if (this.#drawn.length > 0 && lines.length !== this.#drawn.length) this.#screen.redraw.clear();
    this.#drawn = lines;
    this.#drawnColumns = this.#screen.columns();
    this.#drawnMs = this.#now();
    this.#screen.redraw(lines.join('\n'));
  }

  /** How many lines more the terminal has made of those that are drawn, because it has become narrower. */
  #wrapped(): number {
    const columns = this.#screen.columns();
    if (columns >= this.#drawnColumns) return 0;
    return this.#drawn.reduce((sum, line) => sum + Math.max(0, Math.ceil(columnsOf(line) / columns) - 1), 0);
  }
}

interface Row {
  status: Status | undefined;
}
