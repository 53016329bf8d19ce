const MOST_LINES = 14;

/** The last commands. Many of one kind in a row are one line, with their number. */
export class CommandLines {
  readonly #lines: { readonly name: string; text: string; count: number }[] = [];

  add(name: string, text: string): void {
    const last = this.#lines.at(-1);
    if (last?.name === name) {
      last.text = text;
      last.count++;
      return;
    }
    this.#lines.push({ name, text, count: 1 });
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }

  newestFirst(): string[] {
    return this.#lines.map(({ text, count }) => (count === 1 ? text : `${text} (${count} in a row)`)).toReversed();
  }
}
