// JavaScript as it is packed: without comments, indentation, and spaces that do nothing. Names stay as they are, and each statement
// has lines of its own: the trace of an error says where it was, and what is in that line can be read.
import { parse } from '@babel/parser';

/** Comments that bundlers read. */
const ANNOTATION = /^[#@]__[A-Z_]+__$/;
const WORD = /[\p{L}\p{N}_$#\\]/u;
/** Two of them next to each other would be something else, as would a number and a full stop, or `<` and `!--`. */
const JOINS = /[+\-/.!]/;

/** @param code an ES module */
export function leanCode(code) {
  const { tokens } = parse(code, { sourceType: 'module', tokens: true });
  const kept = tokens.filter(({ type, value }) => !/^Comment/.test(type) || ANNOTATION.test(value.trim()));
  let lean = '';
  let at = 0;
  for (const { start, end } of kept) {
    if (start === end) continue;
    lean += between(code, at, start) + code.slice(start, end);
    at = end;
  }
  return `${lean}\n`;
}

function between(code, from, to) {
  if (from === 0 || from === to) return '';
  const [before, after] = [code[from - 1], code[to]];
  if (code.slice(from, to).includes('\n')) return /[,([]/.test(before) || /[)\]]/.test(after) ? '' : '\n';
  const apart =
    (WORD.test(before) && WORD.test(after)) ||
    (JOINS.test(before) && JOINS.test(after)) ||
    after === '.' ||
    before === '/' ||
    after === '/';
  return apart ? ' ' : '';
}
