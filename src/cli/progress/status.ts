import type { AnyProgress } from './any-progress.ts';

/** How full a buffer is: text, or a bar of its own where there is room. */
export interface Gauge {
  readonly name: string;
  /** From 0 to 1. */
  readonly fraction: number;
}

/** What to show at one moment. */
export interface Status {
  /** What is being done: a new one is always shown. Where there is no room, it is what is shortened. */
  readonly title: string;
  /** From 0 to 1; undefined if not known. */
  readonly fraction?: number | undefined;
  /** The fraction is of more than the title names. */
  readonly total?: boolean;
  /** Speed and buffers, the most important first: what does not fit is left out, except the first before the others. */
  readonly details: readonly (string | Gauge)[];
  /** How long it will take, in words, such as `0:42 left`. It always stays. */
  readonly timeLeft?: string | undefined;
}

/** Shows the progress of something. */
export interface Display {
  /** @param progress what the status was made of, for programs */
  show(status: Status, progress?: AnyProgress): void;
  /** Ends the display; what it shows stays (lines) or is removed (a bar). */
  end(): void;
}

export const percentText = (fraction: number): string => `${Math.floor(fraction * 100)} %`;

/** The word before a fraction that is of more than the title names. */
export const totalWord = ({ total }: Status): string => (total ? 'total ' : '');

/** `FIFO 98 %` */
export const detailText = (detail: string | Gauge): string =>
  typeof detail === 'string' ? detail : `${detail.name} ${Math.round(detail.fraction * 100)} %`;
