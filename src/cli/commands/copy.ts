import { join, parse } from 'node:path';
import type { Command } from 'commander';
import { type CopyOptions, type Drive, ejectDisc } from '../../index.ts';
import { UsageError } from '../cli-error.ts';
import { askToContinue, confirmWriting, requireTerminal } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { type CopyWork, runCopy } from '../copy-disc.ts';
import { reportDrive } from '../disc-report.ts';
import { driveInWords } from '../disc-words.ts';
import { withExamples } from '../manual/examples.ts';
import { closeNoted } from '../open-drives.ts';
import { naming, oneOf } from '../options.ts';
import { withDrive } from '../with-drive.ts';
import { timesOf } from './burn.ts';
import { addReadingOptions, type RipCommandOptions, ripOptions } from './rip.ts';

interface CopyCommandOptions extends Omit<RipCommandOptions, 'speed' | 'tracks' | 'format'> {
  readonly to?: string;
  readonly keep?: string;
  readonly speed?: number;
  readonly verify?: CopyOptions['verify'];
  readonly yes?: boolean;
}

const ON_ERROR =
  'stop: burn nothing unless all of the disc was read without doubt; silence: burn it all the same, with silence or zeros for what cannot be read (default: stop)';

export function addCopy(program: Command, contextOf: ContextOf): void {
  const command = withExamples(program.command('copy'), {
    'with two drives': 'copy --device /dev/sr0 --to /dev/sr1',
    'with one drive, keeping what is read': 'copy --device /dev/sr0 --keep album',
  })
    .description('copy a CD, DVD or BD: read all of it to files, and burn those')
    .option(
      '--to <device>',
      'the drive with the blank disc (default: the same drive; the disc is changed in between)',
      naming('--to', 'a drive'),
    )
    .option('--keep <dir>', 'keep the files in between there', naming('--keep', 'a directory'))
    .option('--speed <n>', 'write speed as a multiple of 1x (default: the drive chooses)', timesOf)
    .option('--overwrite', 'replace the data of a DVD+RW, DVD-RAM, BD-RE or formatted DVD-RW')
    .option(
      '--verify <how>',
      'none: read back only what the drive reports about the disc and its tracks; quick: also one block of each track; full: compare all of the copy with the files in between (default: quick)',
      oneOf('--verify', ['none', 'quick', 'full']),
    )
    .option('--yes', 'write to a real disc without asking');
  addReadingOptions(command, ON_ERROR).action(async (options: CopyCommandOptions, self: Command) => {
    await copy(contextOf(self), options);
  });
}

async function copy(context: Context, { to, yes, ...options }: CopyCommandOptions): Promise<void> {
  if (to !== undefined && to === context.globals.device) {
    throw new UsageError(
      `--to names the drive that the disc is read in, ${to}`,
      'Name the drive with the blank disc, or leave out --to: the disc is then changed in between',
    );
  }
  const work = { options: copyOptions(context, options), speed: options.speed };
  const confirm = async (drive: Drive) => {
    const name = driveInWords(await reportDrive(drive));
    const lost = options.overwrite ? ' What is on it is overwritten.' : '';
    await confirmWriting(
      context,
      drive,
      yes,
      async () => `The copy will be burned permanently on the disc in ${name}.${lost}`,
    );
    return drive;
  };
  if (to === undefined) {
    await withDrive(context, (drive) => copyWithOne(context, { ...work, from: drive }, confirm), {
      graceful: true,
    });
    return;
  }
  const target = toBurn(context, to);
  await withDrive(
    target,
    async (burner) => {
      // Before the other disc is read for minutes.
      await confirm(burner);
      await withDrive(context, (from) => runCopy(target, { ...work, from, to: burner }), { graceful: true });
    },
    { graceful: true, writes: true },
  );
}

async function copyWithOne(
  context: Context,
  work: Omit<CopyWork, 'to'>,
  confirm: (drive: Drive) => Promise<Drive>,
): Promise<void> {
  const { from: drive } = work;
  if (drive.simulated) {
    throw new UsageError(
      'nobody changes the disc of a simulated drive',
      'Name the drive to burn in: --to sim:copy.disc',
    );
  }
  requireTerminal();
  let release = async () => {};
  const changed = async () => {
    await ejectDisc(drive);
    // Meanwhile others may use it, and it may be switched off.
    await closeNoted(drive);
    await askToContinue(context, 'Put a blank disc in and close the tray.');
    const again = await held(toBurn(context, context.globals.device));
    release = again.release;
    return confirm(again.drive);
  };
  try {
    await runCopy(context, { ...work, to: changed });
  } finally {
    await release();
  }
}

/** A drive that is open until it is released. */
async function held(context: Context): Promise<{ readonly drive: Drive; readonly release: () => Promise<void> }> {
  let end = () => {};
  const until = new Promise<void>((resolve) => {
    end = resolve;
  });
  return new Promise((resolve, reject) => {
    const use = (drive: Drive) => {
      const release = () => {
        end();
        return running;
      };
      resolve({ drive, release });
      return until;
    };
    const running = withDrive(context, use, { graceful: true, writes: true });
    running.catch(reject);
  });
}

function copyOptions(
  context: Context,
  { keep, speed: _, verify, overwrite, ...reading }: Omit<CopyCommandOptions, 'to' | 'yes'>,
): CopyWork['options'] {
  const { directory: __, signal: ___, ...rip } = ripOptions(context, '', reading);
  return {
    ...rip,
    ...(keep === undefined ? {} : { directory: keep }),
    ...(verify === undefined ? {} : { verify }),
    ...(overwrite === undefined ? {} : { overwrite }),
  };
}

/** The same program, with the drive to burn in. Its trace is a file of its own: `t.jsonl` becomes `t.burn.jsonl`. */
function toBurn(context: Context, device: string | undefined): Context {
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
