import type { Command } from 'commander';
import { describeExchange, describeTraceHeader, readTrace } from '../../trace/index.ts';
import type { ContextOf } from '../context.ts';

export function addTrace(program: Command, contextOf: ContextOf): void {
  const trace = program.command('trace').description('read recorded traces');
  trace
    .command('show')
    .description('print the exchanges of a trace decoded, one per line')
    .argument('<file>', 'a file written by --trace')
    .action(async (file: string, _options: unknown, command: Command) => {
      const { output } = contextOf(command);
      const { header, entries, cutOff } = await readTrace(file);
      output.result({ header, entries, cutOff }, () => [
        describeTraceHeader(header),
        ...entries.map(describeExchange),
        ...(cutOff ? ['The last line is cut off: the program that recorded it did not end properly.'] : []),
      ]);
    });
}
