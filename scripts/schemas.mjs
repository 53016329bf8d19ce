// The JSON Schemas of what the commands print, from their declaration. The package has them made: `discwright schema` prints its files.
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

/** In the package, next to the folder that {@link writeSchemas} writes, the module that makes schemas reads them. */
const READS_SCHEMAS = `
  import { readFileSync } from 'node:fs';
  import { SCHEMA_VERSIONS } from './names.ts';
  const read = (name) => JSON.parse(readFileSync(new URL(\`./schemas/\${name}.json\`, import.meta.url), 'utf8'));
  export const jsonSchemas = () => new Map(Object.keys(SCHEMA_VERSIONS).map((name) => [name, read(name)]));
`;

export const schemasFromFiles = {
  name: 'schemas-from-files',
  setup(build) {
    build.onLoad({ filter: /[/\\]schemas[/\\]json-schema\.ts$/ }, () => ({ contents: READS_SCHEMAS, loader: 'js' }));
  },
};
