import type { Command } from 'commander';
import {
  type BinCueResult,
  type Drive,
  exportBinCue,
  exportWavs,
  ImageError,
  TransportError,
  type WavFilesResult,
} from '../../index.ts';
import { CliError, UsageError } from '../cli-error.ts';
import type { Context, ContextOf } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { exportToIso, type IsoExportOptions, requireNoIsoOptions } from '../export-iso.ts';
import { plural } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { naming, oneOf, wholeNumber } from '../options.ts';
import { runExport } from '../progress/run-export.ts';
import { requireNotSavedDisc } from '../saved-disc.ts';
import { withDrive } from '../with-drive.ts';

interface ExportOptions extends IsoExportOptions {
  readonly cue?: string;
  readonly wav?: string;
  readonly iso?: string;
}

export function addExport(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('export'), {
    'to BIN/CUE': 'export --cue disc.cue --device /dev/sr0',
    'to one WAV file per track': 'export --wav tracks --device /dev/sr0',
    'the data of a DVD, BD or CD to an ISO file': 'export --iso disc.iso --device /dev/sr0',
  })
    .description('copy a disc to files, whether or not its session is closed')
    .option(
      '--cue <file>',
      'NAME.cue, with the blocks of every track in NAME.bin next to it',
      naming('--cue', 'a file'),
    )
    .option('--wav <dir>', 'one WAV file per track: track01.wav ...', naming('--wav', 'a directory'))
    .option('--iso <file>', 'the data of a DVD, BD or CD, as an ISO image', naming('--iso', 'a file'))
    .option(
      '--on-error <what>',
      'with --iso: stop at a block that cannot be read, or put zeros in its place and name it (default: stop)',
      oneOf('--on-error', ['stop', 'zeros']),
    )
    .option(
      '--passes <n>',
      'with --iso: how often the disc is read; each time must give the same (default: 1)',
      wholeNumber('--passes', 1, 9),
    )
    .option(
      '--whole',
      'with --iso: also zeros after the file system, and all of a disc that is overwritten, which otherwise ends with its file system',
    )
    .option('--overwrite', 'replace existing files')
    .action(async (options: ExportOptions, command: Command) => {
      const context = contextOf(command);
      const { cue, wav, iso } = options;
      if (cue === undefined && wav === undefined && iso === undefined) {
        throw new UsageError('nothing to export to', 'Give --iso FILE, --cue FILE, --wav DIR or both of the last two');
      }
      if (iso !== undefined) {
        if (cue !== undefined || wav !== undefined)
          throw new UsageError('--iso goes with neither --cue nor --wav', 'Export the disc twice');
        await withDrive(context, (drive) => exportToIso(context, drive, iso, options), { graceful: true });
        return;
      }
      requireNoIsoOptions(options);
      await withDrive(context, (drive) => exportDisc(context, drive, options), { graceful: true });
    });
}

async function exportDisc(
  context: Context,
  drive: Drive,
  { cue, wav, overwrite = false }: ExportOptions,
): Promise<void> {
  if (cue !== undefined) requireNotSavedDisc(drive, '--cue', cue);
  const exportWav = (directory: string) =>
    runExport(context, `Exporting ${directory}`, exportWavs(drive, { directory, overwrite }));
  let image: BinCueResult | undefined;
  try {
    image =
      cue === undefined
        ? undefined
        : await runExport(context, `Exporting ${cue}`, exportBinCue(drive, { cuePath: cue, overwrite }));
  } catch (error) {
    if (wav === undefined || !leavesWavs(error)) throw error;
    throw withWavs(error, wav, await exportWav(wav).catch((failure: unknown) => failure));
  }
  const wavs = wav === undefined ? undefined : await exportWav(wav);
  const warnings = [...new Set([...(image?.warnings ?? []), ...(wavs?.warnings ?? [])])];
  const value = {
    ...(image === undefined
      ? {}
      : {
          cue: image.cuePath,
          bin: image.binPath,
          ...(image.cdTextPath === undefined ? {} : { cdText: image.cdTextPath }),
          tracks: image.tracks.length,
          lengthBlocks: image.lengthBlocks,
        }),
    ...(wavs === undefined ? {} : { wavs: wavs.paths }),
    warnings,
  };
  context.output.result('export', value, () => [
    ...(image === undefined
      ? []
      : [`${filesOf(image)}: ${plural(image.tracks.length, 'track')}, ${image.lengthBlocks} blocks`]),
    ...(wavs === undefined ? [] : [`${wav}: ${plural(wavs.paths.length, 'WAV file')}`]),
    ...warningsInWords(warnings),
  ]);
}

/** `x.cue and x.bin`, or with the CD-TEXT that a sheet cannot hold. */
const filesOf = ({ cuePath, binPath, cdTextPath }: BinCueResult): string =>
  cdTextPath === undefined ? `${cuePath} and ${binPath}` : `${cuePath}, ${binPath} and ${cdTextPath}`;

/** Whether WAV files may still be exported after this failure: the drive is there, and nothing was refused. */
const leavesWavs = (error: unknown): error is ImageError =>
  error instanceof ImageError &&
  ['unreadable', 'drive-failed', 'file-system'].includes(error.kind) &&
  !(error.cause instanceof TransportError && error.cause.kind === 'gone');

/** The failure of the image, with what became of the WAV files after it. */
function withWavs(image: ImageError, directory: string, outcome: unknown): unknown {
  if (outcome instanceof CliError) return outcome;
  if (outcome instanceof ImageError) {
    const { reason, exported, warnings } = outcome;
    return image.with({ reason: `${image.reason}. Of the WAV files: ${reason}`, exported, warnings });
  }
  if (outcome instanceof Error) return image.with({ reason: `${image.reason}. Of the WAV files: ${outcome.message}` });
  const { paths, warnings } = outcome as WavFilesResult;
  const reason = `${image.reason}. The WAV files were exported all the same: ${plural(paths.length, 'track')}, to ${directory}`;
  return image.with({ reason, exported: paths, warnings });
}
