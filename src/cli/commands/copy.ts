import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import type { Command } from 'commander';
import { BurnError, cdSessionAtOnce, type Drive, ejectDisc, type RipResult, ripDisc } from '../../index.ts';
import type { BurnCommandOptions } from '../burn-sessions.ts';
import { CliError, UsageError } from '../cli-error.ts';
import { askToContinue, requireConfirmable, requireTerminal } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { readJob } from '../job-input.ts';
import { withExamples } from '../manual/examples.ts';
import { naming } from '../options.ts';
import { runExport } from '../progress/run-export.ts';
import { withDrive } from '../with-drive.ts';
import { burnJob, timesOf } from './burn.ts';
import { addReadingOptions, type RipCommandOptions, ripOptions } from './rip.ts';

interface CopyOptions extends Omit<RipCommandOptions, 'speed' | 'tracks' | 'format'> {
  readonly to?: string;
  readonly keep?: string;
  readonly speed?: number;
  readonly yes?: boolean;
}

const ON_ERROR =
  'stop: burn nothing unless all of the disc was read without doubt; silence: burn it all the same, with silence for what cannot be read (default: stop)';

export function addCopy(program: Command, contextOf: ContextOf): void {
  const command = withExamples(program.command('copy'), {
    'with two drives': 'copy --device /dev/sr0 --to /dev/sr1',
    'with one drive, keeping what is read': 'copy --device /dev/sr0 --keep album',
  })
    .description('copy a disc: rip it, and burn the result as it is')
    .option(
      '--to <device>',
      'the drive with the blank disc (default: the same drive; the disc is changed in between)',
      naming('--to', 'a drive'),
    )
    .option('--keep <dir>', 'keep the files in between there, with rip.log', naming('--keep', 'a directory'))
    .option('--speed <n>', 'write speed as a multiple of 1x (default: the drive chooses)', timesOf)
    .option('--yes', 'write to a real disc without asking');
  addReadingOptions(command, ON_ERROR).action(async (options: CopyOptions, self: Command) => {
    await copy(contextOf(self), options);
  });
}

async function copy(context: Context, options: CopyOptions): Promise<void> {
  const { keep, to } = options;
  if (to !== undefined && to === context.globals.device) {
    throw new UsageError(
      `--to names the drive that the disc is read in, ${to}`,
      'Name the drive with the blank disc, or leave out --to: the disc is then changed in between',
    );
  }
  const folder = keep ?? (await mkdtemp(join(tmpdir(), 'discwright-copy-')));
  const target = toBurn(context, to);
  try {
    if (to === undefined) {
      await ripTo(context, folder, options);
      await askToContinue(context, 'Put a blank disc in and close the tray.');
    }
    await withDrive(
      target,
      async (drive) => {
        if (to !== undefined) {
          // Before the other disc is read for minutes.
          requireConfirmable(drive, options.yes);
          await requireMedium(drive, to);
          await ripTo(context, folder, options);
        }
        await burnFrom(target, drive, folder, options);
      },
      { graceful: true, writes: true },
    );
  } finally {
    if (keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** @throws BurnError that says in which of the two drives the disc is; SenseError */
async function requireMedium(drive: Drive, device: string): Promise<void> {
  try {
    await cdSessionAtOnce.checkMedium(drive);
  } catch (error) {
    throw error instanceof BurnError ? error.with({ remedy: `This is the disc in ${device}. ${error.remedy}` }) : error;
  }
}

/** The same program, with the drive to burn in. Its trace is a file of its own: `t.jsonl` becomes `t.burn.jsonl`. */
function toBurn(context: Context, device = context.globals.device): Context {
  const { trace } = context.globals;
  const { dir, name, ext } = parse(trace ?? '');
  return {
    ...context,
    globals: {
      ...context.globals,
      ...(device === undefined ? {} : { device }),
      ...(trace === undefined ? {} : { trace: join(dir, `${name}.burn${ext}`) }),
    },
  };
}

/** Unreadable blocks end it unless silence is asked for: whoever gets the copy does not see the log. */
async function ripTo(context: Context, folder: string, options: CopyOptions): Promise<void> {
  const { to, speed: _ofWriting, onError = 'stop', ...reading } = options;
  await withDrive(
    context,
    async (drive) => {
      if (to === undefined && drive.simulated) {
        throw new UsageError(
          'nobody changes the disc of a simulated drive',
          'Name the drive to burn in: --to sim:copy.disc',
        );
      }
      const given = ripOptions(context, folder, { ...reading, onError, format: 'job' });
      if (to === undefined) requireTerminal();
      const result = await runExport(context, 'Reading the disc', ripDisc(drive, given));
      for (const words of warningsInWords(result.warnings)) context.output.note(words);
      requireWhole(result, options.onError);
      if (to === undefined) await ejectDisc(drive);
    },
    { graceful: true },
  );
}

/**
 * Whoever gets the copy does not see the log: what is not in the files ends it unless silence is asked for.
 * @throws CliError
 */
export function requireWhole(
  { suspects, tracks, unreachedSamples }: Pick<RipResult, 'suspects' | 'tracks' | 'unreachedSamples'>,
  onError: CopyOptions['onError'],
): void {
  if (onError === 'silence') return;
  const missing = tracks.filter(({ path }) => path === undefined).map(({ number }) => number);
  if (missing.length > 0) {
    throw new CliError(
      `${missing.length === 1 ? 'track' : 'tracks'} ${missing.join(', ')} cannot be copied, and nothing was burned`,
      'Copy the disc without that all the same (--on-error silence), or export it as an image (discwright export --cue)',
    );
  }
  if (unreachedSamples > 0) {
    throw new CliError(
      `the drive does not read ${unreachedSamples} samples at the ends because of its offset, and nothing was burned`,
      'Read in a drive that does, leave out --offset, or copy it with silence there (--on-error silence)',
    );
  }
  if (suspects.some(({ doubt }) => doubt !== 'unreadable')) {
    throw new CliError(
      'not all blocks could be read without doubt, and nothing was burned',
      'Clean the disc, try another drive, or copy it all the same (--on-error silence)',
    );
  }
}

async function burnFrom(context: Context, drive: Drive, folder: string, options: CopyOptions): Promise<void> {
  const { speed, yes } = options;
  await using job = await readJob([join(folder, 'disc.cue')], {});
  for (const words of warningsInWords(job.warnings)) context.output.note(words);
  const burning: BurnCommandOptions = {
    ...(speed === undefined ? {} : { speed }),
    ...(yes === undefined ? {} : { yes }),
  };
  await burnJob(context, drive, job, burning);
}
