import type { ExportProgress } from '../../index.ts';
import { secondsText } from '../format.ts';
import { Countdown } from './countdown.ts';
import type { Status } from './display.ts';

/** Turns what an export yields into what a person wants to know. */
export class ExportStatus {
  readonly #title: string;
  #countdown: Countdown | undefined;

  constructor(title: string) {
    this.#title = title;
  }

  of({ track, doneBlocks, lengthBlocks }: ExportProgress): Status {
    this.#countdown ??= new Countdown(lengthBlocks);
    const left = this.#countdown.secondsLeft(doneBlocks);
    return {
      title: this.#title,
      fraction: lengthBlocks === 0 ? 1 : doneBlocks / lengthBlocks,
      details: [`track ${track}`, ...(left === undefined ? [] : [`${secondsText(left)} left`])],
    };
  }
}
