const RED = 31;
const GREEN = 32;
const YELLOW = 33;

/** The words at the start of a line that have a colour: errors, warnings, the state of what was examined. */
const WORDS: readonly (readonly [words: RegExp, colour: number])[] = [
  [/^(?:discwright:|MISSING(?= ))/, RED],
  [/^(?:Warning:|warning:|Note:|note(?= ))/, YELLOW],
  [/^(?:Verified:|No problems|ok(?= ))/, GREEN],
];

/** A line with its first word in colour, if it is one of few. */
export const coloured = (line: string): string =>
  WORDS.reduce((text, [words, colour]) => text.replace(words, (word) => `\x1b[${colour}m${word}\x1b[39m`), line);

/**
 * Whether lines get colours: on a terminal, unless NO_COLOR (https://no-color.org) is set or the terminal is a dumb one.
 * FORCE_COLOR overrides both, as in Node.js: 0 and other words turn colours off, 1 to 3, true and nothing turn them on.
 */
export function hasColour({ isTTY = false }: { readonly isTTY?: boolean }, environment = process.env): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = environment;
  if (forced !== undefined) return ['', '1', '2', '3', 'true'].includes(forced);
  return isTTY && (refused === undefined || refused === '') && terminal !== 'dumb';
}
