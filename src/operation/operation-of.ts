import { Operation } from './operation.ts';

/** The options of an operation: all of them have a signal. */
interface WithSignal {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The operation of a public function: its steps get the options with the operation's own signal, and do not begin once that is aborted.
 * Options that are not what they should be are passed on unchanged, for the function to refuse.
 */
export const operationOf = <Options extends WithSignal, Progress, Result>(
  name: string,
  options: Options,
  steps: (options: Options) => AsyncGenerator<Progress, Result>,
): Operation<Progress, Result> =>
  gentleOperationOf(name, options, (given) => {
    if (given?.signal instanceof AbortSignal) given.signal.throwIfAborted();
    return steps(given);
  });

/** The same for steps that begin in any case, and end well when they find the signal aborted. */
export function gentleOperationOf<Options extends WithSignal, Progress, Result>(
  name: string,
  options: Options,
  steps: (options: Options) => AsyncGenerator<Progress, Result>,
): Operation<Progress, Result> {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return new Operation(name, () => steps(options));
  }
  const { signal } = options;
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted !== 'function') {
    return new Operation(name, () => steps(options));
  }
  return new Operation(name, (own) => steps({ ...options, signal: own }), { signal });
}
