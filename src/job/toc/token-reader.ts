import { FRAMES_PER_SECOND } from '../../cd/geometry.ts';
import type { JobError } from '../job-error.ts';
import { syntaxError, type Token } from './toc-lexer.ts';
import type { TocLength } from './toc-model.ts';

/** Larger numbers are not lengths of anything on a disc. */
const MOST_DIGITS = 12;

const shown = ({ kind, text }: Token): string => (kind === 'end' ? text : JSON.stringify(text));

/** Takes tokens one after another. Every method throws a JobError that names the line if something else comes. */
export class TokenReader {
  readonly path: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[], path: string) {
    this.#tokens = tokens;
    this.path = path;
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: 'the end of the file', line: 1 };
  }

  get line(): number {
    return this.next.line;
  }

  wrong(reason: string, line = this.line): JobError {
    return syntaxError(this.path, line, reason);
  }

  expected(what: string): JobError {
    return this.wrong(`${what} is expected, not ${shown(this.next)}`);
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  /** Takes a word or a symbol if it is the next token. */
  takes(text: string): boolean {
    const { kind, text: found } = this.next;
    if (kind === 'string' || kind === 'end' || found !== text) return false;
    this.#at++;
    return true;
  }

  /** Takes one of these words if it is the next token. */
  takesOneOf<Word extends string>(words: readonly Word[]): Word | undefined {
    const { kind, text } = this.next;
    const found = kind === 'word' ? words.find((word) => word === text) : undefined;
    if (found !== undefined) this.#at++;
    return found;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw this.expected(JSON.stringify(text));
  }

  string(what: string): string {
    if (this.next.kind !== 'string') throw this.expected(`${what} in quotation marks`);
    return this.take().text;
  }

  isNumber(): boolean {
    return this.next.kind === 'word' && /^\d+$/.test(this.next.text);
  }

  number(what: string, highest = Number.MAX_SAFE_INTEGER): number {
    if (!this.isNumber()) throw this.expected(what);
    const { text, line } = this.take();
    const value = Number(text);
    if (text.length > MOST_DIGITS || value > highest) throw this.wrong(`${what} is too large: ${text}`, line);
    return value;
  }

  /** `MM:SS:FF`, in blocks. */
  msf(): number {
    return this.#rest(this.number('a time MM:SS:FF', 999));
  }

  /** `MM:SS:FF`, or a number of samples or bytes. */
  length(): TocLength {
    const first = this.number('a length');
    return this.next.text === ':' ? { blocks: this.#rest(first) } : { units: first };
  }

  #rest(minutes: number): number {
    this.expect(':');
    const seconds = this.number('seconds', 59);
    this.expect(':');
    const frames = this.number('frames', FRAMES_PER_SECOND - 1);
    if (minutes > 999) throw this.wrong(`the minutes are too many: ${minutes}`);
    return (minutes * 60 + seconds) * FRAMES_PER_SECOND + frames;
  }
}
