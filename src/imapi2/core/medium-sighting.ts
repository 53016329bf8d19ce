/**
 * The medium that was last seen in one drive: whether it was written to, and by which writer of this program. What was seen
 * holds until something touches the medium (see Drive.mediumTouches). From then on nothing is known about the medium until
 * it is read again.
 */
export class MediumSighting {
  readonly #touches: () => number;
  #seenAt: number | undefined;
  #known = false;
  #written = false;
  #writer: object | undefined;

  /** @param touches how often the medium has been touched so far */
  constructor(touches: () => number) {
    this.#touches = touches;
  }

  /** Whether what was seen still holds. */
  get current(): boolean {
    return this.#known && this.#seenAt === this.#touches();
  }

  /** The disc has just been read. */
  see(written: boolean): void {
    const touches = this.#touches();
    if (touches !== this.#seenAt) this.#writer = undefined;
    this.#seenAt = touches;
    this.#known = true;
    this.#written = written;
  }

  /** A writer has found the disc blank and holds it: from now on, whatever is on it was written by this writer. */
  claim(written: boolean, writer: object): void {
    this.see(written);
    this.#writer = writer;
  }

  /**
   * The disc has been released, so it may be removed by hand unnoticed. Its writer is remembered in case it is seen again
   * untouched.
   */
  forget(): void {
    this.#known = false;
  }

  /** Whether the disc is known to have been written to by anybody but this writer. */
  writtenByOthers(writer: object): boolean {
    return this.current && this.#written && this.#writer !== writer;
  }
}
