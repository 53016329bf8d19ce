import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { allPages, pageOf } from '../../../src/cli/manual/page.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { jsonSchemas } from '../../../src/cli/schemas/json-schema.ts';
import { SCHEMA_VERSIONS, schemaNameOf } from '../../../src/cli/schemas/names.ts';
import { discwright } from '../cli.ts';
import { shippedSchema } from './validator.ts';

const schemas = jsonSchemas();

/** What only holds other commands, and what prints text for people. */
const WITHOUT_RESULT = new Set(['', 'help', 'image', 'iso', 'trace']);

test('every command has a schema, and every schema a command', async () => {
  const program = pageOf(await buildProgram(['--help'], '1.2.3', () => undefined as never));
  const commands = allPages(program).map(({ path }) => path.join(' '));
  const without = commands.filter((name) => schemaNameOf(name) === undefined);
  expect(new Set(without)).toEqual(WITHOUT_RESULT);
  const used = new Set(commands.map(schemaNameOf));
  expect(Object.keys(SCHEMA_VERSIONS).filter((name) => !used.has(name as never))).toEqual([
    'several',
    'error',
    'progress',
  ]);
});

test('the package has every schema as it is declared, and no other', () => {
  const files = readdirSync(new URL('../../../dist/schemas', import.meta.url));
  expect(files.sort()).toEqual([...schemas.keys()].map((name) => `${name}.json`).sort());
  for (const [name, schema] of schemas) expect(shippedSchema(name)).toEqual(schema);
});

/** Where a schema names a property or an element without saying what it is. */
function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items, anyOf = [], additionalProperties, description } = schema as Record<string, never>;
  const parts: [string, unknown][] = [
    ...Object.entries(properties).map(([name, each]): [string, unknown] => [`${path}.${name}`, each]),
    ...(items === undefined ? [] : [[`${path}[]`, items] as [string, unknown]]),
    ...(typeof additionalProperties === 'object' ? [[`${path}.*`, additionalProperties] as [string, unknown]] : []),
  ];
  const choices = (anyOf as unknown[]).flatMap((each) => undescribed({ description, ...(each as object) }, path));
  const own = typeof description === 'string' && description !== '' ? [] : [path];
  return [...own, ...choices, ...parts.flatMap(([name, each]) => undescribed(each, name))];
}

test.each([...schemas])('every property of %s has a description', (name, schema) => {
  expect(undescribed(schema, name)).toEqual([]);
});

test.each([...schemas])('%s is a draft 2020-12 schema that accepts what a later version adds', (_name, schema) => {
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  expect(JSON.stringify(schema)).not.toContain('"additionalProperties":false');
});

test('schema prints what the package has', async () => {
  const { stdout, code } = await discwright(['schema', 'info'], { cwd: '.' });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(shippedSchema('info'));
  const listed = await discwright(['schema'], { cwd: '.' });
  for (const name of schemas.keys()) expect(listed.stdout).toMatch(new RegExp(`^${name} +\\S`, 'm'));
});

test('a schema that does not exist is refused', async () => {
  const { stderr, code } = await discwright(['schema', 'burning'], { cwd: '.' });
  expect(code).toBe(2);
  expect(stderr).toBe("discwright: there is no schema 'burning'\nSee `discwright schema`\n");
});

test('no command loads the declarations of the schemas: schema reads what the build made of them', () => {
  const dist = new URL('../../../dist/', import.meta.url);
  const scripts = readdirSync(dist).filter((name) => name.endsWith('.js'));
  const having = scripts.filter((name) =>
    readFileSync(new URL(name, dist), 'utf8').includes('the CONTROL nibble of its Q'),
  );
  expect(having).toEqual([]);
});
