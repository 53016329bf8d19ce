import { Scheme, schemeMistake } from '../transport/scheme.ts';
import { TransportError } from '../transport/transport-error.ts';

/** What follows `sim:`, in its two parts. */
export interface SpecParts {
  /** Path of the saved disc; empty for a disc in memory. */
  readonly path: string;
  /** What follows the `?`; undefined without one. */
  readonly query: string | undefined;
}

/**
 * Divides what follows `sim:` at its question mark. Most have none: then nothing else need be parsed, nor loaded for it.
 * @throws TransportError `unsupported` for a path that itself begins with a scheme
 */
export function specParts(spec: string): SpecParts {
  const mistake = schemeMistake(spec);
  if (mistake !== undefined) throw invalidSpec(spec, mistake.reason, mistake.remedy);
  const mark = spec.indexOf('?');
  return mark < 0 ? { path: spec, query: undefined } : { path: spec.slice(0, mark), query: spec.slice(mark + 1) };
}

const USAGE = 'Write sim:PATH, or sim:PATH?time=real with options after the question mark';

export const invalidSpec = (spec: string, reason: string, remedy = USAGE): TransportError =>
  new TransportError({
    kind: 'unsupported',
    path: `${Scheme.Simulated}${spec}`,
    operation: 'open',
    reason: `this is not a valid name for a simulated drive: ${reason}`,
    remedy,
  });
