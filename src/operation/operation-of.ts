import { Operation } from './operation.ts';

/** The options of an operation: all of them have a signal. */
interface WithSignal {
  readonly signal?: AbortSignal | undefined;
}

/**
 * The operation of a public function: its steps get the options with the operation's own signal, and do not begin once that is aborted
 * unless they are `gentle`: those end well when they find it so. Options that are not what they should be are passed on unchanged, for
 * the function to refuse.
 */
export function operationOf<Options extends WithSignal, Progress, Result>(
  name: string,
  options: Options,
  steps: (options: Options) => AsyncGenerator<Progress, Result>,
  { gentle = false } = {},
): Operation<Progress, Result> {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return new Operation(name, () => steps(options));
  }
  const { signal } = options;
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted !== 'function') {
    return new Operation(name, () => steps(options));
  }
  const begin = (own: AbortSignal) => {
    if (!gentle) own.throwIfAborted();
    return steps({ ...options, signal: own });
  };
  return new Operation(name, begin, { signal });
}
