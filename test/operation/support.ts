import { Operation } from '../../src/index.ts';

export interface Step {
  readonly phase: string;
  readonly n: number;
  readonly warning?: string;
}

/** What became of the work behind an operation. */
export interface Work {
  begun: number;
  /** Steps that were asked for. */
  asked: number;
  /** Whether its last block was reached: what it holds is released. */
  released: boolean;
}

export interface WorkOptions {
  readonly steps?: number;
  readonly failsAt?: number;
  readonly signal?: AbortSignal;
  /** Makes a step of its number. */
  readonly step?: (n: number) => Step;
}

/** An operation of ten steps that returns how many it made. Cancelled, it ends after its step and says so in its result. */
export function counting({ steps = 10, failsAt, signal, step = (n) => ({ phase: 'counting', n }) }: WorkOptions = {}) {
  const work: Work = { begun: 0, asked: 0, released: false };
  const operation = new Operation<Step, string>(
    'count()',
    async function* (own) {
      work.begun++;
      try {
        for (let n = 0; n < steps; n++) {
          if (own.aborted) return `cancelled after ${n}`;
          work.asked++;
          if (n === failsAt) throw new Error(`step ${n} failed`);
          await Promise.resolve();
          yield step(n);
        }
        return `made ${steps}`;
      } finally {
        await Promise.resolve();
        work.released = true;
      }
    },
    signal === undefined ? {} : { signal },
  );
  return { operation, work };
}

export async function all<T>(steps: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const step of steps) found.push(step);
  return found;
}

/** One turn of the event loop: what a consumer that does real work takes. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What this throws; it must throw. */
export async function rejectionOf(work: () => PromiseLike<unknown>): Promise<unknown> {
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    return error;
  }
  throw new Error(`it succeeded with ${result}`);
}
