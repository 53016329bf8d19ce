// The declarations as they are packed: what the entry points need of them, with the types that tsc writes out again and again
// said once. `npm run api` reads what tsc wrote.

/** `import("./field.ts").Field` becomes `Field`, and an import. */
function importOnce(text) {
  const REFERENCE = /import\("(\.[^"]+)"\)\.([A-Za-z_$][\w$]*)/g;
  const taken = new Set(text.replace(REFERENCE, '').match(/[A-Za-z_$][\w$]*/g));
  const known = new Map();
  const body = text.replace(REFERENCE, (_, from, name) => {
    const key = `${from} ${name}`;
    if (!known.has(key)) {
      let local = name;
      while (taken.has(local)) local += '_';
      taken.add(local);
      known.set(key, { from, name, local });
    }
    return known.get(key).local;
  });
  const byModule = new Map();
  for (const { from, name, local } of known.values())
    byModule.set(from, [...(byModule.get(from) ?? []), name === local ? name : `${name} as ${local}`]);
  const imports = [...byModule].map(([from, names]) => `import type { ${names.join(', ')} } from '${from}';\n`);
  const [, references, rest] = /^((?:\/\/\/ .*\n)*)([\s\S]*)$/.exec(body);
  return references + imports.join('') + rest;
}

/** Where the literal type that begins at `start` ends, or undefined if it is not one that can stand elsewhere. */
function literalEnd(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) at = text.indexOf('*/', at) + 1;
    else if (text[at] === "'" || text[at] === '"') at = text.indexOf(text[at], at + 1);
    else if (text[at] === '{') depth += 1;
    else if (text[at] === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** Names of type parameters are one letter or belong to something with parameters: such a literal stays where it is. */
const PARAMETERS =
  /(?:<|, ?)(?:const |in |out )*([A-Z]\w*)(?: extends [^<>]*| = [^<>,]*)?(?=[,>])(?=[^;{]*[>](?:\(|\s*[={]|\s+extends))/g;
const LEAST = 60;

function sayOnce(text) {
  const parameters = new Set([...text.matchAll(PARAMETERS)].map(([, name]) => name));
  let body = text;
  const aliases = [];
  for (;;) {
    const seen = new Map();
    for (const { index } of body.matchAll(/(?<=[<:,|&(]\s?)\{\n/g)) {
      const end = literalEnd(body, index);
      if (end === undefined || end - index < LEAST) continue;
      const literal = body.slice(index, end).replace(/\n\t*/g, '\n');
      seen.set(literal, (seen.get(literal) ?? 0) + 1);
    }
    const words = (literal) => literal.match(/[A-Za-z_$][\w$]*/g) ?? [];
    const movable = (literal) =>
      !words(literal).some(
        (word) => /^[A-Z]$/.test(word) || word === 'this' || word === 'infer' || parameters.has(word),
      );
    const [best] = [...seen]
      .filter(([literal, times]) => times > 1 && movable(literal))
      .sort(([a, x], [b, y]) => b.length * (y - 1) - a.length * (x - 1));
    if (best === undefined) break;
    const [literal] = best;
    const name = `Type${aliases.length + 1}`;
    if (text.includes(name)) break;
    let replaced = '';
    let from = 0;
    for (const { index } of body.matchAll(/(?<=[<:,|&(]\s?)\{\n/g)) {
      if (index < from) continue;
      const end = literalEnd(body, index);
      if (end === undefined || body.slice(index, end).replace(/\n\t*/g, '\n') !== literal) continue;
      replaced += body.slice(from, index) + name;
      from = end;
    }
    body = replaced + body.slice(from);
    aliases.push(`type ${name} = ${literal.replace(/\n(?=[^}])/g, '\n\t')};`);
  }
  return aliases.length === 0 ? body : `${body.trimEnd()}\n${aliases.join('\n')}\n`;
}

/** Lines within a comment are not indented. */
const onTabs = (text) =>
  text.replace(/^ +(?=\* |\*\/|\*$)/gm, ' ').replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));

export const leanTypes = (text) => sayOnce(importOnce(onTabs(text)));
