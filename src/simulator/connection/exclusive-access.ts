import { TransportError } from '../../transport/transport-error.ts';

/** Which of the programs connected to a drive has exclusive access to it. */
export class ExclusiveAccess {
  #holder: object | undefined;
  #owner = '';

  /** @throws TransportError `busy` when another program has it */
  take(program: object, owner: string, path: string): void {
    this.requireAvailableTo(program, path);
    this.#holder = program;
    this.#owner = owner;
  }

  /** Does nothing if the program does not have it. */
  release(program: object): void {
    if (this.#holder === program) this.#holder = undefined;
  }

  /** @throws TransportError `busy` */
  requireAvailableTo(program: object, path: string): void {
    if (this.#holder === undefined || this.#holder === program) return;
    throw new TransportError({
      kind: 'busy',
      path,
      operation: 'send',
      ...(this.#owner === '' ? {} : { holder: this.#owner }),
      reason: `${this.#owner === '' ? 'another program' : this.#owner} has exclusive use of the simulated drive`,
      remedy: 'Wait until it has released the drive',
    });
  }
}
