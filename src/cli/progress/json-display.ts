import type { Output } from '../output.ts';
import type { AnyProgress } from './any-progress.ts';
import type { Display, Status } from './status.ts';

const SHORTEST_LINE_MS = 250;

interface Amount {
  readonly unit: 'blocks' | 'bytes';
  readonly done: number;
  readonly total: number;
  /** On the drive's clock. */
  readonly elapsedMs?: number;
}

function amountOf(progress: AnyProgress): Amount | undefined {
  if ('doneBytes' in progress) return { unit: 'bytes', done: progress.doneBytes, total: progress.totalBytes };
  if (!('lengthBlocks' in progress)) return undefined;
  const blocks = { unit: 'blocks' as const, total: progress.lengthBlocks };
  if (progress.phase === 'writing') return { ...blocks, done: progress.writtenBlocks, elapsedMs: progress.elapsedMs };
  return { ...blocks, done: progress.phase === 'verifying' ? progress.verifiedBlocks : progress.doneBlocks };
}

/**
 * One JSON object a line: for each new phase, track or part, at its end, and four times a second in between. Rates are
 * since then, by the drive's clock while it writes and by the wall clock otherwise.
 */
export class JsonDisplay implements Display {
  readonly #output: Pick<Output, 'progress'>;
  readonly #now: () => number;
  #what = '';
  #begunMs = 0;
  #begun = 0;
  #writtenMs = 0;

  constructor(output: Pick<Output, 'progress'>, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#now = now;
  }

  show({ fraction }: Status, progress?: AnyProgress): void {
    if (progress === undefined) return;
    const { track, part, fifo, driveBuffer, warning } = { ...EMPTY, ...progress };
    const amount = amountOf(progress);
    const now = this.#now();
    const what = `${progress.phase} ${track} ${part}`;
    const isNew = what !== this.#what;
    const isDone = amount !== undefined && amount.done === amount.total;
    if (!isNew && !isDone && warning === undefined && now - this.#writtenMs < SHORTEST_LINE_MS) return;
    if (isNew) {
      this.#what = what;
      this.#begunMs = now;
      this.#begun = amount?.done ?? 0;
    }
    this.#writtenMs = now;
    const perSecond = amount && this.#rate(amount, now);
    const left = amount === undefined ? undefined : amount.total - amount.done;
    this.#output.progress({
      type: 'progress',
      phase: progress.phase,
      track,
      part,
      done: amount?.done,
      total: amount === undefined || !Number.isFinite(amount.total) ? undefined : amount.total,
      unit: amount?.unit,
      fraction: fraction === undefined || Number.isNaN(fraction) ? undefined : fraction,
      perSecond,
      secondsLeft: left === undefined || !perSecond || !Number.isFinite(left) ? undefined : left / perSecond,
      fifo,
      driveBuffer,
      warning,
    });
  }

  #rate({ done, elapsedMs }: Amount, now: number): number | undefined {
    const ms = elapsedMs ?? now - this.#begunMs;
    const more = elapsedMs === undefined ? done - this.#begun : done;
    return ms > 0 && more > 0 ? (more * 1_000) / ms : undefined;
  }

  end(): void {}
}

/** What only some kinds of progress have. */
const EMPTY = {
  track: undefined,
  part: undefined,
  fifo: undefined,
  driveBuffer: undefined,
  warning: undefined,
} as const;
