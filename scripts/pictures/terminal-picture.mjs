// Lines of a terminal as an SVG: text in a plain frame, that is read on light pages and on dark ones.
const CELL_PX = 8;
const LINE_PX = 18;
const MARGIN_PX = 14;
const FONT = 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace';
const COLOURS = { 31: '#ff8a80', 32: '#81c995', 33: '#fdd663' };
const PAPER = '#202124';
const INK = '#e8eaed';
const PROMPT = '#8ab4f8';

const COLOUR = new RegExp(`(${'\x1b'}\\[\\d+m)`);

/** @param columns of the terminal: a wider line is not allowed */
export function terminalPicture(lines, columns, title) {
  const widthPx = columns * CELL_PX + 2 * MARGIN_PX;
  const heightPx = lines.length * LINE_PX + 2 * MARGIN_PX;
  const texts = lines.map((line, row) => textOf(line, MARGIN_PX + row * LINE_PX + 13)).filter((text) => text !== '');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPx} ${heightPx}" width="${widthPx}" height="${heightPx}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x=".5" y=".5" width="${widthPx - 1}" height="${heightPx - 1}" rx="6" fill="${PAPER}" stroke="#80868b"/>`,
    `<g font-family='${FONT}' font-size="13" fill="${INK}" xml:space="preserve">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Each run of text has its length, so that columns stay columns whatever the font. */
function textOf(line, y) {
  let column = 0;
  let colour;
  const parts = [];
  for (const part of line.split(COLOUR)) {
    if (COLOUR.test(part)) colour = COLOURS[part.slice(2, -1)];
    else {
      for (const { 0: words, index } of part.matchAll(/\S+(?: \S+)*/g))
        parts.push(run(words, column + index, y, colour));
      column += part.length;
    }
  }
  return parts.join('');
}

function run(words, column, y, colour) {
  const fill = words.startsWith('$ ') ? PROMPT : colour;
  const attributes = `x="${MARGIN_PX + column * CELL_PX}" y="${y}" textLength="${words.length * CELL_PX}"`;
  return `<text ${attributes}${fill === undefined ? '' : ` fill="${fill}"`}>${escaped(words)}</text>`;
}

const escaped = (words) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
