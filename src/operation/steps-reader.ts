/** More steps than this are not kept for a reader that is slow: the oldest goes. */
export const MOST_WAITING_STEPS = 256;

interface Waiting<Progress, Result> {
  resolve(step: IteratorResult<Progress, Result>): void;
  reject(error: unknown): void;
}

/** How an operation ended. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** What a reader needs of the operation that it reads. */
export interface ReadOperation {
  /** The reader asks for a step. */
  asked(reader: object): void;
  /** The reader will not ask again. Resolves when what follows from that is done. */
  left(reader: object): Promise<void>;
}

/**
 * One consumer's view of the steps of an operation. A consumer that is slow does not hold up the operation: it gets the newest step of
 * each phase, and every step that no later one replaces, such as a warning.
 */
export class StepsReader<Progress, Result> implements AsyncGenerator<Progress, Result, void> {
  readonly #operation: ReadOperation;
  readonly #steps: Progress[] = [];
  readonly #waiting: Waiting<Progress, Result>[] = [];
  #outcome: Outcome<Result> | undefined;
  #finished = false; // the outcome was handed out, or the reader has left

  constructor(operation: ReadOperation, outcome?: Outcome<Result>) {
    this.#operation = operation;
    this.#outcome = outcome;
  }

  /** Whether the consumer waits for a step at this moment. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  next(): Promise<IteratorResult<Progress, Result>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#serve();
      this.#operation.asked(this);
    });
  }

  /** Leaves. If nobody else uses the operation, it is ended: see {@link Operation}. */
  async return(value: Result | PromiseLike<Result>): Promise<IteratorResult<Progress, Result>> {
    const isLast = this.#outcome === undefined && !this.#finished;
    this.#finished = true;
    this.#steps.length = 0;
    this.#serve();
    if (isLast) await this.#operation.left(this);
    return { done: true, value: (await value) as Result };
  }

  async throw(error: unknown): Promise<IteratorResult<Progress, Result>> {
    await this.return(undefined as never);
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return(undefined as never);
  }

  /** @returns whether the consumer was waiting for it */
  push(step: Progress): boolean {
    if (this.#finished) return false;
    const waited = this.isWaiting;
    const last = this.#steps.findIndex((each) => isReplacedBy(each, step));
    if (last >= 0) this.#steps.splice(last, 1);
    else if (this.#steps.length >= MOST_WAITING_STEPS) this.#steps.shift();
    this.#steps.push(step);
    this.#serve();
    return waited;
  }

  end(outcome: Outcome<Result>): void {
    this.#outcome = outcome;
    this.#serve();
  }

  #serve(): void {
    for (;;) {
      if (this.#waiting.length === 0) return;
      const [step] = this.#steps;
      if (this.#steps.length > 0) {
        this.#steps.shift();
        this.#waiting.shift()?.resolve({ done: false, value: step as Progress });
      } else if (this.#finished) {
        this.#waiting.shift()?.resolve({ done: true, value: undefined as Result });
      } else if (this.#outcome !== undefined) {
        this.#finished = true;
        const waiting = this.#waiting.shift();
        if ('error' in this.#outcome) waiting?.reject(this.#outcome.error);
        else waiting?.resolve({ done: true, value: this.#outcome.result });
      } else return;
    }
  }
}

/** Whether a later step says all that this one did: one of the same phase, unless this one is news by itself. */
function isReplacedBy(step: unknown, later: unknown): boolean {
  if (typeof step !== 'object' || step === null || typeof later !== 'object' || later === null) return true;
  if ('warning' in step || 'did' in step) return false;
  return phaseOf(step) === phaseOf(later);
}

const phaseOf = (step: object): unknown => ('phase' in step ? step.phase : undefined);
