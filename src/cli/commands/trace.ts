import type { Command } from 'commander';
import { describeEntries, describeError, describeTraceHeader } from '../../trace/index.ts';
import type { ContextOf } from '../context.ts';
import { withExamples } from '../manual/examples.ts';
import { openTrace } from '../open-trace.ts';

export function addTrace(program: Command, contextOf: ContextOf): void {
  const trace = program.command('trace').description('read recorded traces');
  withExamples(trace.command('show'), {
    'what was sent to a drive': 'trace show burn.jsonl',
    'with nothing left out': 'trace show burn.jsonl --full',
  })
    .description('print the exchanges of a trace decoded, one per line')
    .argument('<file>', 'a file written by --trace')
    .option('--full', 'leave nothing out: flags that are not set, zero bytes, the rest of long lines')
    .action(async (file: string, { full = false }: { readonly full?: boolean }, command: Command) => {
      const { output } = contextOf(command);
      const { header, entries, errors, cutOff } = await openTrace(file);
      const lines = describeEntries(entries, { full: full || output.json });
      const inJson = entries.map((entry, index) => ({ ...entry, words: lines[index] ?? '' }));
      output.result('trace-show', { header, entries: inJson, errors, cutOff }, () => [
        describeTraceHeader(header),
        ...lines,
        ...errors.map((error) => `It ended with an error: ${describeError(error)}`),
        ...(cutOff ? ['The last line is cut off: the program that recorded it did not end properly.'] : []),
      ]);
    });
}
