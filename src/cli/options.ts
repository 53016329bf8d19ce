import type { Command } from 'commander';
import { z } from 'zod';
import { UsageError } from './cli-error.ts';

/** The options that every command accepts. */
export const globalOptions = z.object({
  device: z.string().min(1, 'must name a drive').optional(),
  json: z.boolean().default(false),
  trace: z.string().min(1, 'must name a file').optional(),
});
export type GlobalOptions = z.infer<typeof globalOptions>;

export function addGlobalOptions(program: Command): void {
  program
    .option(
      '--device <path>',
      'the drive: /dev/sr0, D:, sim: (blank disc in memory), sim:PATH (saved disc), replay:FILE, unix:FILE (a drive that `discwright serve` offers). Without it: the only drive of this machine',
    )
    .option('--json', 'print one JSON object instead of text')
    .option('--trace <file>', 'record every exchange with the drive as JSON Lines');
}

/** Validates the options of a command. @throws UsageError that names the option */
export function parseOptions<S extends z.ZodType>(schema: S, options: unknown): z.infer<S> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const option = String(issue?.path[0] ?? 'an option').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${option} ${issue?.message ?? 'was not understood'}`, 'See --help');
}
