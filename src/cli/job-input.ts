import type { Command } from 'commander';
import { AudioFormatError, type DiscJob, type OpenJobOptions, openJob } from '../index.ts';
import { BadFilesError } from './cli-error.ts';
import { naming } from './options.ts';
import { expandWildcards } from './wildcards.ts';

export interface JobInputOptions {
  readonly encoding?: string;
  readonly outsideFolder?: boolean;
  readonly cdText?: readonly string[];
  readonly gapless?: boolean;
  readonly dither?: boolean;
  readonly downmix?: boolean;
  readonly check?: boolean;
}

/** What can be named to be burned, for help. */
export const JOB_ARGUMENT =
  'audio files, one per track, in this order; or .inf files; or one of: a CUE sheet, a TOC file of cdrdao, a job in JSON, a playlist (.m3u, .m3u8), a folder, the .bin or .iso of an image';

/** The options of every command that reads a job. */
export const addJobOptions = (command: Command): Command =>
  command
    .option(
      '--encoding <name>',
      'how the document is encoded, such as shift_jis (default: detected)',
      naming('--encoding', 'an encoding'),
    )
    .option(
      '--cd-text <file>',
      "CD-TEXT from a file of packs (.cdt) or a Sony text sheet (.v07t) instead of the document's; once for each language; none: without CD-TEXT",
      collect,
    )
    .option('--gapless', 'no pauses between the tracks (needs a drive that writes Session-At-Once)')
    .option('--dither', 'add TPDF dither where samples are rounded to 16 bits')
    .option('--downmix', 'mix files of more than two channels into stereo')
    .option('--check', 'decode compressed files once before anything else: damage is found while the disc is blank')
    .option('--outside-folder', 'let the document name files that are not in its folder');

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Opens what is to be burned. Every file is checked, and all problems are reported together. */
export async function readJob(names: readonly string[], options: JobInputOptions): Promise<DiscJob> {
  const {
    encoding,
    cdText,
    gapless = false,
    outsideFolder = false,
    dither = false,
    downmix = false,
    check = false,
  } = options;
  const given: OpenJobOptions = {
    ...(encoding === undefined ? {} : { encoding }),
    ...(cdText === undefined ? {} : { cdText: cdText.filter((path) => path !== 'none') }),
    outsideFolder,
    gapless,
    dither,
    downmix,
    check,
  };
  try {
    return await openJob(await expandWildcards(names), given);
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    const errors = error.errors.filter((each): each is AudioFormatError => each instanceof AudioFormatError);
    throw new BadFilesError(errors.map(({ message }) => message));
  }
}
