import type { ExportProgress } from '../../index.ts';
import { Countdown, timeLeft } from './countdown.ts';
import type { Status } from './status.ts';

/** Turns the progress of an export or a rip into a status to show. */
export class ExportStatus {
  readonly #title: string;
  #countdown: Countdown | undefined;

  constructor(title: string) {
    this.#title = title;
  }

  of({ track, doneBlocks, lengthBlocks }: Pick<ExportProgress, 'track' | 'doneBlocks' | 'lengthBlocks'>): Status {
    this.#countdown ??= new Countdown(lengthBlocks);
    return {
      title: this.#title,
      fraction: lengthBlocks === 0 ? 1 : doneBlocks / lengthBlocks,
      details: [`track ${track}`],
      timeLeft: timeLeft(this.#countdown.secondsLeft(doneBlocks)),
    };
  }
}
