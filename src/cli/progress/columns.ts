import stringWidth from 'string-width';

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many columns of a terminal a text takes. It has no control characters. */
export const columnsOf = (text: string): number => stringWidth(text);

/** The text in at most so many columns: what is left out, an ellipsis stands for, and the end (of a file's name) stays. */
export function shortened(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (columns < 1) return '';
  const graphemes = Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
  const tailColumns = Math.floor((columns - 1) / 3);
  const tail = leading(graphemes.toReversed(), tailColumns).toReversed();
  return `${leading(graphemes, columns - 1 - tailColumns).join('')}…${tail.join('')}`;
}

/** The first graphemes, as many as fit. */
function leading(graphemes: readonly string[], columns: number): readonly string[] {
  let width = 0;
  const end = graphemes.findIndex((grapheme) => {
    width += columnsOf(grapheme);
    return width > columns;
  });
  return end === -1 ? graphemes : graphemes.slice(0, end);
}
