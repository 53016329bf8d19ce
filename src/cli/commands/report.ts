import { basename, extname } from 'node:path';
import type { Command } from 'commander';
import { ripReport, traceReport } from '../../picture/index.ts';
import { UsageError } from '../cli-error.ts';
import type { ContextOf } from '../context.ts';
import { withExamples } from '../manual/examples.ts';
import { writeNewFile } from '../new-file.ts';
import { openRip } from '../open-rip.ts';
import { openTrace } from '../open-trace.ts';
import { naming } from '../options.ts';

interface ReportOptions {
  readonly output?: string;
  readonly overwrite?: boolean;
}

export function addReport(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('report'), {
    'of a burn that was recorded with --trace': 'report burn.jsonl',
    'of what `rip --json` printed': 'report rip.json',
    'to a certain file': 'report burn.jsonl --output why.html',
  })
    .description(
      'make one HTML file of a trace or a rip: what was sent or read, what went wrong, with graphs or maps of the disc',
    )
    .argument('<file>', 'a file written by --trace, or what `rip --json` printed')
    .option(
      '-o, --output <file>',
      'the HTML file (default: the name of the file with .html)',
      naming('--output', 'a file'),
    )
    .option('--overwrite', 'replace an existing file')
    .action(async (file: string, { output: given, overwrite }: ReportOptions, command: Command) => {
      const { output } = contextOf(command);
      const path = given ?? `${file.slice(0, file.length - extname(file).length)}.html`;
      if (path === file) throw new UsageError(`${path} is the file itself`, 'Name another file: --output FILE');
      const written = () => [`${path}: open it in a browser.`];
      const rip = await openRip(file);
      if (rip !== undefined) {
        await writeNewFile(path, ripReport(rip, { title: basename(file) }), {
          overwrite,
          untouched: 'The result was only read',
        });
        output.result('report', { report: path, tracks: rip.tracks.length }, written);
        return;
      }
      const trace = await openTrace(file);
      await writeNewFile(path, traceReport(trace, { title: basename(file) }), {
        overwrite,
        untouched: 'The trace was only read',
      });
      output.result('report', { report: path, entries: trace.entries.length, cutOff: trace.cutOff }, written);
    });
}
