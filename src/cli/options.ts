import type { Command } from 'commander';
import { z } from 'zod';
import { UsageError } from './cli-error.ts';

/** The options that every command takes. */
export const globalOptions = z.object({
  device: z.string().min(1, 'names no drive').optional(),
  json: z.boolean().default(false),
  trace: z.string().min(1, 'names no file').optional(),
});
export type GlobalOptions = z.infer<typeof globalOptions>;

export function addGlobalOptions(program: Command): void {
  program
    .option(
      '--device <path>',
      'the drive: /dev/sr0, D:, sim: (blank disc in memory), sim:PATH (saved disc), replay:FILE, unix:FILE (one that `discwright serve` offers); the only drive there is unless given',
    )
    .option('--json', 'print one JSON object instead of words')
    .option('--trace <file>', 'record every exchange with the drive as JSON Lines');
}

/** Checks what the command line gave. @throws UsageError that names the option */
export function parseOptions<S extends z.ZodType>(schema: S, options: unknown): z.infer<S> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const option = String(issue?.path[0] ?? 'an option').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${option}: ${issue?.message ?? 'not understood'}`, 'See --help');
}
