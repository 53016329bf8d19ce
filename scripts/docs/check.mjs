// What every page of the built site must fulfil: its links lead somewhere, and it loads nothing from elsewhere.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Elements whose addresses a browser loads by itself. */
const LOADED =
  /<(?:script|link|img|iframe|source|video|audio|object|embed|use)\b[^>]*?\b(?:src|href|data|srcset)="([^"]*)"/g;

/** @returns what is wrong, one line each */
export function siteProblems(folder) {
  const names = readdirSync(folder, { recursive: true }).map((name) => name.split(sep).join('/'));
  const pages = new Map(
    names.filter((name) => name.endsWith('.html')).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const anchors = new Map(
    [...pages].map(([name, html]) => [name, [...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id)]),
  );
  const sets = new Map([...anchors].map(([name, ids]) => [name, new Set(ids)]));
  const problems = [];
  for (const [name, html] of pages) {
    const ids = anchors.get(name);
    for (const id of sets.get(name)) {
      if (ids.indexOf(id) !== ids.lastIndexOf(id)) problems.push(`${name}: two elements have the id ${id}`);
    }
    for (const [, address] of html.matchAll(LOADED)) {
      if (/^(?:[a-z]+:)?\/\//i.test(address)) problems.push(`${name}: loads ${address}`);
    }
    for (const [, address] of html.matchAll(/\b(?:href|src)="([^"]*)"/g)) {
      const problem = linkProblem(folder, name, address.replaceAll('&amp;', '&'), sets);
      if (problem !== undefined) problems.push(`${name}: ${problem}`);
    }
  }
  for (const name of names.filter((each) => each.endsWith('.css'))) {
    for (const [address] of readFileSync(join(folder, name), 'utf8').matchAll(/@import[^;]*|url\([^)]*\)/g))
      problems.push(`${name}: loads ${address}`);
  }
  return problems;
}

function linkProblem(folder, name, address, anchors) {
  if (/^(?:https?|data|mailto):/.test(address)) return undefined;
  const [path, id] = address.split('#');
  const file = path === '' ? join(folder, name) : resolve(folder, dirname(name), decodeURI(path));
  const target = relative(folder, file).split(sep).join('/');
  if (target.startsWith('..')) return `${address} leads out of the site`;
  if (!existsSync(file) || statSync(file).isDirectory()) return `${address} does not exist`;
  if (id !== undefined && id !== '' && !anchors.get(target)?.has(decodeURIComponent(id)))
    return `${address} has no such heading`;
  return undefined;
}
