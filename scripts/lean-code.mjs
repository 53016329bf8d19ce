// JavaScript as it is packed: without comments, indentation, and spaces that do nothing. Names and lines stay as they are, one for
// each statement: the trace of an error says where it was, and what is in that line can be read.
import { parse } from 'acorn';

/** Comments that bundlers read. */
const ANNOTATION = /^[#@]__[A-Z_]+__$/;
const WORD = /[\p{L}\p{N}_$#\\]/u;
/** Two of them next to each other would be something else, as would a number and a full stop, or `<` and `!--`. */
const JOINS = /[+\-/.!]/;

/** @param code an ES module */
export function leanCode(code) {
  const parts = [];
  const annotations = [];
  parse(code, {
    ecmaVersion: 'latest',
    sourceType: 'module',
    onToken: ({ start, end }) => parts.push({ start, end }),
    onComment: (_block, text, start, end) => {
      if (start === 0 && code.startsWith('#!')) parts.push({ start, end });
      else if (ANNOTATION.test(text.trim())) annotations.push({ start, end });
    },
  });
  let lean = '';
  let at = 0;
  const all = [...parts, ...annotations].sort((a, b) => a.start - b.start);
  for (const { start, end } of all.filter((part) => part.end > part.start)) {
    lean += between(code, at, start) + code.slice(start, end);
    at = end;
  }
  return `${lean}\n`;
}

function between(code, from, to) {
  if (from === 0 || from === to) return '';
  if (code.slice(from, to).includes('\n')) return '\n';
  const [before, after] = [code[from - 1], code[to]];
  const apart =
    (WORD.test(before) && WORD.test(after)) ||
    (JOINS.test(before) && JOINS.test(after)) ||
    after === '.' ||
    before === '/' ||
    after === '/';
  return apart ? ' ' : '';
}
