import type { Command } from 'commander';
import { ReportedFailure } from '../cli-error.ts';
import type { ContextOf } from '../context.ts';
import { type Examination, examine, type FindingState } from '../doctor/examine.ts';
import { thisSystem } from '../doctor/system.ts';
import { ExitCode } from '../exit-codes.ts';
import { withExamples } from '../manual/examples.ts';

export function addDoctor(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('doctor'), { 'why no drive can be used': 'doctor' })
    .description('say what this machine lacks for burning, and what to do about it')
    .action(async (_options: unknown, command: Command) => {
      const { output } = contextOf(command);
      const examination = await examine(thisSystem());
      output.result('doctor', examination, () => inWords(examination));
      if (!examination.usable) throw new ReportedFailure(ExitCode.NoDrive);
    });
}

const MARKS: Readonly<Record<FindingState, string>> = { good: 'ok', limited: 'note', missing: 'MISSING' };
const INDENT = ' '.repeat('MISSING'.length + 2);

export function inWords({ findings, usable, next }: Examination): string[] {
  const lines = findings.flatMap(({ state, found, remedy }) => [
    `${MARKS[state].padEnd(INDENT.length)}${found}`,
    ...(remedy === undefined ? [] : [`${INDENT}-> ${remedy}`]),
  ]);
  const heading = usable ? 'Next:' : 'Until then, a simulated drive needs none of it:';
  return [...lines, '', heading, ...next.map((each) => `  ${each}`)];
}
