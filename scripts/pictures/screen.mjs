// What a terminal shows of what was written to it: as much as log-update and our own colours need.
const CONTROL = new RegExp(`${'\x1b'}\\[([?0-9;]*)([A-Za-z])|[\\n\\r]`, 'g');

export class Screen {
  #rows = [''];
  #row = 0;

  /** Lines without empty ones at the end; colours are as they were written. */
  get lines() {
    return this.#rows.slice(0, this.#rows.findLastIndex((row) => row !== '') + 1);
  }

  write(text) {
    let at = 0;
    for (const match of text.matchAll(CONTROL)) {
      this.#put(text.slice(at, match.index));
      at = match.index + match[0].length;
      this.#obey(match);
    }
    this.#put(text.slice(at));
  }

  #put(text) {
    this.#rows[this.#row] += text;
  }

  #obey([control, numbers, letter]) {
    if (control === '\n') {
      this.#row++;
      this.#rows[this.#row] ??= '';
    } else if (letter === 'm') this.#put(control);
    else if (letter === 'A') this.#row = Math.max(0, this.#row - Number(numbers || 1));
    // Lines are always drawn from their first column.
    else if (letter === 'K') this.#rows[this.#row] = '';
    else if (letter === 'J') this.#rows.splice(this.#row, Infinity, '');
  }
}
