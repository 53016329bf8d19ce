// The declarations that entry points need, statement by statement: tsc writes those of every module.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const IMPORTED = /^(import|export)\s+(?:type\s+)?(?:(\*)(?:\s+as\s+(\w+))?|\{([^}]*)\})\s+from\s+'([^']+)';/;
const DECLARED =
  /^(?:export\s+)?(?:declare\s+)?(?:abstract\s+)?(?:const|function|class|interface|type|namespace)\s+([\w$]+)/m;
const BEGINNING = /^(?:\/\*\*|import\b|export\b|declare\b|interface\b|type\b|abstract\b)/;

/** A statement with the comment before it. In a union, tsc puts comments at the beginning of a line too. */
function statementsOf(text) {
  const found = [];
  let inComment = false;
  let commented = false;
  let complete = true;
  for (const line of text.split('\n')) {
    if (line.startsWith('/// ')) continue;
    const begins = complete && !inComment && BEGINNING.test(line);
    if (begins && !commented) found.push([]);
    found.at(-1)?.push(line);
    if (begins) commented = line.startsWith('/**');
    const comment = inComment || line.startsWith('/**');
    if (comment) inComment = !line.includes('*/');
    else complete = /[;}]\s*$/.test(line);
  }
  return found.map((lines) => lines.join('\n'));
}

const basesOf = ({ text }) =>
  [
    ...(/\b(?:extends|implements)\s+([\s\S]*?)\{/.exec(withoutComments(text))?.[1]?.matchAll(/[A-Za-z_$][\w$]*/g) ??
      []),
  ].map(([name]) => name);
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').trim();
const pairsOf = (list) =>
  list
    .split(',')
    .map((each) => each.trim().replace(/^type\s+/, ''))
    .filter((each) => each !== '')
    .map((each) => each.split(/\s+as\s+/))
    .map(([there, here = there]) => ({ there, here }));

/** One file: its statements, and by name what declares, imports or passes them on. */
function readModule(path, prepared) {
  const whole = prepared(readFileSync(path, 'utf8'));
  const references = whole.match(/^\/\/\/ .*$/gm) ?? [];
  const module = { path, references, statements: [], locals: new Map(), passed: new Map(), stars: [] };
  for (const text of statementsOf(whole)) {
    const code = withoutComments(text);
    if (code === '' || code === 'export {};') continue;
    const statement = { text, needed: false, names: undefined, words: [] };
    const [, kind, star, namespace, list, from] = IMPORTED.exec(code) ?? [];
    if (from !== undefined) {
      const target = from.startsWith('.') ? resolve(dirname(path), from.replace(/\.[jt]s$/, '.d.ts')) : undefined;
      statement.names = new Set();
      statement.from = { target, kind, star };
      const into = kind === 'import' ? module.locals : module.passed;
      if (namespace !== undefined) into.set(namespace, { statement, target, all: true });
      else if (star !== undefined) module.stars.push({ statement, target });
      else for (const { there, here } of pairsOf(list)) into.set(here, { statement, target, there });
    } else {
      statement.words = code.match(/[A-Za-z_$][\w$]*/g) ?? [];
      const name = DECLARED.exec(code)?.[1];
      if (name === undefined) {
        for (const { there, here } of pairsOf(/^export (?:type )?\{([^}]*)\};?$/.exec(code)?.[1] ?? ''))
          module.passed.set(here, { statement, there });
      } else {
        const others = module.locals.get(name)?.statements ?? [];
        module.locals.set(name, { statements: [...others, statement] });
      }
    }
    module.statements.push(statement);
  }
  return module;
}

/**
 * @param entries paths of declarations
 * @param prepared changes the text of a file before it is read
 * @returns by path, the text of what they need
 */
export function neededDeclarations(entries, prepared) {
  const modules = new Map();
  const open = [];
  const moduleAt = (path) => modules.get(path) ?? modules.set(path, readModule(path, prepared)).get(path);

  function need(statement, module) {
    if (statement.needed) return;
    statement.needed = true;
    open.push({ statement, module });
  }
  function needLocal(module, name) {
    const local = module.locals.get(name);
    if (local === undefined) return false;
    for (const statement of local.statements ?? []) need(statement, module);
    if (local.statement !== undefined) needFrom(local, name);
    return true;
  }
  function needFrom({ statement, target, there, all }, here) {
    statement.needed = true;
    if (statement.names.has(here)) return;
    statement.names.add(here);
    if (target === undefined) return;
    if (all) needAll(target);
    else needExport(target, there);
  }
  function needExport(path, name) {
    const module = moduleAt(path);
    const passed = module.passed.get(name);
    if (passed !== undefined) {
      if (passed.target === undefined) {
        need(passed.statement, module);
        return needLocal(module, passed.there);
      }
      needFrom(passed, name);
      return true;
    }
    if (needLocal(module, name)) return true;
    return module.stars.some(({ statement, target }) => {
      const found = needExport(target, name);
      if (found) statement.needed = true;
      return found;
    });
  }
  function needAll(path) {
    const module = moduleAt(path);
    if (module.whole) return;
    module.whole = true;
    for (const name of module.passed.keys()) needExport(path, name);
    for (const [name, { statements = [] }] of module.locals)
      if (statements.some(({ text }) => /^export /m.test(withoutComments(text)))) needLocal(module, name);
    for (const { statement, target } of module.stars) {
      statement.needed = true;
      needAll(target);
    }
  }

  for (const entry of entries) needAll(entry);
  // What a program can name, and what that extends: an editor shows their comments.
  for (const { statement } of open) statement.shown = true;
  const inherited = new Set(open.flatMap(({ statement }) => basesOf(statement)));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const word of next.statement.words) needLocal(next.module, word);
    if (next.statement.shown || !inherited.has(DECLARED.exec(withoutComments(next.statement.text))?.[1])) continue;
    next.statement.shown = true;
    for (const name of basesOf(next.statement)) inherited.add(name);
  }
  return new Map(
    [...modules.values()].map((module) => [module.path, textOf(module)]).filter(([, text]) => text !== ''),
  );
}

/** Of imports and of what is passed on, only the names that are needed. */
function textOf({ references, statements }) {
  const lines = statements
    .filter(({ needed }) => needed)
    .map(({ text, names, from, shown }) => {
      if (names === undefined) return shown ? text : withoutComments(text).replace(/^\s*\n/gm, '');
      if (from.star !== undefined) return text;
      return text.replace(/\{([^}]*)\}(?=\s+from)/, (_, list) => {
        const wanted = list
          .split(',')
          .map((each) => each.trim())
          .filter((each) =>
            names.has(
              each
                .replace(/^type\s+/, '')
                .split(/\s+as\s+/)
                .at(-1),
            ),
          );
        return `{ ${wanted.join(', ')} }`;
      });
    });
  return lines.length === 0 ? '' : `${[...references, ...lines].join('\n').trimEnd()}\nexport {};\n`;
}
