import type { Command } from 'commander';
import { type DiscJob, type JobPlan, type JobTrack, planJob } from '../../index.ts';
import type { Context, ContextOf } from '../context.ts';
import { type DiscReport, reportDisc, reportDrive } from '../disc-report.ts';
import { warningsInWords } from '../disc-words.ts';
import { addJobOptions, JOB_ARGUMENT, type JobInputOptions, readJob } from '../job-input.ts';
import { withExamples } from '../manual/examples.ts';
import { type Fit, fitInWords, planOnDisc } from '../plan/fit.ts';
import { planInWords } from '../plan/plan-words.ts';
import { isStandardInput, openStandardInput, wholeJob } from '../standard-input.ts';
import { withDrive } from '../with-drive.ts';

export function addPlan(program: Command, contextOf: ContextOf): void {
  const command = withExamples(program.command('plan'), {
    'tracks, gaps and times of an album': 'plan album.cue',
    'whether it fits on the disc in the drive': 'plan album.cue --device /dev/sr0',
  })
    .description(
      'show what a burn would write, without writing: tracks, indexes, gaps, times, texts; with --device also whether it fits on the disc',
    )
    .argument('<file...>', JOB_ARGUMENT);
  addJobOptions(command).action(async (files: string[], options: JobInputOptions, self: Command) => {
    const context = contextOf(self);
    const piped = isStandardInput(files);
    await using given = piped ? await openStandardInput(context, options) : await readJob(files, options);
    await using whole = piped ? await wholeJob(context, given, 'the plan') : undefined;
    const job = whole ?? given;
    if (context.globals.device === undefined) return report(context, job, planJob(job));
    await withDrive(
      context,
      async (drive) => {
        const [identity, disc] = [await reportDrive(drive), await reportDisc(drive)];
        const { interrupt } = context;
        const planned = disc === null ? undefined : await planOnDisc(drive, job, disc, { options, interrupt });
        const found = { drive: identity, disc, fit: planned?.fit ?? null };
        report(context, job, planned?.plan ?? planJob(job), found);
      },
      { graceful: true },
    );
  });
}

interface OnDisc {
  readonly drive: Awaited<ReturnType<typeof reportDrive>>;
  readonly disc: DiscReport | null;
  readonly fit: Fit | null;
}

function report({ output }: Context, job: DiscJob, plan: JobPlan, found?: OnDisc): void {
  const { catalogueNumber, cdText, warnings } = job;
  const tracks = plan.tracks.map((track, index) => ({ ...track, ...codesOf(job.tracks[index]) }));
  output.result(
    'plan',
    { ...plan, tracks, catalogueNumber: catalogueNumber ?? null, cdText: cdText ?? [], ...found, warnings },
    () => [
      ...planInWords(job, plan),
      ...(found === undefined ? [] : ['', ...fitInWords(found.drive, found.fit)]),
      ...(warnings.length === 0 ? [] : ['', ...warningsInWords(warnings)]),
    ],
  );
}

const codesOf = (track: JobTrack | undefined) => ({
  isrc: track?.isrc ?? null,
  preEmphasis: track?.preEmphasis ?? false,
  copyPermitted: track?.copyPermitted ?? false,
  fourChannel: track?.fourChannel ?? false,
  serialCopy: track?.serialCopy ?? false,
  hiddenTrack: track?.hiddenTrack ?? false,
});
