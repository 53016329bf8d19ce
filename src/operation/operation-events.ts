import { membersInJson } from '../json-values.ts';

/** An event of an {@link Operation}: `detail` is the progress, the result or the error. */
export class OperationEvent<Detail> extends Event {
  readonly detail: Detail;

  constructor(type: string, detail: Detail) {
    super(type);
    this.detail = detail;
  }

  /** Its type and its detail as plain data, for logs: an event has nothing of its own that `JSON.stringify` finds. */
  toJSON(): object {
    return membersInJson(this, ['type', 'detail']);
  }
}

/** The events of an {@link Operation} by type. */
export interface OperationEvents<Progress, Result> {
  /** A step was made: every one of them, as it is made. */
  progress: OperationEvent<Progress>;
  /** It has succeeded; `detail` is the result. Once. */
  done: OperationEvent<Result>;
  /** It has failed or was abandoned; `detail` is what awaiting it throws. Once. */
  error: OperationEvent<unknown>;
}

/** A listener to one type of event: a function, or an object with `handleEvent`. */
export type OperationListener<Event> = ((event: Event) => void) | { handleEvent(event: Event): void };

/** What `addEventListener` accepts next to the type and the listener. */
export interface OperationListenerOptions {
  /** Remove the listener after its first event. */
  readonly once?: boolean;
  /** Removes the listener when it is aborted. It does not stop the operation. */
  readonly signal?: AbortSignal;
}

/** An {@link Operation} as a promise, and as a target of events with their types. */
export abstract class OperationTarget<Progress, Result> extends EventTarget implements PromiseLike<Result> {
  readonly #listened = new Set<string>();

  abstract get result(): Promise<Result>;

  // biome-ignore lint/suspicious/noThenProperty: awaiting an operation is how it is used
  then<Fulfilled = Result, Rejected = never>(
    onFulfilled?: ((result: Result) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.result.then(onFulfilled, onRejected);
  }

  catch<Rejected = never>(
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Result | Rejected> {
    return this.result.catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Result> {
    return this.result.finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return 'Operation';
  }

  /** Begins the operation, as every use does. Every step is an event, as it is made. */
  override addEventListener<Type extends keyof OperationEvents<Progress, Result>>(
    type: Type,
    listener: OperationListener<OperationEvents<Progress, Result>[Type]> | null,
    options?: boolean | OperationListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: OperationListener<Event> | null,
    options?: boolean | OperationListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: OperationListener<never> | null,
    options?: boolean | OperationListenerOptions,
  ): void {
    super.addEventListener(type, listener as Parameters<EventTarget['addEventListener']>[1], options ?? false);
    this.#listened.add(type);
    this.onListener();
  }

  override removeEventListener<Type extends keyof OperationEvents<Progress, Result>>(
    type: Type,
    listener: OperationListener<OperationEvents<Progress, Result>[Type]> | null,
    options?: boolean | { readonly capture?: boolean },
  ): void;
  override removeEventListener(
    type: string,
    listener: OperationListener<Event> | null,
    options?: boolean | { readonly capture?: boolean },
  ): void;
  override removeEventListener(
    type: string,
    listener: OperationListener<never> | null,
    options?: boolean | { readonly capture?: boolean },
  ): void {
    super.removeEventListener(type, listener as Parameters<EventTarget['removeEventListener']>[1], options ?? false);
  }

  /** A listener was added. */
  protected abstract onListener(): void;

  /** Whether there is, or was, a listener to this type, or to any. */
  protected isListenedTo(type?: keyof OperationEvents<Progress, Result>): boolean {
    return type === undefined ? this.#listened.size > 0 : this.#listened.has(type);
  }

  protected emit<Type extends keyof OperationEvents<Progress, Result>>(
    type: Type,
    detail: OperationEvents<Progress, Result>[Type]['detail'],
  ): void {
    if (this.#listened.has(type)) this.dispatchEvent(new OperationEvent(type, detail));
  }
}
