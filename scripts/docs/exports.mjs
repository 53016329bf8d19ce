// What is exported, as API Extractor's reports in api/ have it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const reportOf = (root, entry) => readFileSync(join(root, 'api', `${entry}.api.md`), 'utf8');

/** The exported names in a report: of declarations, and in lists such as `export { event_2 as event }`. */
export function exportedNames(report) {
  const declared =
    /^export (?:declare |abstract |async )*(?:interface|type|const|let|class|function|namespace|enum) ([\w$]+)/gm;
  return new Set([...[...report.matchAll(declared)].map(([, name]) => name), ...aliases(report).keys()]);
}

/** Names from lists of exports, each with the name of its declaration. */
export function aliases(report) {
  const listed = [...report.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) => names.split(','));
  const names = listed.map((each) => each.trim()).filter((each) => each !== '');
  return new Map(names.map((each) => [each.replace(/^.* as /, ''), each.replace(/ as .*$/, '')]));
}

/** @returns what has no page or should have none, one line each */
export function missingExports(root, entries) {
  return entries.flatMap(({ name, exported }) => {
    const names = exportedNames(reportOf(root, name));
    const missing = [...names].filter((each) => !exported.has(each));
    const surplus = [...exported.keys()].filter((each) => !names.has(each));
    return [
      ...missing.map((each) => `api/${name}.api.md: ${each} is exported and has no page. Run \`npm run api\``),
      ...surplus.map((each) => `api/${name}.api.md: ${each} has a page and is not there. Run \`npm run api\``),
    ];
  });
}
