import { JobError } from '../job-error.ts';

export interface Token {
  /** `word`: a command or a number; `symbol`: one of `{ } : , #`. */
  readonly kind: 'word' | 'string' | 'symbol' | 'end';
  readonly text: string;
  readonly line: number;
}

export const syntaxError = (path: string, line: number, reason: string): JobError =>
  new JobError({ path, line, reason, remedy: 'Correct the TOC file' });

/** What begins at a place: blanks and comments, a word, a symbol or a string. */
const NEXT = /(?<blank>[ \t\r\n]+|\/\/[^\n]*)|(?<word>[A-Za-z0-9_]+)|(?<symbol>[{}:,#])|"(?<string>(?:\\"|[^"\n])*)"/y;

/**
 * The tokens of a TOC file, as cdrdao's lexer divides it: comments from `//` to the end of the line, and in strings `\"` and
 * three octal digits after a backslash, which are a byte. Any other backslash is itself.
 * @throws JobError that names the line
 */
export function tokensOf(text: string, path: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    NEXT.lastIndex = at;
    const match = NEXT.exec(text);
    const groups = match?.groups;
    if (match === null || groups === undefined) {
      const what =
        text[at] === '"'
          ? 'the quotation mark at the end of a text is missing'
          : `unexpected ${JSON.stringify(text[at])}`;
      throw syntaxError(path, line, what);
    }
    const { word, symbol, string } = groups;
    if (word !== undefined) tokens.push({ kind: 'word', text: word, line });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, line });
    else if (string !== undefined) tokens.push({ kind: 'string', text: unescaped(string), line });
    else line += match[0].split('\n').length - 1;
    at = NEXT.lastIndex;
  }
  tokens.push({ kind: 'end', text: 'the end of the file', line });
  return tokens;
}

const unescaped = (string: string): string =>
  string.replace(/\\(?:(")|([0-3][0-7]{2}))/g, (_, mark: string | undefined, octal: string) =>
    mark === undefined ? String.fromCharCode(Number.parseInt(octal, 8)) : mark,
  );
