import type { Trace, TracedEvent, TracedExchange, TraceEntry } from './trace.ts';

/**
 * READ BUFFER CAPACITY: a program that keeps commands in progress sends it occasionally, and when it does depends on when
 * answers happen to arrive. It is answered wherever it comes, and not required where it does not.
 */
const ASKED_AT_ANY_TIME = '5c';

const isCasual = (entry: TraceEntry | undefined): boolean =>
  entry?.type === 'exchange' && entry.cdb.startsWith(ASKED_AT_ANY_TIME);

/** The entries of a trace, taken one after the other as a program needs them. */
export class ReplayScript {
  readonly #entries: readonly TraceEntry[];
  /** By sequence number: the last exchange up to it that a program must make again. */
  readonly #bindingUpTo = new Map<number, number>();
  #next = 0;
  #lastCasual: TracedExchange | undefined;

  constructor({ entries }: Trace) {
    this.#entries = entries;
    let last = 0;
    for (const entry of entries) {
      if (entry.type === 'exchange' && !isCasual(entry)) last = entry.seq;
      this.#bindingUpTo.set(entry.seq, last);
    }
  }

  get exchangesLeft(): number {
    return this.#entries.slice(this.#next).filter((each) => each.type === 'exchange' && !isCasual(each)).length;
  }

  /** The exchange that answers this command, whether or not it matches; undefined at the end. */
  take(cdb: Uint8Array): TracedExchange | undefined {
    return cdb[0] === Number.parseInt(ASKED_AT_ANY_TIME, 16) ? this.#takeCasual() : this.#takeBinding();
  }

  /** The recorded event, if it is the next thing in the trace. */
  takeEvent(name: TracedEvent['event']): TracedEvent | undefined {
    const entry = this.#entries[this.#next];
    if (entry?.type !== 'event' || entry.event !== name) return undefined;
    this.#next++;
    return entry;
  }

  /** The last exchange that must have been sent before this one is answered. */
  answeredAfter({ seq, answeredAfter = seq }: TracedExchange): number {
    return this.#bindingUpTo.get(answeredAfter) ?? answeredAfter;
  }

  #takeBinding(): TracedExchange | undefined {
    while (this.#next < this.#entries.length) {
      const entry = this.#entries[this.#next++];
      if (entry?.type !== 'exchange') continue;
      if (!isCasual(entry)) return entry;
      this.#lastCasual = entry;
    }
    return undefined;
  }

  /** The next entry of the trace if it is one; otherwise, out of order and without its time, the last answer or the next. */
  #takeCasual(): TracedExchange | undefined {
    const upcoming = this.#entries.findIndex((entry, index) => index >= this.#next && isCasual(entry));
    const between = this.#entries.slice(this.#next, Math.max(this.#next, upcoming));
    const entry = upcoming < 0 ? undefined : this.#entries[upcoming];
    if (entry?.type === 'exchange' && between.every(({ type }) => type === 'event')) {
      this.#next = upcoming + 1;
      this.#lastCasual = entry;
      return entry;
    }
    const other = this.#lastCasual ?? (entry?.type === 'exchange' ? entry : undefined);
    return other === undefined ? this.#takeBinding() : { ...other, answeredAfter: 0, t: 0, tDone: 0 };
  }
}
