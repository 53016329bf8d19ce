import { createInterface, type Interface } from 'node:readline';
import { NotConfirmedError } from '../cli-error.ts';
import { printable } from '../format.ts';
import { type Interrupt, orCancelled } from '../interrupt.ts';
import { completePath } from './complete-path.ts';

/** One of several answers. */
export interface Choice<T> {
  readonly words: string;
  readonly value: T;
}

export interface TextQuestion {
  /** The answer of an empty line. */
  readonly byItself?: string;
  /** Tab completes the names of files and folders. */
  readonly path?: boolean;
  /** What is wrong with an answer: it is shown, and the question asked again. */
  readonly objection?: (answer: string) => Promise<string | undefined> | string | undefined;
}

/** Asks at a terminal, in lines of text: it works with every terminal, and with programs that read the screen aloud. */
export class Questions implements Disposable {
  readonly #lines: Interface;
  readonly #output: NodeJS.WritableStream;
  readonly #interrupt: Interrupt;
  /** Lines that were typed before they were asked for. */
  readonly #typed: string[] = [];
  #answer: ((line: string | undefined) => void) | undefined;
  #ended = false;
  #completes = false;

  constructor(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, interrupt: Interrupt) {
    this.#output = output;
    this.#interrupt = interrupt;
    this.#lines = createInterface({
      input,
      output,
      completer: (line: string) => (this.#completes ? completePath(line) : [[], line]),
    });
    // On a terminal readline receives Ctrl-C as a key.
    this.#lines.on('SIGINT', () => interrupt.request());
    this.#lines.on('line', (line) => {
      if (this.#answer === undefined) this.#typed.push(line);
      else this.#answer(line);
    });
    this.#lines.on('close', () => {
      this.#ended = true;
      this.#answer?.(undefined);
    });
  }

  say(text = ''): void {
    this.#output.write(`${printable(text)}\n`);
  }

  /** @param byItself the number of the answer of an empty line, counted from 0 */
  async choose<T>(question: string, choices: readonly Choice<T>[], byItself = 0): Promise<T> {
    this.say();
    this.say(question);
    for (const [index, { words }] of choices.entries()) this.say(`  ${String(index + 1).padStart(2)}  ${words}`);
    for (;;) {
      const line = await this.#ask(`Number [${byItself + 1}]: `);
      const chosen = choices[line === '' ? byItself : /^\d+$/.test(line) ? Number(line) - 1 : -1];
      if (chosen !== undefined) return chosen.value;
      this.say(`Type a number from 1 to ${choices.length}.`);
    }
  }

  async text(question: string, { byItself, path = false, objection }: TextQuestion = {}): Promise<string> {
    this.#completes = path;
    try {
      for (;;) {
        const line = await this.#ask(byItself === undefined ? `${question}: ` : `${question} [${byItself}]: `);
        const answer = line === '' && byItself !== undefined ? byItself : path ? unquoted(line) : line;
        const wrong = await objection?.(answer);
        if (wrong === undefined) return answer;
        this.say(`${wrong}.`);
      }
    } finally {
      this.#completes = false;
    }
  }

  async yes(question: string, byItself = false): Promise<boolean> {
    const line = await this.#ask(`${question} ${byItself ? '[Y/n]' : '[y/N]'} `);
    return line === '' ? byItself : /^y(es)?$/i.test(line);
  }

  [Symbol.dispose](): void {
    this.#lines.close();
  }

  /** @throws CancelledError on Ctrl-C; NotConfirmedError when the input has ended */
  async #ask(prompt: string): Promise<string> {
    this.#interrupt.signal.throwIfAborted();
    const typed = this.#typed.shift();
    if (typed !== undefined) {
      this.say(`${prompt}${typed}`);
      return typed.trim();
    }
    const answer = new Promise<string | undefined>((resolve) => {
      this.#answer = resolve;
      if (this.#ended) resolve(undefined);
    });
    if (!this.#ended) {
      this.#lines.setPrompt(printable(prompt, { oneLine: true }));
      this.#lines.prompt();
    }
    try {
      const line = await orCancelled(answer, this.#interrupt.signal);
      if (line === undefined) throw new NotConfirmedError('the input has ended', 'Nothing was written');
      return line.trim();
    } finally {
      this.#answer = undefined;
    }
  }
}

/** Terminals put paths that are dropped on them into quotes. */
const unquoted = (line: string): string => /^(['"])(.*)\1$/.exec(line)?.[2] ?? line;
