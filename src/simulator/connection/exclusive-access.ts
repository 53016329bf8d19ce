import { TransportError } from '../../transport/transport-error.ts';

/** Which of the programs that talk to one drive has it for itself. */
export class ExclusiveAccess {
  #holder: object | undefined;
  #owner = '';

  /** @throws TransportError `busy` when another one has it */
  take(program: object, owner: string, path: string): void {
    this.requireNobodyBut(program, path);
    this.#holder = program;
    this.#owner = owner;
  }

  /** Nothing happens when the program does not have it. */
  release(program: object): void {
    if (this.#holder === program) this.#holder = undefined;
  }

  /** @throws TransportError `busy` */
  requireNobodyBut(program: object, path: string): void {
    if (this.#holder === undefined || this.#holder === program) return;
    throw new TransportError({
      kind: 'busy',
      path,
      operation: 'send',
      reason: `${this.#owner === '' ? 'another program' : this.#owner} has the simulated drive for itself`,
      remedy: 'Wait until it has given the drive back',
    });
  }
}
