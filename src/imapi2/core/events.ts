import { HResult } from './hresult.ts';
import { ImapiError } from './imapi-error.ts';

/** What a program implements to follow an object: the `update` of IMAPI2's event interfaces. */
export type UpdateListener<Sender, Progress> = (object: Sender, progress: Progress) => void;

/**
 * The listeners of one object's progress. A listener that fails does not stop the burn: its first error, or that of a
 * promise that it returns, becomes a process warning.
 */
export class UpdateListeners<Sender, Progress> {
  readonly #listeners: UpdateListener<Sender, Progress>[] = [];
  readonly #failed = new WeakSet<UpdateListener<Sender, Progress>>();

  add(listener: UpdateListener<Sender, Progress>): void {
    if (typeof listener !== 'function') {
      throw new ImapiError(HResult.E_INVALIDARG, { member: "on('update')", remedy: 'Give a function.' });
    }
    this.#listeners.push(listener);
  }

  remove(listener: UpdateListener<Sender, Progress>): void {
    const index = this.#listeners.lastIndexOf(listener);
    if (index >= 0) this.#listeners.splice(index, 1);
  }

  notify(object: Sender, progress: Progress): void {
    for (const listener of [...this.#listeners]) {
      try {
        const returned: unknown = listener(object, progress);
        if (returned instanceof Promise) returned.catch((error: unknown) => this.#warn(listener, error));
      } catch (error) {
        this.#warn(listener, error);
      }
    }
  }

  #warn(listener: UpdateListener<Sender, Progress>, error: unknown): void {
    if (this.#failed.has(listener)) return;
    this.#failed.add(listener);
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.emitWarning(`an update listener failed; the write continues: ${said}`, 'UpdateListenerWarning');
  }
}
