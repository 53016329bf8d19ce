import { clearImmediate, setImmediate } from 'node:timers';
import { inJson } from '../json-values.ts';
import { OperationTarget } from './operation-events.ts';
import { type Outcome, StepsReader } from './steps-reader.ts';
import { callerOf, warnOfUnseenFailure, watchUse } from './unused.ts';

/** unused: not begun. abandoned: left before its end, as by `break`. */
export type OperationState = 'unused' | 'running' | 'done' | 'failed' | 'abandoned';

/** How an operation is described to the class that runs it. */
export interface OperationSettings {
  /** Cancels the operation as {@link Operation.cancel} does. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Work that takes a while, such as a burn. It begins when it is first used, in any of these ways, and runs once however often it is used:
 *
 * - awaited, it resolves with its result: `const result = await burnAudio(...)`;
 * - iterated, it yields its progress: `for await (const progress of burn)`; await it afterwards for the result. A loop that is slower than
 *   the operation does not hold it up: it gets the newest step of each phase, and every warning;
 * - listened to, it sends events: `burn.addEventListener('progress', ({ detail }) => ...)`, `done`, `error`;
 * - read as a web stream of progress: `burn.toReadableStream()`.
 *
 * {@link cancel}, or aborting the `signal` in its options, stops it in good order. Leaving its only loop (`break`) abandons it: it ends
 * after the step that it is making, releases what it holds, and leaves the disc as it is then; awaiting it then throws an AbortError.
 * Where something else also waits for it, leaving a loop only leaves the loop.
 *
 * Driven by hand, with {@link next} alone, it makes one step for each call, as a generator does.
 *
 * An operation that is never used is reported as a process warning, code DISCWRIGHT_UNUSED.
 */
export class Operation<Progress, Result>
  extends OperationTarget<Progress, Result>
  implements AsyncGenerator<Progress, Result, void>
{
  /** The function that made it, for messages: `burnAudio()`. */
  readonly name: string;
  readonly #begin: (signal: AbortSignal) => AsyncGenerator<Progress, Result>;
  readonly #controller = new AbortController();
  readonly #callersSignal: AbortSignal | undefined;
  readonly #markUsed: () => void;
  readonly #readers = new Set<StepsReader<Progress, Result>>();
  readonly #quick = new Set<object>(); // readers that were waiting for the last step and have not asked for another
  #state: OperationState = 'unused';
  #runsFreely = false; // not only driven by hand
  #awaited = false;
  #abandoned = false;
  #progress: Progress | undefined;
  #outcome: Outcome<Result> | undefined;
  #settled: Promise<Result> | undefined;
  #handReader: StepsReader<Progress, Result> | undefined;
  #wake: () => void = () => {};

  /**
   * @param name the function that makes it, for messages: `burnAudio()`
   * @param begin makes the steps; called once, on first use. The signal is aborted by {@link cancel} and by that of the settings
   */
  constructor(
    name: string,
    begin: (signal: AbortSignal) => AsyncGenerator<Progress, Result>,
    settings: OperationSettings = {},
  ) {
    super();
    this.name = name;
    this.#begin = begin;
    this.#callersSignal = settings.signal;
    this.#markUsed = watchUse(this, name, callerOf(new Error().stack));
  }

  get state(): OperationState {
    return this.#state;
  }

  /** The newest step; undefined before the first. */
  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** Begins the operation if it has not begun. Rejects with what the operation fails with. */
  override get result(): Promise<Result> {
    this.#awaited = true;
    this.#runFreely();
    return this.#start();
  }

  /** Aborted once the operation is cancelled. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Another reader of the progress, from now on. Any number may read. The result comes at the end of the iteration, too. */
  [Symbol.asyncIterator](): AsyncGenerator<Progress, Result, void> {
    this.#runFreely();
    const reader = this.#read();
    this.#start();
    return reader;
  }

  /** A web stream of the progress. Its chunks are read on demand, never queued; cancelling it leaves the operation as `break` does. */
  toReadableStream(): ReadableStream<Progress> {
    let reader: AsyncGenerator<Progress, Result, void> | undefined;
    this.#markUsed();
    return new ReadableStream<Progress>(
      {
        pull: async (controller) => {
          reader ??= this[Symbol.asyncIterator]();
          const { done, value } = await reader.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: async () => {
          if (reader !== undefined) await reader.return(undefined as never);
          else if (this.#state === 'unused') await this.#abandon();
        },
      },
      { highWaterMark: 0 },
    );
  }

  /**
   * Stops the operation in good order, as aborting its `signal` does: a burn closes the track at its shorter length, and its result says
   * `cancelled`. What that means for each operation is said at its `signal`. Without effect after the end.
   * @param reason what an operation that cannot give a result then throws; an AbortError unless given
   */
  cancel(reason?: unknown): void {
    this.#markUsed();
    this.#controller.abort(reason);
  }

  /** One more step, made by hand: the operation waits between two calls, unless it is also used in another way. */
  next(): Promise<IteratorResult<Progress, Result>> {
    this.#handReader ??= this.#read();
    const step = this.#handReader.next();
    void this.#start();
    return step;
  }

  /** The steps themselves, for a larger operation of which this is a part: `yield* burn.steps()`. Only in place of every other use. */
  steps(): AsyncGenerator<Progress, Result> {
    if (this.#state !== 'unused') throw new Error(`${this.name} has begun. Take its steps before any other use`);
    this.#markUsed();
    this.#state = 'running';
    return this.#begin(this.#callersSignal ?? this.signal);
  }

  /** Abandons the operation, whoever else uses it. Resolves once what it held is released. */
  async return(value: Result | PromiseLike<Result>): Promise<IteratorResult<Progress, Result>> {
    await this.#handReader?.return(undefined as never);
    await this.#abandon();
    return { done: true, value: (await value) as Result };
  }

  /** Abandons the operation, and throws what is given. */
  async throw(error: unknown): Promise<IteratorResult<Progress, Result>> {
    await this.return(undefined as never);
    throw error;
  }

  /** Abandons the operation if it has not ended: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#abandon();
  }

  /** The state, the newest step, and how it ended, without large values: for logs. */
  toJSON(): object {
    const outcome = this.#outcome ?? {};
    return inJson({
      operation: this.name,
      state: this.#state,
      ...(this.#progress === undefined ? {} : { progress: this.#progress }),
      ...outcome,
    }) as object;
  }

  protected override onListener(): void {
    this.#runFreely();
    void this.#start();
  }

  #read(): StepsReader<Progress, Result> {
    const reader = new StepsReader<Progress, Result>(
      { asked: (asking) => this.#stepWanted(asking), left: (leaving) => this.#readerLeft(leaving) },
      this.#outcome,
    );
    if (this.#outcome === undefined) this.#readers.add(reader);
    return reader;
  }

  #stepWanted(reader: object): void {
    this.#quick.delete(reader);
    this.#wake();
  }

  async #readerLeft(reader: object): Promise<void> {
    this.#readers.delete(reader as StepsReader<Progress, Result>);
    this.#stepWanted(reader);
    if (this.#readers.size === 0 && !this.#awaited && !this.isListenedTo()) await this.#abandon();
  }

  #runFreely(): void {
    this.#runsFreely = true;
    this.#wake();
  }

  #start(): Promise<Result> {
    if (this.#settled !== undefined) return this.#settled;
    this.#markUsed();
    if (this.#state === 'unused') this.#state = 'running';
    this.#settled = this.#run();
    // Whoever awaits the operation gets the error; nobody has to.
    this.#settled.catch(() => {});
    return this.#settled;
  }

  async #run(): Promise<Result> {
    const caller = this.#callersSignal;
    const follow = () => this.#controller.abort(caller?.reason);
    if (caller?.aborted) follow();
    caller?.addEventListener('abort', follow, { once: true });
    try {
      const result = await this.#steps();
      this.#end('done', { result });
      return result;
    } catch (error) {
      this.#end(this.#state === 'abandoned' ? 'abandoned' : 'failed', { error });
      throw error;
    } finally {
      caller?.removeEventListener('abort', follow);
    }
  }

  async #steps(): Promise<Result> {
    if (this.#abandoned) throw this.#abandonedError();
    const steps = this.#begin(this.signal);
    for (;;) {
      await this.#readersReady();
      if (this.#abandoned) {
        await steps.return(undefined as never);
        throw this.#abandonedError();
      }
      const { done, value } = await steps.next();
      if (done) return value;
      this.#progress = value;
      for (const reader of this.#readers) if (reader.push(value)) this.#quick.add(reader);
      this.emit('progress', value);
    }
  }

  /**
   * By hand: until a step is asked for. Otherwise until those who were waiting for the last step ask for another, but not longer than one
   * turn of the event loop: a loop that only looks at the progress sees every step, and one that works on it holds up nothing.
   */
  async #readersReady(): Promise<void> {
    const isReady = () => (this.#runsFreely ? this.#quick.size === 0 : this.#handReader?.isWaiting === true);
    while (!isReady() && !this.#abandoned) {
      const turned = await new Promise<boolean>((resolve) => {
        const turn = this.#runsFreely ? setImmediate(() => resolve(true)) : undefined;
        this.#wake = () => {
          if (turn !== undefined) clearImmediate(turn);
          resolve(false);
        };
      });
      if (turned) break;
    }
    this.#wake = () => {};
    this.#quick.clear();
  }

  #end(state: OperationState, outcome: Outcome<Result>): void {
    this.#state = state;
    this.#outcome = outcome;
    const seen = this.#awaited || this.isListenedTo('error') || this.#readers.size > 0;
    for (const reader of this.#readers) reader.end(outcome);
    this.#readers.clear();
    if ('result' in outcome) this.emit('done', outcome.result);
    else {
      this.emit('error', outcome.error);
      if (!seen && state === 'failed') warnOfUnseenFailure(this.name, outcome.error);
    }
  }

  /** @throws what it failed with, if that was while it ended */
  async #abandon(): Promise<void> {
    if (this.#outcome !== undefined) return;
    this.#abandoned = true;
    this.#wake();
    try {
      await this.#start();
    } catch (error) {
      if (this.#state === 'failed') throw error;
    }
  }

  #abandonedError(): DOMException {
    this.#state = 'abandoned';
    return new DOMException(`${this.name} was abandoned before its end: its progress was no longer read`, 'AbortError');
  }
}
