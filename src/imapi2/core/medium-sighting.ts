/**
 * The medium that was last seen in one drive: whether it was written to, and by which writer of this program.
 * `generation` is the drive's count of medium changes; two equal ones mean the same disc.
 */
export class MediumSighting {
  #generation: number | undefined;
  #written = false;
  #writer: object | undefined;

  /** At which generation a medium was last seen; undefined while none was. An empty drive is no sighting. */
  get generation(): number | undefined {
    return this.#generation;
  }

  /** Somebody has looked at the disc. */
  see(generation: number, written: boolean): void {
    if (generation !== this.#generation) this.#writer = undefined;
    this.#generation = generation;
    this.#written = written;
  }

  /** A writer has found the disc blank and holds it: from now on, what is on it is this writer's. */
  claim(generation: number, written: boolean, writer: object): void {
    this.see(generation, written);
    this.#writer = writer;
  }

  /** Whether the disc had been written to by anybody but this writer when it was last seen. */
  writtenByOthers(writer: object): boolean {
    return this.#written && this.#writer !== writer;
  }
}
