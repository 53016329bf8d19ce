// JavaScript as it is packed: without comments, indentation, and spaces that do nothing. Each statement begins on a line of its own: the
// trace of an error says where it was, and what is in that line can be read.
import { parse } from '@babel/parser';

/** Comments that bundlers read. */
const ANNOTATION = /^[#@]__[A-Z_]+__$/;
const WORD = /[\p{L}\p{N}_$#\\]/u;
/** Two of them next to each other would be something else, as would a number and a full stop, or `<` and `!--`. */
const JOINS = /[+\-/.!]/;

/** @param code an ES module */
export function leanCode(code) {
  const { tokens, program } = parse(code, { sourceType: 'module', tokens: true });
  const kept = tokens.filter(({ type, value }) => !/^Comment/.test(type) || ANNOTATION.test(value.trim()));
  const lists = bracesOfLists(program);
  let lean = '';
  let at = 0;
  for (const { start, end } of kept) {
    if (start === end) continue;
    lean += lists.has(at - 1) || lists.has(start) ? '' : between(code, at, start);
    lean += code.slice(start, end);
    at = end;
  }
  return `${lean}\n`;
}

/** Where the braces of objects are, which begin and end no statement. */
function bracesOfLists(program) {
  const found = new Set();
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node?.type !== 'string') return;
    if (/^Object(Expression|Pattern)$/.test(node.type)) found.add(node.start).add(node.end - 1);
    for (const value of Object.values(node)) if (typeof value === 'object' && value !== null) visit(value);
  };
  visit(program.body);
  return found;
}

function between(code, from, to) {
  if (from === 0 || from === to) return '';
  const [before, after] = [code[from - 1], code[to]];
  // A statement begins on a line of its own; braces that close need none.
  if (code.slice(from, to).includes('\n')) return /[,([]/.test(before) || /[)\]}]/.test(after) ? '' : '\n';
  const apart =
    (WORD.test(before) && WORD.test(after)) ||
    (JOINS.test(before) && JOINS.test(after)) ||
    after === '.' ||
    before === '/' ||
    after === '/';
  return apart ? ' ' : '';
}
