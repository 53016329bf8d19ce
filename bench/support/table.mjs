/** Prints a table as Markdown: the first row is the head. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row) => `| ${row.map((cell, column) => String(cell).padEnd(widths[column])).join(' | ')} |`;
  const [head, ...rest] = rows;
  console.log(line(head));
  console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of rest) console.log(line(row));
  console.log('');
}

export const seconds = (value) => value.toFixed(2);
export const ratio = (value) => value.toFixed(value < 10 ? 2 : 1);
