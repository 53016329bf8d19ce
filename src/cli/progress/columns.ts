const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What terminals show two columns wide (Unicode Standard Annex 11: W and F), near enough for names. */
const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;

const graphemesOf = (text: string): readonly string[] => Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
const widthOf = (grapheme: string): number => (WIDE.test(grapheme) ? 2 : 1);

/** How many columns of a terminal a text takes. It has no control characters. */
export const columnsOf = (text: string): number =>
  graphemesOf(text).reduce((sum, grapheme) => sum + widthOf(grapheme), 0);

/** The text in at most so many columns: what is left out, an ellipsis stands for, and the end (of a file's name) stays. */
export function shortened(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  const graphemes = graphemesOf(text);
  const tailColumns = Math.floor((columns - 1) / 3);
  const tail = leading(graphemes.toReversed(), tailColumns).toReversed();
  return `${leading(graphemes, columns - 1 - tailColumns).join('')}…${tail.join('')}`;
}

/** The first graphemes, as many as fit. */
function leading(graphemes: readonly string[], columns: number): readonly string[] {
  let width = 0;
  const end = graphemes.findIndex((grapheme) => {
    width += widthOf(grapheme);
    return width > columns;
  });
  return end === -1 ? graphemes : graphemes.slice(0, end);
}
