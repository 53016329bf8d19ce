// The JSON Schemas of what the commands print, from their declaration.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Writes `schemas/`, in place of what is there.
 * @param modules the folder of the compiled modules
 * @param folder where to
 */
export async function writeSchemas(modules, folder) {
  const { jsonSchemas } = await import(pathToFileURL(join(modules, 'cli/schemas/json-schema.js')).href);
  const target = join(folder, 'schemas');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target);
  for (const [name, schema] of jsonSchemas())
    writeFileSync(join(target, `${name}.json`), `${JSON.stringify(schema)}\n`);
}
