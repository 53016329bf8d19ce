import type { Command } from 'commander';
import { UsageError } from '../cli-error.ts';
import type { ContextOf } from '../context.ts';
import { fields } from '../format.ts';
import { withExamples } from '../manual/examples.ts';

export function addSchema(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('schema'), {
    'which there are': 'schema',
    'of what info prints': 'schema info',
    'kept in a file, for a validator': 'schema burn > burn.schema.json',
  })
    .description('print the JSON Schema of what a command prints with --json, or list the schemas')
    .argument('[name]', 'its name, such as info, iso-list or error')
    .action(async (name: string | undefined, _options: unknown, command: Command) => {
      const { output } = contextOf(command);
      const { jsonSchemas } = await import('../schemas/json-schema.ts');
      const schemas = jsonSchemas();
      if (name === undefined) {
        const listed = [...schemas].map(([each, { title, description }]) => ({
          name: each as string,
          title: String(title),
          description: String(description),
        }));
        output.result('schema', { schemas: listed }, () => fields(listed.map((each) => [each.name, each.description])));
        return;
      }
      const found = new Map<string, object>(schemas).get(name);
      if (found === undefined) throw new UsageError(`there is no schema '${name}'`, 'See `discwright schema`');
      output.document(found);
    });
}
