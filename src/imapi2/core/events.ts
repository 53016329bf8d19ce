import { givenInWords } from './given-in-words.ts';
import { HResult } from './hresult.ts';
import { ImapiError } from './imapi-error.ts';

/** What a program implements to follow an object: a method of IMAPI2's event interfaces. */
export type EventListener<Facts extends readonly unknown[]> = (...facts: Facts) => void;

/** The event of every writer, and its arguments. */
export type UpdateEvent<Sender, Progress> = { readonly update: readonly [object: Sender, progress: Progress] };

/**
 * The listeners of one object, by event. A listener that fails does not stop the burn: its first error, or that of a promise
 * that it returns, becomes a process warning.
 */
export class EventListeners<Events extends Readonly<Record<string, readonly unknown[]>>> {
  readonly #listeners: Map<string, EventListener<never>[]>;
  readonly #failed = new WeakSet<EventListener<never>>();

  /** @param events the names of all events that the object has */
  constructor(...events: readonly (keyof Events & string)[]) {
    this.#listeners = new Map(events.map((event) => [event, []]));
  }

  /** @throws E_INVALIDARG for an event that the object does not have, and for what is not a function */
  add<Event extends keyof Events & string>(event: Event, listener: EventListener<Events[Event]>): void {
    const listeners = this.#of(event, 'on');
    if (typeof listener !== 'function') {
      throw new ImapiError(HResult.E_INVALIDARG, { member: `on('${event}')`, remedy: 'Give a function.' });
    }
    listeners.push(listener);
  }

  /** @throws E_INVALIDARG for an event that the object does not have */
  remove<Event extends keyof Events & string>(event: Event, listener: EventListener<Events[Event]>): void {
    const listeners = this.#of(event, 'off');
    const index = listeners.lastIndexOf(listener);
    if (index >= 0) listeners.splice(index, 1);
  }

  /** Whether anybody listens to any event. */
  get any(): boolean {
    return [...this.#listeners.values()].some((listeners) => listeners.length > 0);
  }

  notify<Event extends keyof Events & string>(event: Event, ...facts: Events[Event]): void {
    for (const each of [...(this.#listeners.get(event) ?? [])]) {
      const listener = each as EventListener<Events[Event]>;
      try {
        const returned: unknown = listener(...facts);
        if (returned instanceof Promise) returned.catch((error: unknown) => this.#warn(event, listener, error));
      } catch (error) {
        this.#warn(event, listener, error);
      }
    }
  }

  #of(event: string, call: 'on' | 'off'): EventListener<never>[] {
    const listeners = this.#listeners.get(event);
    if (listeners !== undefined) return listeners;
    const names = [...this.#listeners.keys()].map((name) => `'${name}'`).join(' and ');
    throw new ImapiError(HResult.E_INVALIDARG, {
      member: `${call}(${givenInWords(event)})`,
      meaning: 'this object has no such event',
      remedy: `It has ${names}.`,
    });
  }

  #warn(event: string, listener: EventListener<never>, error: unknown): void {
    if (this.#failed.has(listener)) return;
    this.#failed.add(listener);
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const goesOn = event === 'update' ? '; the write continues' : '';
    process.emitWarning(`a listener of '${event}' failed${goesOn}: ${said}`, 'UpdateListenerWarning');
  }
}
