import type { OutputStream } from '../output.ts';
import type { Display } from '../progress/status.ts';

/** Keeps what is written about one of several drives, until it can be shown in one piece. */
export class DriveStream implements OutputStream {
  readonly #show: ((text: string) => boolean) | undefined;
  readonly #display: Display;
  #text = '';

  /** @param show shows a text at once; returns false if it must be kept */
  constructor(display: Display, show?: (text: string) => boolean) {
    this.#display = display;
    this.#show = show;
  }

  /** What was kept. */
  get text(): string {
    return this.#text;
  }

  write(text: string, done?: () => void): void {
    if (text !== '' && this.#show?.(text) !== true) this.#text += text;
    done?.();
  }

  /** It cannot fail. */
  on(): void {}

  /** Where the progress of this drive is shown. */
  progress(): Display {
    return this.#display;
  }
}
