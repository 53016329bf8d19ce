import type { Command } from 'commander';
import { type Drive, type ExportProgress, exportBinCue, exportWavs, ImageError } from '../../index.ts';
import { UsageError } from '../cli-error.ts';
import type { Context, ContextOf } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { plural } from '../format.ts';
import { naming } from '../options.ts';
import { displayOn } from '../progress/display.ts';
import { ExportStatus } from '../progress/export-status.ts';
import { withDrive } from '../with-drive.ts';

interface ExportOptions {
  readonly cue?: string;
  readonly wav?: string;
  readonly overwrite?: boolean;
}

export function addExport(program: Command, contextOf: ContextOf): void {
  program
    .command('export')
    .description('copy an audio disc to files, whether or not its session is closed')
    .option(
      '--cue <file>',
      'NAME.cue, with the blocks of every track in NAME.bin next to it',
      naming('--cue', 'a file'),
    )
    .option('--wav <dir>', 'one WAV file per track: track01.wav ...', naming('--wav', 'a directory'))
    .option('--overwrite', 'replace existing files')
    .action(async (options: ExportOptions, command: Command) => {
      const context = contextOf(command);
      if (options.cue === undefined && options.wav === undefined) {
        throw new UsageError('nothing to export to', 'Give --cue FILE, --wav DIR or both');
      }
      await withDrive(context, (drive) => exportDisc(context, drive, options), { graceful: true });
    });
}

async function exportDisc(
  context: Context,
  drive: Drive,
  { cue, wav, overwrite = false }: ExportOptions,
): Promise<void> {
  const image =
    cue === undefined ? undefined : await run(context, cue, exportBinCue(drive, { cuePath: cue, overwrite }));
  const wavs =
    wav === undefined ? undefined : await run(context, wav, exportWavs(drive, { directory: wav, overwrite }));
  const warnings = [...new Set([...(image?.warnings ?? []), ...(wavs?.warnings ?? [])])];
  const value = {
    ...(image === undefined
      ? {}
      : { cue: image.cuePath, bin: image.binPath, tracks: image.tracks.length, lengthBlocks: image.lengthBlocks }),
    ...(wavs === undefined ? {} : { wavs: wavs.paths }),
    warnings,
  };
  context.output.result(value, () => [
    ...(image === undefined
      ? []
      : [
          `${image.cuePath} and ${image.binPath}: ${plural(image.tracks.length, 'track')}, ${image.lengthBlocks} blocks`,
        ]),
    ...(wavs === undefined ? [] : [`${wav}: ${plural(wavs.paths.length, 'WAV file')}`]),
    ...warningsInWords(warnings),
  ]);
}

/** Runs an export to its end, or to the next block after Ctrl-C; incomplete files are then deleted. */
async function run<R>(
  { output, interrupt }: Context,
  target: string,
  exporting: AsyncGenerator<ExportProgress, R>,
): Promise<R> {
  const display = await displayOn(output.progressStream);
  const status = new ExportStatus(`Exporting ${target}`);
  const warnings: string[] = [];
  try {
    for (;;) {
      const { done, value } = await exporting.next();
      if (done) return value;
      if (value.warning !== undefined) warnings.push(value.warning);
      interrupt.signal.throwIfAborted();
      display.show(status.of(value));
    }
  } catch (error) {
    display.end();
    const said = error instanceof ImageError ? error.warnings : [];
    for (const words of warningsInWords(warnings.filter((each) => !said.includes(each)))) output.note(words);
    throw error;
  } finally {
    display.end();
    await exporting.return(undefined as R);
  }
}
