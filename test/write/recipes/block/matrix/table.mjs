// `node test/write/recipes/block/matrix/table.mjs` writes the matrix into docs/media.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../../../', import.meta.url);
const MARK = '<!-- matrix -->\n';

/** As docs/media.md has it: a table, and the reasons below it. */
export function tableOf({ operations, media }) {
  const names = Object.keys(operations);
  const reasons = [];
  const inWords = (cell) => {
    if (cell === undefined || cell === 'yes') return cell ?? '';
    if (!reasons.includes(cell.no)) reasons.push(cell.no);
    return `no (${reasons.indexOf(cell.no) + 1})`;
  };
  const rows = Object.entries(media).map(
    ([name, cells]) => `| ${[name, ...names.map((operation) => inWords(cells[operation]))].join(' | ')} |`,
  );
  const lines = [
    `| | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
    ...rows,
    '',
    ...reasons.map((reason, index) => `${index + 1}. ${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`),
    '',
    '| column | |',
    '|---|---|',
    ...Object.entries(operations).map(([name, meaning]) => `| ${name} | ${meaning} |`),
  ];
  return `${MARK}${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const matrix = JSON.parse(readFileSync(new URL('fixtures/media-matrix.json', ROOT), 'utf8'));
  const document = new URL('docs/media.md', ROOT);
  const [before] = readFileSync(document, 'utf8').split(MARK);
  writeFileSync(document, `${before}${tableOf(matrix)}`);
}
