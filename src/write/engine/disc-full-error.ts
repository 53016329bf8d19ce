/** The disc is full, and a source of unknown length has not ended. */
export class DiscFullError extends Error {
  override readonly name = 'DiscFullError';

  constructor(source: string) {
    super(`the disc is full, and ${source} goes on: what had come until then is on the disc`);
  }
}
