import type { Command } from 'commander';
import {
  AudioFormatError,
  type DiscJob,
  type OpenJobOptions,
  openJob,
  RAW_SAMPLES,
  type RawFormat,
  type RawSamples,
} from '../index.ts';
import { BadFilesError } from './cli-error.ts';
import { naming, oneOf, refuseOption } from './options.ts';
import { expandWildcards } from './wildcards.ts';

export interface JobInputOptions {
  readonly encoding?: string;
  readonly outsideFolder?: boolean;
  readonly cdText?: readonly string[];
  readonly gapless?: boolean;
  readonly dither?: boolean;
  readonly downmix?: boolean;
  readonly check?: boolean;
  readonly raw?: boolean;
  readonly rawSamples?: RawSamples;
  readonly rawRate?: number;
  readonly rawChannels?: number;
}

/** What can be named to be burned, for help. */
export const JOB_ARGUMENT =
  'audio files, one per track, in this order; or - for sound from standard input; or .inf files; or one of: a CUE sheet, a TOC file of cdrdao, a job in JSON, a playlist (.m3u, .m3u8), a folder, the .bin or .iso of an image';

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
      "CD-TEXT from a file of packs (.cdt) or a Sony text sheet (.v07t) instead of the document's; once for each language; tags: from the tags of the audio files; none: without CD-TEXT",
      collect,
    )
    .option('--gapless', 'no pauses between the tracks (needs a drive that writes Session-At-Once)')
    .option('--dither', 'add TPDF dither where samples are rounded to 16 bits')
    .option('--downmix', 'mix files of more than two channels into stereo')
    .option('--check', 'decode compressed files once before anything else: damage is found while the disc is blank')
    .option(
      '--raw',
      'the audio files have no header: 16-bit stereo at 44.1 kHz, low byte first, unless the next options say else',
    )
    .option(
      '--raw-samples <form>',
      `how a sample is stored: signed, unsigned or float, its bits, little or big endian (implies --raw): ${RAW_SAMPLES.join(', ')}`,
      oneOf('--raw-samples', RAW_SAMPLES),
    )
    .option('--raw-rate <hz>', 'samples a second (implies --raw)', countOf('--raw-rate', 1_000, 1_000_000))
    .option('--raw-channels <n>', 'channels (implies --raw)', countOf('--raw-channels', 1, 64))
    .option('--outside-folder', 'let the document name files that are not in its folder');

/** `tags` and `none` stand alone: anything else is a file. */
function textsIn(given: readonly string[]): readonly string[] | 'tags' {
  if (!given.includes('tags')) return given.filter((path) => path !== 'none');
  return given.length === 1 ? 'tags' : refuseOption('--cd-text', 'tags cannot be given with files');
}

const countOf = (option: string, least: number, most: number) => (text: string) => {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return count >= least && count <= most
    ? count
    : refuseOption(option, `must be a whole number from ${least} to ${most}`);
};

/** How files without a header are stored; undefined if nothing says that they have none. */
export function rawFormatOf({ raw, rawSamples, rawRate, rawChannels }: JobInputOptions): RawFormat | undefined {
  const given = {
    ...(rawSamples === undefined ? {} : { samples: rawSamples }),
    ...(rawRate === undefined ? {} : { sampleRateHz: rawRate }),
    ...(rawChannels === undefined ? {} : { channels: rawChannels }),
  };
  return raw || Object.keys(given).length > 0 ? given : undefined;
}

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
  const rawFormat = rawFormatOf(options);
  const given: OpenJobOptions = {
    ...(rawFormat === undefined ? {} : { rawFormat }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(cdText === undefined ? {} : { cdText: textsIn(cdText) }),
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
