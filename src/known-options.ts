import { errorInJson } from './json-values.ts';

/** A program written in JavaScript gives an option that does not exist, options that are not an object, or no drive where one is needed. */
export class OptionsError extends TypeError {
  override readonly name = 'OptionsError';
  /** What to do next. */
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(`${reason}. ${remedy}`);
    this.remedy = remedy;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

/** What was given in place of something else: `the string '16x'`, `null`, `a promise`, `of type object`. */
export function inWords(given: unknown): string {
  if (typeof given === 'string') return `the string '${given}'`;
  if (typeof given === 'number' || typeof given === 'boolean' || given === null || given === undefined)
    return String(given);
  return given instanceof Promise ? 'a promise' : `of type ${typeof given}`;
}

/**
 * Refuses a missing path, which has no default.
 * @param caller whose option it is: `ripDisc()`
 * @throws OptionsError
 */
export function requirePathOption(caller: string, name: string, path: unknown): void {
  if (typeof path === 'string' && path !== '') return;
  throw new OptionsError(`${caller}: ${name} is ${path === '' ? 'an empty string' : inWords(path)}`, 'Give a path');
}

/** The options of functions that have no others. */
export interface SignalOptions {
  /** Ends the work with its reason: the command or the read that is under way ends first. */
  readonly signal?: AbortSignal | undefined;
}

export const SIGNAL_OPTIONS: OptionNames<SignalOptions> = { signal: true };

/** Every option of `Options`, by name: `switch` for those that are true or false, `main` for those that are often meant by a bare value. */
export type OptionNames<Options> = {
  readonly [Name in keyof Options]-?: NonNullable<Options[Name]> extends boolean ? 'switch' : true | 'main';
};

/** Options with their defaults. */
export type Filled<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };

/**
 * Refuses options that do not exist, since a misspelt one would silently have no effect, and switches that are neither true nor
 * false, since JavaScript takes `'false'` for true.
 * @param caller whose options they are: `burn()`
 * @throws OptionsError
 */
export function requireKnownOptions<Options>(caller: string, options: Options, names: OptionNames<Options>): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionsError(
      `${caller}: the options are ${Array.isArray(options) ? 'an array' : inWords(options)}`,
      objectInWords(options, names),
    );
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown === undefined) {
    requireSwitches(caller, options, names);
    requireSignal(caller, options);
    return;
  }
  throw new OptionsError(`${caller}: there is no option '${unknown}'`, knownInWords(unknown, Object.keys(names)));
}

/** The object that a bare value was given for: `{ directory: 'rips' }`. */
function objectInWords<Options>(given: unknown, names: OptionNames<Options>): string {
  const main = Object.entries(names).flatMap(([name, kind]) => (kind === 'main' ? [name] : []));
  if (main.length === 0) return 'Give an object, or nothing';
  const bare = typeof given === 'string' ? `'${given}'` : typeof given === 'number' ? String(given) : '...';
  return `Give an object: { ${main.map((name) => `${name}: ${main.length === 1 ? bare : '...'}`).join(', ')} }`;
}

/** What to write in place of a name that does not exist. */
function knownInWords(unknown: string, known: readonly string[]): string {
  const meant = known.find((name) => name.toLowerCase() === unknown.toLowerCase());
  if (meant !== undefined) return `It is called '${meant}'`;
  const nearest = known.find((name) => isNear(unknown.toLowerCase(), name.toLowerCase()));
  return `The options are ${known.join(', ')}${nearest === undefined ? '' : `. Did you mean '${nearest}'?`}`;
}

/** Whether one name is the other with one letter more, less, changed or swapped, or its beginning. */
function isNear(written: string, name: string): boolean {
  if (written.length >= 4 && name.startsWith(written)) return true;
  if (written.length < 3) return false;
  let same = 0;
  while (same < written.length && written[same] === name[same]) same++;
  const [left, right] = [written.slice(same), name.slice(same)];
  return (
    left.slice(1) === right ||
    left === right.slice(1) ||
    left.slice(1) === right.slice(1) ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  );
}

function requireSignal(caller: string, options: object): void {
  const { signal } = options as { signal?: unknown };
  if (signal === undefined || typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted === 'function') return;
  throw new OptionsError(`${caller}: signal is ${inWords(signal)}`, 'Give an AbortSignal, or leave it out');
}

function requireSwitches<Options extends object>(caller: string, options: Options, names: OptionNames<Options>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || typeof value === 'boolean' || names[name as keyof Options] !== 'switch') continue;
    throw new OptionsError(`${caller}: ${name} is ${inWords(value)}`, 'Give true or false, or leave it out');
  }
}
