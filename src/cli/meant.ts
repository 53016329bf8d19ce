/** What other programs call a command. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  erase: 'blank',
  finalize: 'close',
  fixate: 'close',
  list: 'drives',
  read: 'rip',
  show: 'trace show',
  verify: 'burn --verify full',
  write: 'burn',
};

const MOST_EDITS = 2;

/** The name that was probably meant: another program's word for it, or one that is spelt alike. */
export function meantBy(word: string, names: readonly string[]): string | undefined {
  const synonym = Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : undefined;
  if (synonym !== undefined) return synonym.split(' --')[0];
  const near = names
    .map((name) => ({ name, edits: editsBetween(word, name) }))
    .filter(({ name, edits }) => edits <= MOST_EDITS && edits < name.length / 2)
    .sort((one, other) => one.edits - other.edits);
  return near[0]?.name;
}

/** Letters to insert, remove or replace, or neighbours to exchange (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const edits = [row];
    for (let column = 1; column <= other.length; column++) {
      const differs = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      edits[column] = Math.min(
        at(rows, row - 1, column) + 1,
        (edits[column - 1] ?? 0) + 1,
        at(rows, row - 1, column - 1) + differs,
        swapped ? at(rows, row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(edits);
  }
  return at(rows, one.length, other.length);
}

const at = (rows: readonly (readonly number[])[], row: number, column: number): number =>
  rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
