// The reference of the JSON schemas: one page for each, with its properties as a table.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { code, escapeHtml, inWords, section, table } from './html.mjs';
import { codeBlock } from './markdown.mjs';

/** The schemas of what commands print, made by the build, and that of job documents. */
export function schemaPages(root) {
  const made = join(root, 'dist/schemas');
  const files = [
    ...(existsSync(made) ? readdirSync(made).map((name) => join(made, name)) : []),
    ...readdirSync(join(root, 'docs')).map((name) => join(root, 'docs', name)),
  ].filter((path) => path.endsWith('.json'));
  const pages = files.sort().map(schemaPage);
  const rows = pages.map(({ title, output, summary }) => [
    `<a href="${basename(output)}">${code(title)}</a>`,
    inWords(summary),
  ]);
  const html = `<h1>JSON schemas</h1>\n<p>What <code>--json</code> prints, and what the program reads, as JSON Schema.</p>\n${table(['schema', ''], rows)}`;
  return [
    { output: 'schemas/index.html', title: 'JSON schemas', summary: 'Of every document in JSON.', html },
    ...pages,
  ];
}

function schemaPage(path) {
  const name = basename(path).replace(/(\.schema)?\.json$/, '');
  const schema = JSON.parse(readFileSync(path, 'utf8'));
  const { title = name, description = '' } = schema;
  const rows = propertiesOf(schema, '', schema, 0);
  const html = [
    `<h1>JSON schema: ${escapeHtml(name)}</h1>`,
    ...(title === name ? [] : [`<p>${escapeHtml(title)}</p>`]),
    ...(description === '' ? [] : [`<p>${inWords(description)}</p>`]),
    section('Properties', table(['property', 'type', 'required', ''], rows)),
    section('The schema', codeBlock(JSON.stringify(schema, null, 2), 'json')),
  ].join('\n');
  const summary = description || (title === name ? '' : title);
  return { output: `schemas/${name}.html`, title: name, page: 'JSON schema', summary, html, schema: name };
}

/** Rows of a table, with the path of each property: `tracks[].start`. Nesting ends where a schema refers to itself. */
function propertiesOf(schema, path, root, depth) {
  const node = follow(schema, root);
  if (node === undefined || depth > 6) return [];
  const { properties = {}, required = [], items, anyOf = [], oneOf = [], allOf = [] } = node;
  const own = Object.entries(properties).flatMap(([name, given]) => {
    const property = follow(given, root) ?? {};
    const here = path === '' ? name : `${path}.${name}`;
    const text = given.description ?? property.description ?? '';
    const row = [code(here), typeOf(property, root), required.includes(name) ? 'yes' : '', inWords(text)];
    return [row, ...propertiesOf(property, here, root, depth + 1)];
  });
  const listed = typeof items === 'object' ? propertiesOf(items, `${path}[]`, root, depth + 1) : [];
  return [
    ...own,
    ...listed,
    ...[...anyOf, ...oneOf, ...allOf].flatMap((each) => propertiesOf(each, path, root, depth + 1)),
  ];
}

function follow(schema, root) {
  if (typeof schema !== 'object' || schema === null) return undefined;
  if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#')) return schema;
  const keys = schema.$ref.slice(1).split('/').slice(1);
  return keys.reduce((node, key) => node?.[decodeURIComponent(key)], root);
}

function typeOf(given, root) {
  const node = follow(given, root) ?? {};
  if (node.enum !== undefined) return node.enum.map((value) => code(JSON.stringify(value))).join(', ');
  if (node.const !== undefined) return code(JSON.stringify(node.const));
  const choices = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  if (choices.length > 0) return [...new Set(choices.map((each) => typeOf(each, root)))].join(' or ');
  if (node.type === 'array') return `array of ${typeOf(node.items ?? {}, root)}`;
  return escapeHtml([node.type ?? 'any'].flat().join(' or '));
}
