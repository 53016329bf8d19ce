/** What a writer does that other members must wait for or that makes them fail. */
export type ActivityName = 'preparing' | 'writing' | 'releasing';

/** What one writer is doing now: one thing at a time. */
export class Activity {
  #current: ActivityName | undefined;
  #running: Promise<unknown> = Promise.resolve();

  get current(): ActivityName | undefined {
    return this.#current;
  }

  /** Settles when what is under way has ended; never rejects. */
  get ended(): Promise<unknown> {
    return this.#running;
  }

  /**
   * The state changes in the same turn as the call, and again in the turn that ends it, so that two calls cannot both pass.
   * @param settle what else changes when it ends; called without a result when it failed
   */
  during<T>(what: ActivityName, action: () => Promise<T>, settle: (result?: T) => void = () => {}): Promise<T> {
    this.#current = what;
    const run = async () => {
      let result: T | undefined;
      try {
        result = await action();
        return result;
      } finally {
        settle(result);
        this.#current = undefined;
      }
    };
    const running = run();
    this.#running = running.catch(() => {});
    return running;
  }
}
