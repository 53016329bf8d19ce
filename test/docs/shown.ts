/** Stands for any text within a line. */
const SOME = '…';
/** Stands for any number of lines. */
const LINES = '...';

const matches = (pattern: string, line: string): boolean =>
  new RegExp(`^${pattern.split(SOME).map(literally).join('.*')}$`).test(line);

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const linesOf = (text: string): string[] =>
  text
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => line.trimEnd());

/**
 * The first line that a page shows and that is not in what was printed, with what was printed instead; undefined if all are, in
 * the same order, with nothing between them but where the page says `...`.
 */
export function differenceFrom(shown: string, printed: string): string | undefined {
  const rest = linesOf(printed);
  let free = false;
  for (const pattern of linesOf(shown)) {
    if (pattern === LINES) free = true;
    else {
      const at = free ? rest.findIndex((line) => matches(pattern, line)) : 0;
      const line = rest[Math.max(at, 0)];
      if (at < 0 || line === undefined || !matches(pattern, line))
        return `shows: ${pattern}\nprints: ${rest.join('\n')}`;
      rest.splice(0, at + 1);
      free = false;
    }
  }
  return free || rest.length === 0 ? undefined : `prints also: ${rest.join('\n')}`;
}
