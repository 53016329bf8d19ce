import type { DDiscFormat2TrackAtOnceEvents, IDiscFormat2TrackAtOnceEventArgs } from '../interfaces/index.ts';
import type { IDiscFormat2TrackAtOnce } from '../interfaces/track-at-once.ts';
import { HResult } from './hresult.ts';
import { ImapiError } from './imapi-error.ts';

type Listener = DDiscFormat2TrackAtOnceEvents['update'];

/**
 * Who is told of the progress. A listener that fails breaks no burn: its first error, also that of a promise that it
 * returns, becomes a warning of the process.
 */
export class UpdateListeners {
  readonly #listeners: Listener[] = [];
  readonly #failed = new WeakSet<Listener>();

  add(listener: Listener): void {
    if (typeof listener !== 'function') {
      throw new ImapiError(HResult.E_INVALIDARG, { member: "on('update')", remedy: 'Give a function.' });
    }
    this.#listeners.push(listener);
  }

  remove(listener: Listener): void {
    const index = this.#listeners.lastIndexOf(listener);
    if (index >= 0) this.#listeners.splice(index, 1);
  }

  tell(object: IDiscFormat2TrackAtOnce, progress: IDiscFormat2TrackAtOnceEventArgs): void {
    for (const listener of [...this.#listeners]) {
      try {
        const returned: unknown = listener(object, progress);
        if (returned instanceof Promise) returned.catch((error: unknown) => this.#warn(listener, error));
      } catch (error) {
        this.#warn(listener, error);
      }
    }
  }

  #warn(listener: Listener, error: unknown): void {
    if (this.#failed.has(listener)) return;
    this.#failed.add(listener);
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.emitWarning(`an update listener failed, the write goes on: ${said}`, 'UpdateListenerWarning');
  }
}
