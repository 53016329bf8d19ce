import { Sleepers } from '../transport/sleepers.ts';
import type { Clock } from '../transport/transport.ts';

interface Answer {
  /** Requests up to this one were sent before the answer came. */
  readonly answeredAfter: number;
  readonly tDone: number;
  readonly deliver: () => void;
}

/** How long, in real time, an answer waits for requests that the recorded program had sent before it. */
const PATIENCE_MS = 250;

/**
 * Time and order of a replay. Time is the trace's: it jumps to each recorded answer and to the end of each sleep, without
 * real waiting. An answer is held back until the program has made the requests that it made before that answer in the
 * recording, so that a program that keeps several commands in progress sees the same order of events again.
 */
export class ReplaySchedule implements Clock {
  readonly #answers: Answer[] = [];
  readonly #sleepers = new Sleepers();
  #now = 0;
  #lastSeq = 0;
  #ticking = false;
  #patience: NodeJS.Timeout | undefined;

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const sleeping = this.#sleepers.sleepUntil(this.#now + Math.max(0, milliseconds), signal);
    this.#tick();
    return sleeping;
  }

  /** A request was sent. */
  sent(seq: number, t: number): void {
    this.#lastSeq = Math.max(this.#lastSeq, seq);
    this.#advance(t);
  }

  /** Calls `deliver` when this answer's turn has come. */
  answer(answer: Answer): void {
    this.#answers.push(answer);
    this.#tick();
  }

  /** Abandons the order: everything that is held back is delivered. */
  release(): void {
    this.#lastSeq = Number.POSITIVE_INFINITY;
    this.#tick();
  }

  #advance(t: number): void {
    this.#now = Math.max(this.#now, t);
  }

  /** One step per turn of the event loop, so that the program does all it can before the next thing happens. */
  #tick(): void {
    if (this.#ticking || (this.#answers.length === 0 && this.#sleepers.nextAtMs === undefined)) return;
    this.#ticking = true;
    setImmediate(() => {
      this.#ticking = false;
      if (this.#step()) this.#tick();
    });
  }

  /** Lets the next thing happen; false when it must wait for the program. */
  #step(): boolean {
    const [next] = this.#answers;
    if (next !== undefined && next.answeredAfter <= this.#lastSeq) {
      clearTimeout(this.#patience);
      this.#patience = undefined;
      this.#answers.shift();
      this.#advance(next.tDone);
      next.deliver();
      return true;
    }
    const { nextAtMs } = this.#sleepers;
    if (nextAtMs !== undefined && (next === undefined || nextAtMs < next.tDone)) {
      this.#advance(nextAtMs);
      this.#sleepers.wakeNext();
      return true;
    }
    if (next !== undefined) this.#bePatient();
    return false;
  }

  /** The program does not do what it did: a wrong order, which is reported, is better than a hang. */
  #bePatient(): void {
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined;
      const [next] = this.#answers;
      if (next !== undefined) this.#lastSeq = Math.max(this.#lastSeq, next.answeredAfter);
      this.#tick();
    }, PATIENCE_MS);
  }
}
