import { EventEmitter } from 'node:events';
import { columnsOf } from '../../../src/cli/progress/columns.ts';

const ESCAPE = '\x1b';
const CONTROL = new RegExp(`${ESCAPE}\\[([?0-9;]*)([A-Za-z])|([\\n\\r])`, 'g');

/** A row of a screen, and whether the next one continues its line. */
interface Row {
  text: string;
  wraps: boolean;
}

/**
 * A terminal that understands what a progress display writes, and wraps what is on it again when its width changes, as most
 * terminals do.
 */
export class FakeTerminal extends EventEmitter {
  readonly isTTY = true;
  rows = 50;
  columns: number;
  /** The longest line that was ever written, in columns. */
  longestColumns = 0;
  writes = 0;
  #rows: Row[] = [{ text: '', wraps: false }];
  #row = 0;

  constructor(columns: number) {
    super();
    this.columns = columns;
  }

  /** What is on the screen, without empty rows at its end. */
  get screen(): readonly string[] {
    const texts = this.#rows.map(({ text }) => text.trimEnd());
    return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
  }

  resize(columns: number): void {
    const lines = this.#rows.reduce<string[][]>(
      (all, { text }, index) => {
        if (index > 0 && !this.#rows[index - 1]?.wraps) all.push([]);
        all.at(-1)?.push(text);
        return all;
      },
      [[]],
    );
    const below = this.#rows.length - this.#row;
    this.columns = columns;
    this.#rows = lines.flatMap((parts) => this.#wrapped(parts.join('')));
    this.#row = this.#rows.length - below;
    this.emit('resize');
  }

  write(text: string, done?: () => void): boolean {
    this.writes++;
    let at = 0;
    for (const match of text.matchAll(CONTROL)) {
      this.#put(text.slice(at, match.index));
      at = match.index + match[0].length;
      this.#obey(match[2] ?? match[3] ?? '', Number(match[1] || 1));
    }
    this.#put(text.slice(at));
    done?.();
    return true;
  }

  #wrapped(line: string): Row[] {
    const rows: Row[] = [{ text: '', wraps: false }];
    for (const character of line) {
      let row = rows.at(-1) as Row;
      if (columnsOf(row.text + character) > this.columns) {
        row.wraps = true;
        row = { text: '', wraps: false };
        rows.push(row);
      }
      row.text += character;
    }
    return rows;
  }

  #put(text: string): void {
    if (text === '') return;
    const row = this.#rows[this.#row] as Row;
    const [first, ...others] = this.#wrapped(row.text + text);
    this.longestColumns = Math.max(this.longestColumns, columnsOf(row.text + text));
    this.#rows.splice(this.#row, 1, first as Row, ...others);
    this.#row += others.length;
  }

  #obey(command: string, count: number): void {
    if (command === '\n') {
      this.#row++;
      if (this.#row === this.#rows.length) this.#rows.push({ text: '', wraps: false });
    } else if (command === 'A') this.#row = Math.max(0, this.#row - count);
    else if (command === 'B') this.#row = Math.min(this.#rows.length - 1, this.#row + count);
    // What is drawn always begins in the first column, so that to erase to the end is to erase the line.
    else if (command === 'K' && count === 2) this.#rows[this.#row] = { text: '', wraps: false };
    else if (command === 'J') this.#rows.splice(this.#row, Number.POSITIVE_INFINITY, { text: '', wraps: false });
  }
}
