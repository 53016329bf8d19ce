import { type ExportProgress, ImageError, type RipProgress } from '../../index.ts';
import type { Context } from '../context.ts';
import { warningsInWords } from '../disc-words.ts';
import { displayOn } from './display.ts';
import { ExportStatus } from './export-status.ts';

/** Runs an export or a rip to its end, or to the next blocks after Ctrl-C; incomplete files are then deleted. */
export async function runExport<R>(
  { output, interrupt }: Context,
  title: string,
  exporting: AsyncGenerator<ExportProgress | RipProgress, R>,
): Promise<R> {
  const display = await displayOn(output.progressStream, output);
  let status: ExportStatus | undefined;
  const warnings: string[] = [];
  try {
    for (;;) {
      const { done, value } = await exporting.next();
      if (done) return value;
      if (value.warning !== undefined) warnings.push(value.warning);
      interrupt.signal.throwIfAborted();
      if (value.phase === 'looking') continue;
      status ??= new ExportStatus(title);
      display.show(status.of(value), value);
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
