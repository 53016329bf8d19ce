import fc from 'fast-check';

/*
 * Every reader of what comes from outside gets inputs that were made from real ones. It must return a value or throw an
 * error of a documented class, soon, and without making more of an input than there can be in it.
 */

/** `FUZZ_SEED=n` repeats a run or tries other inputs. */
export const SEED = Number(process.env.FUZZ_SEED ?? 20_261_127);
/** `FUZZ_FACTOR=n` makes n times as many inputs. */
const FACTOR = Number(process.env.FUZZ_FACTOR ?? 1);

/** How many inputs a target gets. */
export const inputsOf = (count: number): number => Math.ceil(count * FACTOR);

/** Processor time that one input may take: far more than any needs, whatever else the machine does. */
const LONGEST_MS = 2_000;
/** Entries and characters in a value: per byte of the input, and in all cases. */
const PARTS_PER_BYTE = 64;
const PARTS_AT_LEAST = 50_000;

/** Loosely an Error's class: realms differ between the test and the code that it runs. */
export type Documented = readonly string[];

export interface Target<T> {
  readonly name: string;
  readonly inputs: fc.Arbitrary<T>;
  readonly count: number;
  /** Names of the error classes that the docstrings name. */
  readonly errors: Documented;
  readonly run: (input: T) => unknown;
}

export interface Outcome {
  readonly name: string;
  readonly inputs: number;
  readonly values: number;
  readonly refused: number;
  readonly slowestMs: number;
}

/** Runs one target. Throws, with the smallest input, when it breaks a rule. */
export async function fuzz<T>({ name, inputs, count, errors, run }: Target<T>): Promise<Outcome> {
  const outcome = { name, inputs: 0, values: 0, refused: 0, slowestMs: 0 };
  const property = fc.asyncProperty(inputs, async (input) => {
    const start = process.cpuUsage();
    outcome.inputs++;
    try {
      const value = await run(input);
      outcome.values++;
      requireSize(value, sizeOf(input));
    } catch (error) {
      if (!(error instanceof Error) || !errors.includes(error.name)) throw error;
      outcome.refused++;
      if (error.message.length > 100_000) throw new Error(`a message of ${error.message.length} characters`);
    }
    const { user, system } = process.cpuUsage(start);
    const ms = (user + system) / 1_000;
    outcome.slowestMs = Math.max(outcome.slowestMs, ms);
    if (ms > LONGEST_MS) throw new Error(`it took ${Math.round(ms)} ms`);
  });
  await fc.assert(property, { seed: SEED, numRuns: inputsOf(count) });
  return outcome;
}

const sizeOf = (input: unknown): number => {
  if (typeof input === 'string' || input instanceof Uint8Array) return input.length;
  if (Array.isArray(input)) return input.reduce((sum: number, each) => sum + sizeOf(each), 0);
  return 8;
};

function requireSize(value: unknown, inputBytes: number): void {
  const most = PARTS_AT_LEAST + PARTS_PER_BYTE * inputBytes;
  let parts = 0;
  const add = (count: number): void => {
    parts += count;
    if (parts > most) throw new Error(`a value of more than ${most} parts from ${inputBytes} bytes`);
  };
  const count = (each: unknown, depth: number): void => {
    if (depth > 20) throw new Error('a value that does not end');
    add(typeof each === 'string' ? 1 + each.length : ArrayBuffer.isView(each) ? 1 + each.byteLength : 1);
    if (typeof each !== 'object' || each === null || ArrayBuffer.isView(each)) return;
    for (const part of each instanceof Map ? each : Object.values(each)) count(part, depth + 1);
  };
  count(value, 0);
}
