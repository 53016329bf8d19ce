import { printable } from '../format.ts';
import type { OutputStream } from '../output.ts';
import { type Display, detailText, percentText, type Status, totalWord } from './status.ts';

const SHORTEST_LINE_MS = 1_000;

/**
 * Lines for files, pipes, logs and terminals that cannot move their cursor: one for every new title, one for its end, and
 * at most one a second in between, when there is 10 % more.
 */
export class LineDisplay implements Display {
  readonly #stream: OutputStream;
  readonly #now: () => number;
  #title = '';
  #tenth = 0;
  #writtenMs = Number.NEGATIVE_INFINITY;

  constructor(stream: OutputStream, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
  }

  show(status: Status): void {
    const { title, fraction, details, timeLeft } = status;
    const tenth = Math.floor((fraction ?? 0) * 10);
    const isNew = title !== this.#title;
    if (!isNew && tenth <= this.#tenth) return;
    const now = this.#now();
    if (!isNew && tenth < 10 && now - this.#writtenMs < SHORTEST_LINE_MS) return;
    this.#title = title;
    this.#tenth = tenth;
    this.#writtenMs = now;
    const parts =
      fraction === undefined || (isNew && tenth === 0)
        ? []
        : [
            `${totalWord(status)}${percentText(fraction)}`,
            ...details.map(detailText),
            ...(timeLeft === undefined ? [] : [timeLeft]),
          ];
    const name = printable(title, { oneLine: true });
    this.#stream.write(`${name}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}\n`);
  }

  end(): void {}
}
