// What chunks export to each other, under names of a letter or two: nobody sees these names, and the lists of them are long.
import { basename } from 'node:path';

/** As esbuild writes them. */
const LIST = /^(import|export) \{\n([^}]*)\n\}(?: from "(\.[^"]+)")?;$/gm;
const FROM_CHUNK = /\bfrom "(\.[^"]+)"/g;
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Words of the language: allowed there, but not expected. */
const WORDS = new Set(['as', 'do', 'if', 'in', 'is', 'of']);

const pairsOf = (list) =>
  list
    .split(',')
    .map((each) => each.trim().split(' as '))
    .map(([from, to = from]) => ({ from, to }));

function* shortest() {
  yield* LETTERS;
  for (const first of LETTERS) for (const second of LETTERS) if (!WORDS.has(first + second)) yield first + second;
}

/** By name of what a chunk exports: its short name. */
function shortExports(path, code) {
  const lists = [...code.matchAll(LIST)].filter(([, kind]) => kind === 'export');
  if (lists.some(([, , , from]) => from !== undefined)) throw new Error(`${path} exports what another exports`);
  const short = shortest();
  return new Map(lists.flatMap(([, , list]) => pairsOf(list)).map(({ to }) => [to, short.next().value]));
}

/**
 * @param modules the text of each output, by its path
 * @param isChunk whether nobody but other outputs imports this one
 * @returns the same with short names in what chunks export
 */
export function withShortExports(modules, isChunk) {
  const chunks = new Map(
    [...modules].filter(([path]) => isChunk(path)).map(([path, code]) => [basename(path), shortExports(path, code)]),
  );
  const shortened = (path, code) => {
    const imports = [...code.matchAll(FROM_CHUNK)].filter(([, from]) => chunks.has(basename(from))).length;
    let changed = 0;
    const text = code.replace(LIST, (statement, kind, list, from) => {
      const other = kind === 'import' ? (from ?? '') : isChunk(path) && from === undefined ? path : '';
      const names = chunks.get(basename(other));
      if (names === undefined) return statement;
      if (kind === 'import') changed += 1;
      const short = (name) => {
        if (!names.has(name)) throw new Error(`${path}: ${from} does not export ${name}`);
        return names.get(name);
      };
      const all = pairsOf(list).map(({ from: there, to: here }) =>
        kind === 'import' ? `${short(there)} as ${here}` : `${there} as ${short(here)}`,
      );
      return `${kind} {\n${all.join(',\n')}\n}${from === undefined ? '' : ` from "${from}"`};`;
    });
    if (changed !== imports) throw new Error(`${path} imports chunks in a form that is not known`);
    return text;
  };
  return new Map([...modules].map(([path, code]) => [path, shortened(path, code)]));
}
