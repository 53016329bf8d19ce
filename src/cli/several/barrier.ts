/** Where several things wait until all of them have come, or have ended. */
export class Barrier<Ready> {
  /** Of those that have not come. */
  readonly #expected: Set<string>;
  readonly #waiting = new Map<string, Waiting<Ready>>();
  readonly #open: (arrived: ReadonlyMap<string, Ready>) => Promise<void>;
  #isOpen = false;

  /** @param open called once, when all have come; if it throws, all that wait fail with its error */
  constructor(names: readonly string[], open: (arrived: ReadonlyMap<string, Ready>) => Promise<void>) {
    this.#expected = new Set(names);
    this.#open = open;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Waits for the others. Once they have come, nothing waits any more. */
  async arrive(name: string, ready: Ready): Promise<void> {
    if (this.#isOpen) return;
    this.#expected.delete(name);
    await new Promise<void>((go, refuse) => {
      this.#waiting.set(name, { ready, go, refuse });
      void this.#openIfAllAreHere();
    });
  }

  /** It has ended: the others do not wait for it. */
  leave(name: string): void {
    this.#expected.delete(name);
    this.#waiting.delete(name);
    void this.#openIfAllAreHere();
  }

  async #openIfAllAreHere(): Promise<void> {
    if (this.#isOpen || this.#expected.size > 0 || this.#waiting.size === 0) return;
    this.#isOpen = true;
    const waiting = [...this.#waiting.values()];
    try {
      await this.#open(new Map([...this.#waiting].map(([name, { ready }]) => [name, ready])));
      for (const { go } of waiting) go();
    } catch (error) {
      for (const { refuse } of waiting) refuse(error);
    }
  }
}

interface Waiting<Ready> {
  readonly ready: Ready;
  readonly go: () => void;
  readonly refuse: (error: unknown) => void;
}
