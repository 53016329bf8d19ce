import type { Output, OutputStream } from '../output.ts';
import type { BarDisplay } from './bar-display.ts';
import { JsonDisplay } from './json-display.ts';
import { LineDisplay } from './line-display.ts';
import type { Display } from './status.ts';

const USUAL_COLUMNS = 80;

/**
 * Whether lines can be drawn again. Terminals of unknown size (serial lines, `script`, containers) report no rows: nothing
 * would be drawn on them.
 */
export const canRedraw = (stream: OutputStream): boolean =>
  stream.isTTY === true && stream.rows !== 0 && process.env['TERM'] !== 'dumb';

/** A stream that shows progress in its own way, such as that of one of several drives. */
interface StreamWithDisplay extends OutputStream {
  progress(): Display;
}

const hasDisplay = (stream: OutputStream): stream is StreamWithDisplay => 'progress' in stream;

/** A bar on a terminal that can move its cursor, lines elsewhere, JSON with `--json-lines`, nothing with `--quiet`. */
export async function displayOn(stream: OutputStream, output?: Output): Promise<Display> {
  if (output?.lines) return new JsonDisplay(output);
  if (output?.quiet) return { show: () => {}, end: () => {} };
  if (hasDisplay(stream)) return stream.progress();
  if (output?.verbose) return new LineDisplay(stream);
  return canRedraw(stream) ? (await barsOn(stream)).row() : new LineDisplay(stream);
}

/** Lines that are redrawn in place, on a terminal that can do that. */
export async function barsOn(stream: OutputStream): Promise<BarDisplay> {
  const terminal = stream as unknown as NodeJS.WriteStream;
  const [{ createLogUpdate }, bars] = await Promise.all([import('log-update'), import('./bar-display.ts')]);
  const columns = () => stream.columns || USUAL_COLUMNS;
  return new bars.BarDisplay({
    redraw: createLogUpdate(terminal),
    columns,
    clearAbove: (lines) => stream.write(`\x1b[${lines}A\x1b[J`),
    onResize: (listener) => {
      terminal.on('resize', listener);
      return () => terminal.off('resize', listener);
    },
  });
}
