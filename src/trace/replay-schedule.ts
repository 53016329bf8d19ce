import type { Clock } from '../transport/transport.ts';

interface Answer {
  /** Requests up to this one were sent before the answer came. */
  readonly answeredAfter: number;
  readonly tDone: number;
  readonly deliver: () => void;
}

interface Sleeper {
  readonly deadline: number;
  readonly wake: () => void;
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
  readonly #sleepers: Sleeper[] = [];
  #now = 0;
  #lastSeq = 0;
  #ticking = false;
  #patience: NodeJS.Timeout | undefined;

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        deadline: this.#now + Math.max(0, milliseconds),
        wake: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#sleepers.push(sleeper);
      this.#sleepers.sort((a, b) => a.deadline - b.deadline); // stable: equal ones keep the order of the calls
      this.#tick();
    });
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
    if (this.#ticking || (this.#answers.length === 0 && this.#sleepers.length === 0)) return;
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
    const [sleeper] = this.#sleepers;
    if (sleeper !== undefined && (next === undefined || sleeper.deadline < next.tDone)) {
      this.#sleepers.shift();
      this.#advance(sleeper.deadline);
      sleeper.wake();
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
