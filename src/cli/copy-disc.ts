import {
  type CopyOptions,
  type CopyProgress,
  type CopyResult,
  type CopySessionStep,
  type CopyTarget,
  copyDisc,
  type Drive,
  ImageError,
  readDiscState,
  speedKBps,
} from '../index.ts';
import { READ_BLOCK_BYTES } from '../mmc/index.ts';
import { explainStopping, reportBurn, sessionReport, statusOf } from './burn-tracks.ts';
import type { Context } from './context.ts';
import { reportDrive } from './disc-report.ts';
import { driveInWords, warningsInWords } from './disc-words.ts';
import { plural } from './format.ts';
import type { BurnStatus, BurnUnits } from './progress/burn-status.ts';
import { displayOn } from './progress/display.ts';
import { ExportStatus } from './progress/export-status.ts';
import { stayAwake } from './stay-awake.ts';

/** The drives of a copy, and what is asked for. */
export interface CopyWork {
  readonly from: Drive;
  readonly to: CopyTarget;
  readonly options: Omit<CopyOptions, 'writeSpeedKBps' | 'signal'>;
  /** Of writing, as a multiple of 1x of discs of the kind that is copied. */
  readonly speed: number | undefined;
}

/**
 * Copies a disc, showing progress, then reports what is on the copy. Ctrl-C ends the reading at once, and the writing at the next
 * block: the disc is usable then.
 */
export async function runCopy(context: Context, work: CopyWork): Promise<void> {
  const { from, to, options, speed } = work;
  let burner = typeof to === 'function' ? undefined : to;
  const { medium } = await readDiscState(from);
  const units = medium && {
    blockBytes: READ_BLOCK_BYTES,
    blocksPerSecond: (speedKBps(1, medium) * 1_000) / READ_BLOCK_BYTES,
  };
  await using awake = await stayAwake(context, from, 'copying a disc');
  const target: CopyTarget =
    typeof to === 'function'
      ? async (read) => {
          burner = await to(read);
          return burner;
        }
      : to;
  const copying = copyDisc(from, target, {
    ...options,
    signal: context.interrupt.signal,
    ...(speed === undefined ? {} : { writeSpeedKBps: speedKBps(speed, medium) }),
  });
  const { result, written } = await shown(context, () => burner, copying, units);
  const last = result.burned.at(-1);
  const [first] = written;
  if (first === undefined || burner === undefined) return;
  await reportBurn(context, burner, {
    identity: await reportDrive(burner),
    work: written.at(-1) ?? first,
    options: { ending: 'finalize', ...(options.verify === undefined ? {} : { verify: options.verify }) },
    result: last,
    cancelled: last?.cancelled ?? false,
    sessions: result.burned.map((burned, index) => sessionReport((written[index] ?? first).recipe, burned)),
    sleep: awake.sleep,
  });
}

interface Shown {
  readonly result: CopyResult;
  /** The sessions that were written, in order. */
  readonly written: readonly CopySessionStep[];
}

async function shown(
  context: Context,
  burner: () => Drive | undefined,
  copying: AsyncGenerator<CopyProgress, CopyResult>,
  units: BurnUnits | undefined,
): Promise<Shown> {
  const { output } = context;
  const display = await displayOn(output.progressStream, output);
  const reading = new ExportStatus('Reading the disc');
  const written: CopySessionStep[] = [];
  const said: string[] = [];
  let burning: BurnStatus | undefined;
  try {
    for (;;) {
      const { done, value } = await copying.next();
      if (done) return { result: value, written };
      if (value.phase === 'session') {
        display.end();
        explainStopping(context, value.recipe);
        const drive = burner();
        if (drive !== undefined) output.line(headingOf(value, driveInWords(await reportDrive(drive))));
        burning = statusOf(value.tracks, units);
        written.push(value);
      } else if (value.phase === 'noted') {
        for (const words of warningsInWords([value.warning])) output.note(words);
      } else if (value.half === 'reading') {
        if (value.warning !== undefined) said.push(value.warning);
        if (value.phase !== 'looking') display.show(reading.of(value), value);
      } else if (burning !== undefined) display.show(burning.of(value), value);
    }
  } catch (error) {
    display.end();
    const known = error instanceof ImageError ? error.warnings : [];
    if (written.length === 0)
      for (const words of warningsInWords(said.filter((each) => !known.includes(each)))) output.note(words);
    throw error;
  } finally {
    display.end();
    await copying.return(undefined as never);
  }
}

/** `Burning session 1 of 2, 3 tracks, Session-At-Once, on ...` */
function headingOf({ number, count, tracks, recipe }: CopySessionStep, drive: string): string {
  const which = count === 1 ? '' : `session ${number} of ${count}, `;
  return `Burning ${which}${plural(tracks.length, 'track')}, ${recipe.name}, on ${drive}`;
}
