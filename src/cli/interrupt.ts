import { CancelledError } from './cli-error.ts';

/** SIGBREAK is Windows' Ctrl-Break; SIGHUP comes there when the console window is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** What to say at the first Ctrl-C, and at every later one. */
export interface InterruptTexts {
  readonly first: string;
  readonly again: string;
}

/**
 * Ctrl-C and the system's signals to end. They never kill this process: they abort {@link signal}, and the running
 * command ends in an orderly way and releases the drive.
 */
export class Interrupt implements Disposable {
  readonly #controller = new AbortController();
  readonly #say: (text: string) => void;
  #texts: InterruptTexts | undefined;
  readonly #handler = () => this.request();

  constructor(say: (text: string) => void) {
    this.#say = say;
    for (const signal of SIGNALS) process.on(signal, this.#handler);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Sets the texts to show at Ctrl-C from now on. */
  explain(texts: InterruptTexts): void {
    this.#texts = texts;
  }

  request(): void {
    const { aborted } = this.signal;
    if (!aborted) this.#controller.abort(new CancelledError());
    const text = aborted ? this.#texts?.again : this.#texts?.first;
    if (text !== undefined) this.#say(text);
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#handler);
  }
}

/** The promise's value, or a rejection as soon as the signal aborts. */
export async function orCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => {});
  let stop: () => void = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
