import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const API = join(import.meta.dirname, '../../api');

/** Exports without a docstring in each entry point: may only become fewer. Most are names of fields of the standards. */
const MOST_UNDOCUMENTED = { discwright: 0, image: 26, imapi2: 21, mmc: 155, picture: 1, simulator: 19, trace: 12 };

/** The exports that the report of the public API marks as undocumented. */
function undocumented(entry: string): string[] {
  const report = readFileSync(join(API, `${entry}.api.md`), 'utf8');
  const exported =
    /^\/\/ @public \(undocumented\)\r?\nexport (?:declare |abstract |async )*(?:interface|type|const|class|function|namespace) (\w+)/gm;
  return [...report.matchAll(exported)].map(([, name = '']) => name);
}

test.each(Object.entries(MOST_UNDOCUMENTED))('the exports of %s have docstrings', (entry, most) => {
  const found = undocumented(entry);
  expect({ entry, undocumented: found.length > most ? found : [] }).toEqual({ entry, undocumented: [] });
});
